import LLMCore

/// Models as lines of a table, or as JSON.
enum ModelTable {
    static func text(_ models: [ModelInfo], _ aliases: [NamedModels.Alias] = []) -> String {
        var table = TextTable([
            ("MODEL", .left), ("CONTEXT", .right), ("OUTPUT", .right), ("$ IN", .right),
            ("$ OUT", .right), ("ABILITIES", .left), ("ENDS", .left),
        ])
        for model in models {
            table.append([
                "\(model.provider)/\(model.id)",
                model.contextWindow.map { size($0) } ?? "",
                model.maxOutput.map { size($0) } ?? "",
                model.price.map { amount($0.rates.input) } ?? "",
                model.price.map { amount($0.rates.output) } ?? "",
                ([mode(model)].compactMap(\.self) + abilities(model)).joined(separator: " "),
                model.endDate.map(\.description) ?? "",
            ])
        }
        let text = models.isEmpty ? "" : table.text
        if aliases.isEmpty { return text }
        var names = TextTable([("ALIAS", .left), ("MODEL", .left)])
        for alias in aliases { names.append([alias.name, alias.model]) }
        return text + (text.isEmpty ? "" : "\n") + names.text
    }

    static func json(
        _ models: [ModelInfo], of providers: [Provider], _ aliases: [NamedModels.Alias] = []
    ) -> JSONValue {
        var json = JSONObject([
            (
                "models",
                .array(
                    models.map { model in
                        let provider = providers.first { $0.id == model.provider }
                        return .object(Self.json(model, of: provider))
                    })
            )
        ])
        if !aliases.isEmpty {
            json["aliases"] = .array(
                aliases.map { ["name": .string($0.name), "model": .string($0.model)] })
        }
        return .object(json)
    }

    /// `1M`, `272k`, `512`: thousands are cut, as providers speak of them.
    static func size(_ tokens: Int) -> String {
        if tokens >= 1_000_000, tokens % 1_000_000 == 0 { return "\(tokens / 1_000_000)M" }
        return tokens >= 1000 ? "\(tokens / 1000)k" : "\(tokens)"
    }

    /// The price without its sign, which stands in the heading.
    private static func amount(_ rate: Double) -> String {
        rate == 0 ? "free" : String(Dollars.text(ofPrice: rate).dropFirst())
    }

    /// What a chat cannot be had with, in a word.
    private static func mode(_ model: ModelInfo) -> String? {
        model.mode == .embedding || model.mode == .completion ? model.mode.rawValue : nil
    }

    /// What the model is known to do, in words for people.
    static func abilities(_ model: ModelInfo) -> [String] {
        words.filter { model.abilities.contains($0.ability) }.map(\.word)
    }

    private static let words: [(ability: ModelAbilities, word: String)] = [
        (.vision, "images"), (.pdf, "pdf"), (.audioInput, "audio"), (.tools, "tools"),
        (.responseSchema, "schema"), (.reasoning, "reasoning"), (.webSearch, "web"),
    ]
}

// MARK: - JSON

extension ModelTable {
    /// What is known about one model; members that are not known are left out.
    static func json(_ model: ModelInfo, of provider: Provider?) -> JSONObject {
        var json = JSONObject([
            ("provider", .string(model.provider)),
            ("id", .string(model.id)),
            ("listed", .bool(model.listing != nil)),
            ("mode", .string(model.mode.rawValue)),
        ])
        json["context_window"] = model.contextWindow.map { JSONValue($0) }
        json["max_input_tokens"] = model.maxInput.map { JSONValue($0) }
        json["max_output_tokens"] = model.maxOutput.map { JSONValue($0) }
        json["usd_per_million_tokens"] = model.price.map { price in
            var rates = self.rates(price.rates)
            rates["above"] = price.longContext.map { long in
                var above = JSONObject([("input_tokens", JSONValue(long.threshold))])
                for member in self.rates(long.rates).members {
                    above.append(member.key, member.value)
                }
                return .object(above)
            }
            return .object(rates)
        }
        json["abilities"] = .array(names(of: model.abilities))
        if !model.lacks.isEmpty { json["lacks"] = .array(names(of: model.lacks)) }
        json["thinking"] = model.thinking.map { .string($0.rawValue) }
        if !model.efforts.isEmpty {
            json["reasoning_efforts"] = .array(model.efforts.map { .string($0.rawValue) })
        }
        json["refuses"] = .array(
            model.refusedParameters(at: provider).map { .string($0.rawValue) }
        )
        json["ends"] = model.endDate.map { .string($0.description) }
        return json
    }

    private static func rates(_ rates: ModelPrice.Rates) -> JSONObject {
        var json = JSONObject([
            ("input", JSONValue(rates.input)), ("output", JSONValue(rates.output)),
        ])
        json["cache_read"] = rates.cacheRead.map { JSONValue($0) }
        json["cache_write"] = rates.cacheWrite.map { JSONValue($0) }
        return json
    }

    private static func names(of abilities: ModelAbilities) -> [JSONValue] {
        names.filter { abilities.contains($0.ability) }.map { .string($0.name) }
    }

    private static let names: [(ability: ModelAbilities, name: String)] = [
        (.vision, "vision"), (.pdf, "pdf"), (.audioInput, "audio_input"), (.tools, "tools"),
        (.parallelTools, "parallel_tools"), (.responseSchema, "response_schema"),
        (.webSearch, "web_search"), (.promptCaching, "prompt_caching"), (.prefill, "prefill"),
        (.reasoning, "reasoning"), (.alwaysThinks, "always_thinks"), (.sampling, "sampling"),
        (.systemMessages, "system_messages"),
    ]
}

extension ModelInfo {
    /// The settings that the model does not take, or that cannot be said in its provider's protocol.
    func refusedParameters(at provider: Provider?) -> [Parameter] {
        Parameter.allCases.filter { parameter in
            if refuses(parameter) != nil { return true }
            return provider?.refusal(of: parameter) != nil
        }
    }
}
