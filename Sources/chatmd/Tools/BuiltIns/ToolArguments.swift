import LLMCore

/// The arguments of a call. They fit the tool's schema by now, but for what a schema does not say.
extension JSONValue {
    /// nil where it is not given.
    func text(_ name: String) throws(ToolError) -> String? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let text = value.string else { throw ToolError("`\(name)` must be a string") }
        return text
    }

    func requiredText(_ name: String) throws(ToolError) -> String {
        guard let text = try text(name), !text.isEmpty else {
            throw ToolError("`\(name)` is missing")
        }
        return text
    }

    /// A line number or the like, from 1; nil where it is not given.
    func count(_ name: String) throws(ToolError) -> Int? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let count = value.int, count >= 1 else {
            throw ToolError("`\(name)` must be a whole number from 1 on")
        }
        return count
    }
}
