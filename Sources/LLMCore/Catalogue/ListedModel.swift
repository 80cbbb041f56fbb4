/// A model as its provider lists it; what the list does not tell is nil.
public struct ListedModel: Hashable, Sendable {
    /// The name it is asked by.
    public var id: String
    /// The name for people.
    public var name: String?
    /// Tokens that input and output share.
    public var contextWindow: Int?
    public var maxOutput: Int?
    public var price: ModelPrice?
    /// The day it is switched off, or was.
    public var endDate: CalendarDate?

    public init(
        id: String, name: String? = nil, contextWindow: Int? = nil, maxOutput: Int? = nil,
        price: ModelPrice? = nil, endDate: CalendarDate? = nil
    ) {
        self.id = id
        self.name = name
        self.contextWindow = contextWindow
        self.maxOutput = maxOutput
        self.price = price
        self.endDate = endDate
    }
}

extension ListedModel {
    /// What the catalogue knows of the model, corrected by what its provider says.
    public func info(of providerID: String) -> ModelInfo {
        var info = ModelCatalogue.info(id, of: providerID)
        info.listing = info.listing ?? id
        info.contextWindow = contextWindow ?? info.contextWindow
        info.maxOutput = maxOutput ?? info.maxOutput
        info.price = price ?? info.price
        info.endDate = endDate ?? info.endDate
        return info
    }
}

// MARK: - From JSON

extension ListedModel {
    /// Reads an entry of any provider's list; nil for what has no name.
    ///
    /// The names of the members differ, their meaning does not. A window is the whole one where it
    /// is given, else the longest input (Anthropic, Gemini).
    init?(_ entry: JSONValue) {
        guard let name = entry["id"]?.string ?? entry["name"]?.string else { return nil }
        id = name.hasPrefix("models/") ? String(name.dropFirst(7)) : name
        if id.isEmpty { return nil }
        let title = entry.first(of: ["display_name", "displayName", "name"])?.string
        self.name = title == id || title == name ? nil : title
        contextWindow =
            entry.count(in: [
                "context_length", "context_window", "max_context_length", "max_model_len",
                "max_input_tokens", "inputTokenLimit",
            ]) ?? entry["meta"]?.count(in: ["n_ctx", "n_ctx_train"])
        maxOutput =
            entry["top_provider"]?.count(in: ["max_completion_tokens"])
            ?? entry.count(in: ["max_completion_tokens", "max_tokens", "outputTokenLimit"])
        price = entry["pricing"].flatMap { ModelPrice(listed: $0) }
        endDate = entry.first(of: [
            "deprecation", "expiration_date", "retires_at", "shutdown_date",
        ]).flatMap { CalendarDate(listed: $0) }
    }
}

extension JSONValue {
    fileprivate func first(of keys: [String]) -> JSONValue? {
        for key in keys {
            if let value = self[present: key] { return value }
        }
        return nil
    }

    /// The first of the members that is a number above 0: some lists say 0 for what they do not know.
    fileprivate func count(in keys: [String]) -> Int? {
        for key in keys {
            if let value = self[key]?.int, value > 0 { return value }
        }
        return nil
    }
}

extension CalendarDate {
    /// A day, a moment, or seconds since 1970.
    fileprivate init?(listed value: JSONValue) {
        if let seconds = value.int {
            guard seconds > 0, seconds < 1 << 40 else { return nil }
            self.init(secondsSince1970: seconds)
        } else {
            self.init(String((value.string ?? "").prefix(10)))
        }
    }
}

extension ModelPrice {
    /// OpenRouter's `pricing`: US dollars per token, as decimal strings; -1 where it depends.
    fileprivate init?(listed pricing: JSONValue) {
        guard let rates = Rates(listed: pricing) else { return nil }
        let long = pricing["overrides"]?.array?.first
        self.init(
            rates, above: long?["min_prompt_tokens"]?.int, long.flatMap { Rates(listed: $0) })
    }
}

extension ModelPrice.Rates {
    fileprivate init?(listed pricing: JSONValue) {
        func rate(_ key: String) -> Double? {
            guard let amount = pricing[key]?.amount, amount >= 0, amount < 1 else { return nil }
            return (amount * 1e12).rounded() / 1e6
        }
        guard let input = rate("prompt"), let output = rate("completion") else { return nil }
        self.init(
            input: input, output: output, cacheRead: rate("input_cache_read"),
            cacheWrite: rate("input_cache_write"))
    }
}
