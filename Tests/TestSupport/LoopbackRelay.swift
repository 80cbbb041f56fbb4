#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A port on 127.0.0.1 whose connections are joined with a socket in the file system.
///
/// Some servers cannot be asked for a free port, and any other number may be taken by then. A
/// socket's path is free for sure.
public final class LoopbackRelay: Sendable {
    public let port: Int
    private let listener: Int32

    public init(toSocket path: String) throws {
        (listener, port) = try LoopbackSocket.bound()
        guard listen(listener, 64) == 0 else { throw SystemError("listen") }
        startThread { [listener] in
            while true {
                let client = systemAccept(listener)
                if client < 0 {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    break
                }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                startThread {
                    if let server = LoopbackSocket.connected(toPath: path) {
                        join(client, server)
                        close(server)
                    }
                    close(client)
                }
            }
            close(listener)
        }
    }

    deinit {
        // Its thread closes it: only then is its number free for others.
        shutdown(listener, Int32(SHUT_RDWR))
    }
}

/// Passes bytes on between two sockets, both ways, until both sides have said everything.
func join(_ first: Int32, _ second: Int32) {
    let isOver = Gate()
    startThread {
        pass(from: first, to: second)
        isOver.open()
    }
    pass(from: second, to: first)
    isOver.wait()
}

private func pass(from source: Int32, to target: Int32) {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
        let count = recv(source, &buffer, buffer.count, 0)
        if count < 0, errno == EINTR { continue }
        guard count > 0, sendAll(buffer[..<count], to: target) else { break }
    }
    shutdown(target, Int32(SHUT_WR))
    // What cannot be passed on need not come either.
    shutdown(source, Int32(SHUT_RD))
}

/// False once the other side has gone.
func sendAll(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
    #if canImport(Glibc)
        let noSignal = Int32(MSG_NOSIGNAL)
    #else
        let noSignal: Int32 = 0
    #endif
    var rest = bytes
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, noSignal) }
        if count < 0 {
            if errno == EINTR { continue }
            return false
        }
        rest = rest.dropFirst(count)
    }
    return true
}

func systemAccept(_ listener: Int32) -> Int32 {
    accept(listener, nil, nil)
}
