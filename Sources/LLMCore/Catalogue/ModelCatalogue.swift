import Spelling

/// What is known about models without asking anybody: limits, prices, abilities.
///
/// The data is text inside of the binary, searched where it lies: looking one model up reads a dozen
/// lines and allocates for one. A model that is not listed can be used all the same.
public enum ModelCatalogue {
    /// The model of that name at a provider; nil where it is not listed.
    ///
    /// A name with a date or `latest` at its end (`-20251001`, `-2025-08-07`, `-latest`, `:latest`) that
    /// is not listed itself is the model without it, and `ft:gpt-4o:…` is the tuned `ft:gpt-4o`.
    public static func model(_ name: String, of providerID: String) -> ModelInfo? {
        let provider = Array(providerID.utf8)
        for spelling in spellings(of: name) {
            for line in lines(named: spelling) where line.isProvider(provider) {
                return ModelInfo(line, askedFor: name)
            }
        }
        return nil
    }

    /// What is known about a model: what is listed, or else what its name tells.
    public static func info(_ name: String, of providerID: String) -> ModelInfo {
        model(name, of: providerID) ?? ModelInfo(unlisted: name, of: providerID)
    }

    /// The ids of the providers that offer a model of that name.
    public static func providers(offering name: String) -> [String] {
        for spelling in spellings(of: name) {
            let found = lines(named: spelling).map(\.provider)
            if !found.isEmpty { return found }
        }
        return []
    }

    /// All models of a provider, sorted by name.
    public static func models(of providerID: String) -> [ModelInfo] {
        let id = Array(providerID.utf8)
        return select { $0.isProvider(id) }.map { ModelInfo($0, askedFor: nil) }
    }

    /// The models of these providers whose `provider/name` holds `text`, in whichever case.
    public static func search(_ text: String, of providerIDs: [String]) -> [ModelInfo] {
        let wanted = text.lowercased()
        return select { line in
            let provider = line.provider
            return providerIDs.contains(provider)
                && "\(provider)/\(line.name)".lowercased().mentions(wanted)
        }.map { ModelInfo($0, askedFor: nil) }
    }

    /// The models of a provider that a name may have been meant for, the likeliest first; at most
    /// three, and never the name itself.
    ///
    /// Those that begin like it, then the one with a slip of the finger between, or else those that
    /// hold all its parts; without a date in their names, the newest first.
    public static func names(near name: String, of providerID: String) -> [String] {
        guard (3...64).contains(name.utf8.count) else { return [] }
        let all = names(of: [providerID]).filter { $0 != name }
        let written = name.lowercased()
        let undated = all.reversed().filter { withoutVersion($0) == nil }
        var found = undated.filter { $0.lowercased().hasPrefix(written) }
        if let slip = nearest(to: name, in: all), !found.contains(slip) { found.append(slip) }
        if found.isEmpty { found = undated.filter { isShort(name, for: $0) } }
        return Array(found.prefix(3))
    }

    /// Whether each part of a name begins one of the other's: `gemini-flash` of `gemini-3.8-flash`.
    static func isShort(_ name: String, for other: String) -> Bool {
        func parts(_ name: String) -> [Substring] {
            name.split { "-/:".contains($0) }
        }
        let others = parts(other.lowercased())
        return parts(name.lowercased()).allSatisfy { part in
            others.contains { $0.hasPrefix(part) }
        }
    }

    /// The names of all models of these providers.
    static func names(of providerIDs: [String]) -> [String] {
        select { providerIDs.contains($0.provider) }.map(\.name)
    }
}

// MARK: - Reading

extension ModelCatalogue {
    private static var text: UnsafeBufferPointer<UInt8> {
        let lines = ModelCatalogueData.lines
        return UnsafeBufferPointer(start: lines.utf8Start, count: lines.utf8CodeUnitCount)
    }

    private static func select(_ isWanted: (CatalogueLine) -> Bool) -> [CatalogueLine] {
        let text = text
        var found: [CatalogueLine] = []
        var start = 0
        while start < text.count {
            let line = CatalogueLine(at: start, in: text)
            if isWanted(line) { found.append(line) }
            start += line.length + 1
        }
        return found
    }

    private static func lines(named name: String) -> [CatalogueLine] {
        let text = text
        let name = Array(name.utf8)
        var start = firstLine(notBefore: name)
        var found: [CatalogueLine] = []
        while start < text.count {
            let line = CatalogueLine(at: start, in: text)
            guard line.isNamed(name) else { break }
            found.append(line)
            start += line.length + 1
        }
        return found
    }

    /// Where the first line begins whose name is not less than that one.
    private static func firstLine(notBefore name: [UInt8]) -> Int {
        let text = text
        var low = 0
        var high = text.count
        while low < high {
            var middle = low + (high - low) / 2
            while middle > low, text[middle - 1] != UInt8(ascii: "\n") { middle -= 1 }
            let line = CatalogueLine(at: middle, in: text)
            if line.precedes(name) { low = middle + line.length + 1 } else { high = middle }
        }
        return low
    }
}

// MARK: - Names

extension ModelCatalogue {
    /// The names to look for, in that order.
    static func spellings(of name: String) -> [String] {
        if name.hasPrefix("ft:") {
            let parts = name.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count > 2 ? [name, "ft:\(parts[1])"] : [name]
        }
        return [name] + (withoutVersion(name).map { [$0] } ?? [])
    }

    private static func withoutVersion(_ name: String) -> String? {
        for suffix in ["-latest", ":latest"] where name.hasSuffix(suffix) {
            return String(name.dropLast(suffix.count))
        }
        for pattern in ["-00000000", "-0000-00-00"] {
            let ending = name.utf8.suffix(pattern.utf8.count)
            let shape = ending.map { (48...57).contains($0) ? UInt8(ascii: "0") : $0 }
            if shape == Array(pattern.utf8) { return String(name.dropLast(pattern.utf8.count)) }
        }
        return nil
    }
}
