#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Cuts bytes, in whatever pieces they come, into server-sent events.
///
/// Follows the event stream grammar of the WHATWG HTML standard, section 9.2: lines end in LF,
/// CRLF or CR, a byte order mark at the start is skipped, lines that begin with a colon are
/// comments. `retry` fields are ignored: nobody reconnects to a reply. Each byte is looked at a
/// fixed number of times, however the pieces fall.
public struct ServerSentEventParser {
    /// The most bytes one event may have.
    public static let maximumEventSize = 64 << 20

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var name = ""
    private var id = ""
    private var isAtStart = true
    /// The last byte was a CR: an LF that comes next belongs to it.
    private var endedInReturn = false

    public init() {}

    /// The events that `bytes` complete.
    public mutating func consume(_ bytes: ArraySlice<UInt8>) throws(LLMError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        let isSmallEnough = bytes.withUnsafeBufferPointer { consume($0, into: &events) }
        if !isSmallEnough {
            throw LLMError(.protocol, "an event of the stream is larger than 64 MB")
        }
        return events
    }

    public mutating func consume(_ bytes: [UInt8]) throws(LLMError) -> [ServerSentEvent] {
        try consume(bytes[...])
    }

    /// The event that the end of the stream leaves open; one without its blank line counts too.
    public mutating func finish() -> ServerSentEvent? {
        if !line.isEmpty {
            let last = line
            line = []
            _ = last.withUnsafeBufferPointer { endLine($0) }
        }
        var event = dispatch()
        event?.isTerminated = false
        return event
    }

    // MARK: Lines

    private mutating func consume(
        _ bytes: UnsafeBufferPointer<UInt8>,
        into events: inout [ServerSentEvent]
    ) -> Bool {
        var start = 0
        if endedInReturn, let first = bytes.first {
            endedInReturn = false
            if first == UInt8(ascii: "\n") { start = 1 }
        }
        // Both searches remember what they found, so that neither crosses a byte twice.
        var nextFeed = Self.find(UInt8(ascii: "\n"), in: bytes, from: start)
        var nextReturn = Self.find(UInt8(ascii: "\r"), in: bytes, from: start)
        while start < bytes.count {
            if nextFeed < start { nextFeed = Self.find(UInt8(ascii: "\n"), in: bytes, from: start) }
            if nextReturn < start {
                nextReturn = Self.find(UInt8(ascii: "\r"), in: bytes, from: start)
            }
            let end = min(nextFeed, nextReturn)
            if line.count + data.count + end - start > Self.maximumEventSize { return false }

            let piece = UnsafeBufferPointer(rebasing: bytes[start..<end])
            if end == bytes.count {
                line.append(contentsOf: piece)
                break
            }
            if let event = finishLine(piece) { events.append(event) }
            start = end + 1
            if end == nextReturn {
                if start == bytes.count {
                    endedInReturn = true
                } else if bytes[start] == UInt8(ascii: "\n") {
                    start += 1
                }
            }
        }
        return true
    }

    /// The position of `byte`, or the end.
    private static func find(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int)
        -> Int
    {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(byte), bytes.count - start)
        else { return bytes.count }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private mutating func finishLine(_ piece: UnsafeBufferPointer<UInt8>) -> ServerSentEvent? {
        if line.isEmpty { return endLine(piece) }
        line.append(contentsOf: piece)
        var whole: [UInt8] = []
        swap(&whole, &line)
        let event = whole.withUnsafeBufferPointer { endLine($0) }
        whole.removeAll(keepingCapacity: true)
        line = whole
        return event
    }

    private mutating func endLine(_ bytes: UnsafeBufferPointer<UInt8>) -> ServerSentEvent? {
        var bytes = bytes
        if isAtStart {
            isAtStart = false
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
                bytes = UnsafeBufferPointer(rebasing: bytes[3...])
            }
        }
        if bytes.isEmpty { return dispatch() }

        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
        var valueStart = min(colon + 1, bytes.count)
        if valueStart < bytes.count, bytes[valueStart] == UInt8(ascii: " ") { valueStart += 1 }
        let value = bytes[valueStart...]
        switch String(
            decoding: UnsafeBufferPointer(rebasing: bytes[..<min(colon, 8)]), as: UTF8.self)
        {
        case "data":
            if hasData { data.append(UInt8(ascii: "\n")) }
            data.append(contentsOf: value)
            hasData = true
        case "event":
            name = String(decoding: value, as: UTF8.self)
        case "id" where !value.contains(0):
            id = String(decoding: value, as: UTF8.self)
        default:
            break
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data = []
            hasData = false
            name = ""
        }
        return hasData ? ServerSentEvent(name: name, data: data, id: id) : nil
    }
}
