#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One client's connection, in the hands of a `LoopbackServer`'s handler.
///
/// Writes give false once the client has gone; what follows may then be skipped.
public final class LoopbackConnection: @unchecked Sendable {
    private let socket: Int32
    private var isReset = false

    /// Whether the connection stays open for a further request when the handler returns.
    public var keepsAlive = false

    init(_ socket: Int32) {
        self.socket = socket
        var yes: Int32 = 1
        setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    // MARK: Raw bytes

    @discardableResult
    public func write(_ bytes: [UInt8]) -> Bool {
        sendAll(bytes[...], to: socket)
    }

    @discardableResult
    public func write(_ text: String) -> Bool {
        write(Array(text.utf8))
    }

    /// Ends the connection with a reset instead of an end of data.
    public func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        isReset = true
    }

    /// Says that nothing more comes, and goes on reading.
    public func closeWriting() {
        shutdown(socket, Int32(SHUT_WR))
    }

    /// Waits until the client has closed its side: the way to see a cancellation.
    public func waitUntilClientLeaves() {
        var byte: UInt8 = 0
        while true {
            let count = recv(socket, &byte, 1, 0)
            if count == 0 || count < 0 && errno != EINTR { return }
        }
    }

    /// Becomes a tunnel to another port of 127.0.0.1, as a proxy does, until both sides are done.
    public func tunnel(toPort port: Int) {
        guard let server = LoopbackSocket.connected(toPort: port) else { return }
        join(socket, server)
        close(server)
    }

    // MARK: Answers

    /// Status line and header fields; with neither a length nor chunks, the end of the connection
    /// ends the body.
    @discardableResult
    public func writeHead(status: Int = 200, headers: [(String, String)]) -> Bool {
        var text = "HTTP/1.1 \(status) Scripted\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        return write(text + "\r\n")
    }

    /// A whole answer with its length.
    @discardableResult
    public func respond(
        status: Int = 200,
        contentType: String = "application/json",
        headers: [(String, String)] = [],
        body: String
    ) -> Bool {
        let fields = [("Content-Type", contentType), ("Content-Length", "\(body.utf8.count)")]
        return writeHead(status: status, headers: fields + headers) && write(body)
    }

    /// The head of a chunked event stream; `writeChunk` and `endChunks` follow.
    @discardableResult
    public func beginEvents(headers: [(String, String)] = []) -> Bool {
        let fields = [("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")]
        return writeHead(headers: fields + headers)
    }

    /// One chunk of a chunked body.
    @discardableResult
    public func writeChunk(_ bytes: [UInt8]) -> Bool {
        if bytes.isEmpty { return true }
        let size = Array("\(String(bytes.count, radix: 16))\r\n".utf8)
        return write(size + bytes + [13, 10])
    }

    @discardableResult
    public func writeChunk(_ text: String) -> Bool {
        writeChunk(Array(text.utf8))
    }

    /// One server-sent event, as a chunk of its own.
    @discardableResult
    public func writeEvent(_ data: String) -> Bool {
        writeChunk("data: \(data)\n\n")
    }

    /// One chat completion chunk that holds `text`, which must need no JSON escape.
    @discardableResult
    public func writeText(_ text: String) -> Bool {
        writeEvent(#"{"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"#)
    }

    @discardableResult
    public func endChunks() -> Bool {
        write("0\r\n\r\n")
    }

    /// A whole streamed reply in that many pieces, with finish reason, usage and `[DONE]`.
    public func respondWithReply(_ pieces: [String], model: String = "scripted") {
        beginEvents()
        for piece in pieces { writeText(piece) }
        writeEvent(
            #"{"id":"reply-1","model":"\#(model)","choices":[{"index":0,"delta":{},"#
                + #""finish_reason":"stop"}]}"#)
        writeEvent(
            #"{"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}"#)
        writeEvent("[DONE]")
        endChunks()
    }

    // MARK: The end

    /// Lets what was written arrive before the socket is closed.
    func finish() {
        if !isReset { shutdown(socket, Int32(SHUT_WR)) }
    }
}
