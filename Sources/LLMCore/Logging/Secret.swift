/// A key: text that shows as `[redacted]` wherever it is printed, logged or dumped.
///
/// Only the code that writes the request's header reads `value`.
public struct Secret: Sendable, Equatable {
    let value: String

    /// One trailing newline is stripped, as `echo key > file` leaves one; any other control
    /// character would break the header it ends up in, and is refused.
    public init(_ text: String) throws(LLMError) {
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "\n") {
            bytes.removeLast()
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        }
        if bytes.isEmpty {
            throw LLMError(.authentication, "the key is empty")
        }
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw LLMError(.authentication, "the key holds a control character")
        }
        value = String(decoding: bytes, as: UTF8.self)
    }

    /// `text` with every occurrence of the key replaced: some providers repeat a refused key.
    ///
    /// Its first twelve bytes are taken for the key as well: what is quoted may have been cut. Keys
    /// shorter than six bytes are left alone, they would tear holes into ordinary words.
    func redacted(in text: String) -> String {
        let source = Array(text.utf8)
        let result = redacted(in: source)
        return result == source ? text : String(decoding: result, as: UTF8.self)
    }

    func redacted(in source: [UInt8]) -> [UInt8] {
        let key = Array(value.utf8)
        let least = min(key.count, 12)
        guard key.count >= 6, source.count >= least else { return source }
        var result: [UInt8] = []
        var position = 0
        while position < source.count {
            let same = zip(source[position...], key).prefix { $0 == $1 }.count
            if same >= least {
                result += description.utf8
                position += same
            } else {
                result.append(source[position])
                position += 1
            }
        }
        return result
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[redacted]" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
