#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real HTTP server on 127.0.0.1 whose answers are scripted down to the byte.
///
///     let server = try LoopbackServer { request, connection in
///         connection.respond(status: 429, headers: [("Retry-After", "7")], body: "{}")
///     }
///     … ask server.baseURL …
///     #expect(server.requests[0].body == …)
///
/// The handler runs on a thread of its own for each connection. When it returns the connection is
/// closed, or kept for the next request if it set `connection.keepsAlive`.
public final class LoopbackServer: Sendable {
    public struct Request: Sendable {
        public var method: String
        public var path: String
        /// In the order they came.
        public var headers: [(name: String, value: String)]
        public var body: [UInt8]

        /// The first field of that name, without regard to case.
        public subscript(header: String) -> String? {
            headers.first { $0.name.lowercased() == header.lowercased() }?.value
        }

        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    public typealias Handler = @Sendable (Request, LoopbackConnection) -> Void

    public let port: Int
    private let listener: Int32
    private let state: Locked<State>

    private struct State {
        var requests: [Request] = []
        var sockets: Set<Int32> = []
        var connections = 0
        var isStopped = false
    }

    public init(_ handler: @escaping Handler) throws {
        (listener, port) = try LoopbackSocket.bound()
        guard listen(listener, 64) == 0 else { throw SystemError("listen") }
        state = Locked(State())
        startThread { [listener, state] in Self.accept(on: listener, state, handler) }
    }

    deinit {
        stop()
    }

    /// As it goes into a provider row: scheme, address and port, then `/v1`.
    public var baseURL: String { "http://127.0.0.1:\(port)/v1" }

    /// Every request that has come in whole, oldest first.
    public var requests: [Request] { state.with { $0.requests } }

    /// How many connections have been made, whether or not a request came over them.
    public var connectionCount: Int { state.with { $0.connections } }

    /// Waits for that many requests; false if they do not come.
    @discardableResult
    public func waitForRequests(_ count: Int) -> Bool {
        state.wait { $0.requests.count >= count }
    }

    /// Refuses further connections and ends the open ones.
    public func stop() {
        let sockets = state.with { state -> Set<Int32>? in
            if state.isStopped { return nil }
            state.isStopped = true
            return state.sockets
        }
        guard let sockets else { return }
        // The socket is closed by its own thread: only then is its number free for others.
        shutdown(listener, Int32(SHUT_RDWR))
        for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    // MARK: Threads

    private static func accept(
        on listener: Int32, _ state: Locked<State>, _ handler: @escaping Handler
    ) {
        while true {
            let socket = systemAccept(listener)
            if socket < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                break
            }
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            let isWelcome = state.with { state in
                state.connections += 1
                if !state.isStopped { state.sockets.insert(socket) }
                return !state.isStopped
            }
            if !isWelcome {
                close(socket)
                break
            }
            startThread {
                serve(socket, state, handler)
                state.with { _ = $0.sockets.remove(socket) }
                close(socket)
            }
        }
        close(listener)
    }

    private static func serve(_ socket: Int32, _ state: Locked<State>, _ handler: Handler) {
        let connection = LoopbackConnection(socket)
        var reader = RequestReader(socket)
        while let request = reader.next() {
            connection.keepsAlive = false
            state.with { $0.requests.append(request) }
            handler(request, connection)
            if !connection.keepsAlive { break }
        }
        connection.finish()
    }
}

/// A failed system call.
public struct SystemError: Error, CustomStringConvertible {
    public let description: String

    public init(_ call: String) {
        description = "\(call): \(String(cString: strerror(errno)))"
    }
}

/// Cuts requests out of the bytes of one connection.
private struct RequestReader {
    private let socket: Int32
    private var bytes: [UInt8] = []

    init(_ socket: Int32) {
        self.socket = socket
    }

    /// The next whole request; nil when the client has gone.
    mutating func next() -> LoopbackServer.Request? {
        var end = Self.headEnd(in: bytes)
        while end == nil {
            guard receive() else { return nil }
            // A TLS handshake, say: as other servers do, this one answers it in HTTP.
            guard let first = bytes.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
            else {
                let answer = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)
                _ = sendAll(answer[...], to: socket)
                return nil
            }
            end = Self.headEnd(in: bytes)
        }
        let lines = String(decoding: bytes[..<end!], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count == 3 else { return nil }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let value = line[colon...].dropFirst().drop { $0 == " " }
            return (name: String(line[..<colon]), value: String(value))
        }
        var request = LoopbackServer.Request(
            method: String(words[0]), path: String(words[1]), headers: headers, body: [])
        let length = request["content-length"].flatMap { Int($0) } ?? 0
        bytes.removeFirst(end! + 4)
        while bytes.count < length {
            guard receive() else { return nil }
        }
        request.body = Array(bytes[..<length])
        bytes.removeFirst(length)
        return request
    }

    private static func headEnd(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
    }

    private mutating func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count > 0 {
                bytes += buffer[..<count]
                return true
            }
            if count == 0 || errno != EINTR { return false }
        }
    }
}
