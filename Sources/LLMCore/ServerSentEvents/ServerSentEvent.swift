/// One event of a `text/event-stream`.
public struct ServerSentEvent: Hashable, Sendable {
    /// Empty where the stream does not name it.
    public var name: String
    /// The data lines joined by line feeds, as they came: JSON readers want bytes.
    public var data: [UInt8]
    /// The last id the stream has given, this event's or an earlier one's.
    public var id: String
    /// False where the stream ended before the blank line that ends an event: it may be cut.
    public var isTerminated: Bool

    public init(name: String = "", data: [UInt8], id: String = "", isTerminated: Bool = true) {
        self.name = name
        self.data = data
        self.id = id
        self.isTerminated = isTerminated
    }
}
