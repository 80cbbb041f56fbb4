import Spelling

/// From what the user wrote to a provider and the model's name there.
///
/// The order is fixed: a provider that is set, an alias, a first path segment that is a provider's
/// id, the catalogue, a provider's name patterns. A missing key never changes the provider.
public enum ModelName {
    /// - Parameters:
    ///   - model: as written; nil asks for the default model.
    ///   - provider: set in the same or a higher settings layer than `model`.
    ///   - aliases: short names to `provider/model` or further aliases.
    ///   - hasKey: asked only when neither model nor provider is set.
    public static func resolve(
        model: String?,
        provider: String?,
        aliases: [String: String],
        providers: [Provider],
        hasKey: (Provider) -> Bool
    ) throws(LLMError) -> (Provider, model: String) {
        if let provider {
            let row = try self.provider(provider, among: providers)
            if let model { return (row, try checked(model)) }
            return (row, try defaultModel(of: row))
        }
        guard let model else {
            guard let row = firstWithKey(among: providers, hasKey) else {
                throw noKeyAnywhere(providers)
            }
            return (row, try defaultModel(of: row))
        }

        var name = model
        var seen: Set<String> = []
        while let target = aliases[name], seen.insert(name).inserted { name = target }

        let segments = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if segments.count == 2, let row = providers.first(where: { $0.id == segments[0] }) {
            return (row, try checked(String(segments[1])))
        }
        let offering = ModelCatalogue.providers(offering: name)
        if let row = providers.first(where: { offering.contains($0.id) }) {
            return (row, try checked(name))
        }
        if let row = providers.first(where: { $0.modelPatterns.contains { matches(name, $0) } }) {
            return (row, try checked(name))
        }
        _ = try checked(name)
        throw unknownModel(name, providers)
    }

    /// The provider that answers where nothing is said about it.
    public static func firstWithKey(
        among providers: [Provider], _ hasKey: (Provider) -> Bool
    ) -> Provider? {
        providers.first { $0.requiresKey && $0.defaultModel != nil && hasKey($0) }
    }

    /// The provider of that id, or an error that names the nearest one.
    public static func provider(_ id: String, among providers: [Provider]) throws(LLMError)
        -> Provider
    {
        if let row = providers.first(where: { $0.id == id }) { return row }
        let meant = nearest(to: id, in: providers.map(\.id))
        throw LLMError(
            .invalidConfig,
            "there is no provider `\(id.visible)`",
            hint: meant.map { "did you mean `\($0)`?" }
                ?? "known are \(providers.map(\.id).joined(separator: ", "))"
        )
    }

    static func matches(_ name: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
    }

    private static let maximumLength = 256

    /// Names end up in requests and on screens: letters, digits and `._:/@+-`, no `..`.
    private static func checked(_ name: String) throws(LLMError) -> String {
        let allowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "._:/@+-".utf8.contains(byte)
            }
        }
        if name.isEmpty || !allowed || hasTwoDots(name) || name.utf8.count > maximumLength {
            throw LLMError(
                .modelNotFound,
                "`\(name.visible)` is not a model name",
                hint: "up to \(maximumLength) letters, digits and ._:/@+- are allowed, .. is not"
            )
        }
        return name
    }

    private static func hasTwoDots(_ name: String) -> Bool {
        zip(name.utf8, name.utf8.dropFirst()).contains { $0 == 0x2E && $1 == 0x2E }
    }

    private static func defaultModel(of provider: Provider) throws(LLMError) -> String {
        if let model = provider.defaultModel { return model }
        throw LLMError(
            .modelNotFound,
            "\(provider.name) has no default model",
            hint: "name one, as in model = \"\(provider.id)/NAME\"",
            provider: provider.id
        )
    }

    private static func noKeyAnywhere(_ providers: [Provider]) -> LLMError {
        let variables = providers.filter { $0.requiresKey && $0.defaultModel != nil }
            .compactMap(\.keyVariable)
        let first = variables.prefix(3).joined(separator: ", ")
        let rest = variables.count > 3 ? " or another provider's" : ""
        return LLMError(
            .authentication,
            "no model is set, and no key was found for any provider",
            hint: "set a key (\(first)\(rest)), start a local server (Ollama, llama.cpp), or try "
                + "the model `echo`, which needs neither"
        )
    }

    // MARK: Suggestions

    private static func unknownModel(_ name: String, _ providers: [Provider]) -> LLMError {
        let hint: String
        if let row = providers.first(where: { $0.id == name }) {
            hint =
                "`\(name)` is a provider; its models are named "
                + "\(name)/\(row.defaultModel ?? "NAME")"
        } else if let suggestion = suggestion(for: name, providers) {
            hint = "did you mean `\(suggestion)`?"
        } else {
            let example = name.contains("/") ? "openrouter" : "ollama"
            let row = providers.first { $0.id == example } ?? providers.first
            hint =
                "write provider/model, as in \(row?.id ?? "openai")/\(name); "
                + "providers are \(providers.map(\.id).joined(separator: ", "))"
        }
        return LLMError(
            .modelNotFound,
            "no provider is known for the model `\(name)`",
            hint: hint
        )
    }

    /// A misspelled provider (`oai/…`), a misspelled beginning of a pattern (`gork-3`), or a name
    /// near one of the catalogue.
    private static func suggestion(for name: String, _ providers: [Provider]) -> String? {
        if let slash = name.firstIndex(of: "/") {
            let first = String(name[..<slash])
            guard let id = nearest(to: first, in: providers.map(\.id)) else {
                return nil
            }
            return id + name[slash...]
        }
        let names = ModelCatalogue.names(of: providers.map(\.id))
        let letters = letters(of: name)
        if let same = names.first(where: { Self.letters(of: $0) == letters }) {
            return offered(same, by: providers)
        }
        for provider in providers where provider.wireFormat != .echo {
            for pattern in provider.modelPatterns where pattern.utf8.count > 3 {
                let stem = pattern.hasSuffix("*") ? String(pattern.dropLast()) : pattern
                guard let length = length(of: stem, misspelledIn: name) else { continue }
                return "\(provider.id)/\(listed(stem + name.dropFirst(length), of: provider))"
            }
        }
        if let meant = nearest(to: name, in: ["echo"]) { return meant }
        guard let meant = nearest(to: name, in: names) else {
            return listedModel(holding: name, providers)
        }
        return offered(meant, by: providers)
    }

    /// A listed name with its provider before it.
    private static func offered(_ name: String, by providers: [Provider]) -> String? {
        let offering = ModelCatalogue.providers(offering: name)
        return providers.first { offering.contains($0.id) }.map { "\($0.id)/\(name)" }
    }

    /// What is left of a name where nobody remembers its dots and hyphens: `gpt55`.
    private static func letters(of name: String) -> [UInt8] {
        name.lowercased().utf8.filter { !"-._:".utf8.contains($0) }
    }

    /// The name itself, or where it is not listed one that holds all of it: `claude-sonnet` has versions.
    private static func listed(_ name: String, of provider: Provider) -> String {
        if ModelCatalogue.model(name, of: provider.id) != nil { return name }
        let near = ModelCatalogue.names(near: name, of: provider.id)
        return near.first { ModelCatalogue.isShort(name, for: $0) } ?? name
    }

    /// A model that goes by a part of its name: `sonnet`.
    private static func listedModel(holding name: String, _ providers: [Provider]) -> String? {
        for provider in providers where !provider.modelPatterns.isEmpty {
            let near = ModelCatalogue.names(near: name, of: provider.id)
            if let meant = near.first { return "\(provider.id)/\(meant)" }
        }
        return nil
    }

    /// How many letters of `name` were meant to be `stem`; nil where none were.
    ///
    /// They end like it, or lack just its hyphen: in `grokk-3` it is six letters, in `grok3` four.
    private static func length(of stem: String, misspelledIn name: String) -> Int? {
        let name = name.lowercased()
        for length in [stem.count, stem.count + 1, stem.count - 1] {
            let beginning = String(name.prefix(length))
            if beginning.last == stem.last, nearest(to: beginning, in: [stem]) != nil {
                return length
            }
        }
        return name.hasPrefix(stem.dropLast()) ? stem.count - 1 : nil
    }
}
