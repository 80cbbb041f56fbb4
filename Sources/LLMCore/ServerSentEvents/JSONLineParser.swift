/// Cuts bytes, in whatever pieces they come, into the lines of NDJSON.
///
/// Each line that is not blank becomes an event without a name, so that a decoder reads streams of
/// both kinds alike.
struct JSONLineParser {
    private var line: [UInt8] = []

    /// The lines that `bytes` complete.
    mutating func consume(_ bytes: ArraySlice<UInt8>) throws(LLMError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line += rest[..<end]
            rest = rest[(end + 1)...]
            if let event = take(isTerminated: true) { events.append(event) }
        }
        line += rest
        if line.count > ServerSentEventParser.maximumEventSize {
            throw LLMError(.protocol, "a line of the stream is larger than 64 MB")
        }
        return events
    }

    /// The line that the end of the stream leaves open.
    mutating func finish() -> ServerSentEvent? {
        take(isTerminated: false)
    }

    private mutating func take(isTerminated: Bool) -> ServerSentEvent? {
        defer { line = [] }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return nil }
        return ServerSentEvent(data: line, isTerminated: isTerminated)
    }
}
