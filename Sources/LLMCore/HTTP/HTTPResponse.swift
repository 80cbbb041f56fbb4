/// An answer as it came: status, header fields and body.
public struct HTTPResponse: Hashable, Sendable {
    public var head: HTTPResponseHead
    /// Decompressed, otherwise untouched.
    public var body: [UInt8]

    public init(head: HTTPResponseHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}
