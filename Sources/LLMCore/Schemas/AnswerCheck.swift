/// Whether a reply is the JSON that was asked for, and what to tell the model where it is not.
///
///     switch check.result(of: text) {
///     case .json(let json): …
///     case .problems(let problems):
///         request.messages += check.correction(of: text, problems)   // and ask again
///     }
public struct AnswerCheck: Hashable, Sendable {
    private let schema: JSONSchema

    /// nil for a format that any text has.
    public init?(_ format: ResponseFormat?) {
        switch format {
        case nil, .text: return nil
        case .json: schema = JSONSchema(["type": "object"])
        case .schema(let schema, _): self.schema = JSONSchema(schema)
        }
    }

    /// What is wrong with the schema itself, so that nothing can be held to it.
    public var faults: [JSONSchema.Violation] { schema.faults }

    public enum Result: Equatable, Sendable {
        /// The JSON as the model wrote it, without what stood around it.
        case json(String)
        /// Why the text is not what was asked for, a sentence each.
        case problems([String])
    }

    /// Looks at a whole reply. A code fence around the JSON, and words around the fence, are no
    /// fault of the answer.
    public func result(of text: String) -> Result {
        let text = Self.trimmed(text[...])
        do throws(JSONError) {
            return judged(text, try Self.parse(text))
        } catch {
            guard let inner = FenceSearch.onlyBlock(in: text).map(Self.trimmed) else {
                return .problems([Self.words(for: error, in: text)])
            }
            do throws(JSONError) {
                return judged(inner, try Self.parse(inner))
            } catch {
                return .problems([Self.words(for: error, in: inner)])
            }
        }
    }

    private func judged(_ text: Substring, _ value: JSONValue) -> Result {
        let violations = schema.violations(of: value)
        return violations.isEmpty ? .json(String(text)) : .problems(violations.map(\.description))
    }

    /// What is added to the conversation so that the model answers anew; none of it is to be
    /// written anywhere.
    public func correction(of text: String, _ problems: [String]) -> [Message] {
        let list = problems.map { "- \($0)\n" }.joined()
        let request = Message.user(
            "This answer cannot be used:\n\(list)Give the whole answer again, corrected: JSON "
                + "alone, without a code fence and without any other text.")
        // Providers refuse messages without text.
        return Self.trimmed(text[...]).isEmpty ? [request] : [.assistant(text), request]
    }

    // MARK: Text

    private static func parse(_ text: Substring) throws(JSONError) -> JSONValue {
        try JSONParser.parse(Array(text.utf8))
    }

    private static func words(for error: JSONError, in text: Substring) -> String {
        if text.isEmpty { return "it is empty" }
        let rest = text.utf8.dropFirst(error.offset)
        let near = JSONValue.string(String(decoding: rest.prefix(160), as: UTF8.self).cut(to: 30))
        let place = rest.isEmpty ? "at its end" : "at \(near.excerpt)"
        return "it is not JSON: \(error.message), \(place)"
    }

    private static func trimmed(_ text: Substring) -> Substring {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var bytes = text.utf8
        while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return Substring(bytes)
    }
}
