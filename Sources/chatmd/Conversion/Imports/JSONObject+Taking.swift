import LLMCore

extension JSONObject {
    /// Removes the member of that name and returns its value.
    mutating func take(_ key: String) -> JSONValue? {
        defer { self[key] = nil }
        return self[key]
    }

    /// The same for a text; anything else stays.
    mutating func takeText(_ key: String) -> String? {
        guard let text = self[key]?.string else { return nil }
        self[key] = nil
        return text
    }
}

extension JSONValue {
    /// Whether it says no more than its absence would.
    var isNothing: Bool {
        isNull || array?.isEmpty == true || object?.isEmpty == true
    }
}
