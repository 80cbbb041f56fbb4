/// A key: text that shows as `[redacted]` wherever it is printed, logged or dumped.
///
/// Only the code that writes the request's header reads `value`.
public struct Secret: Sendable, Equatable {
    let value: String

    /// One trailing newline is stripped, as `echo key > file` leaves one. Any other control
    /// character would break the header it ends up in, and is refused; so are invisible ones, which
    /// come with a key that was copied from a web page.
    public init(_ text: String) throws(LLMError) {
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "\n") {
            bytes.removeLast()
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        }
        if bytes.allSatisfy({ $0 == 0x20 }) {
            throw LLMError(.authentication, "the key is empty")
        }
        value = String(decoding: bytes, as: UTF8.self)
        if value.unicodeScalars.contains(where: \.isUnseen) {
            throw LLMError(.authentication, "the key holds a control character")
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What stands wherever a key was.
    public static let replacement = "[redacted]"

    public var description: String { Self.replacement }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Unicode.Scalar {
    /// Whether it is a control character, C1 included, or shows nothing, as U+200B.
    fileprivate var isUnseen: Bool {
        properties.generalCategory == .control || properties.generalCategory == .format
    }
}
