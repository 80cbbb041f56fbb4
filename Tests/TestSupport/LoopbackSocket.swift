#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A port on 127.0.0.1 behind which nobody answers.
///
/// Bound only, it refuses connections, and nobody else can get its number meanwhile. Listening, it
/// takes them and stays silent for ever: the system completes a connection before anyone accepts.
public final class LoopbackSocket: Sendable {
    public let port: Int
    private let socket: Int32

    public init(isListening: Bool) throws {
        (socket, port) = try Self.bound()
        if isListening, listen(socket, 16) != 0 { throw SystemError("listen") }
    }

    deinit {
        close(socket)
    }

    /// Waits for the next client, who then hears nothing; false if none comes.
    public func waitForClient() -> Bool {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 60_000) == 1
    }

    /// A new socket on a port that the system chooses, closed in children.
    static func bound() throws -> (socket: Int32, port: Int) {
        #if canImport(Glibc)
            let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw SystemError("socket") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(descriptor, generic, length) == 0 else { return Int32(-1) }
                return getsockname(descriptor, generic, &length)
            }
        }
        guard code == 0 else {
            close(descriptor)
            throw SystemError("bind")
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A connection to a port on 127.0.0.1; nil where nobody listens.
    static func connected(toPort port: Int) -> Int32? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return connected(to: &address, AF_INET)
    }

    /// A connection to a socket in the file system; nil where nobody listens.
    static func connected(toPath path: String) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return connected(to: &address, AF_UNIX)
    }

    private static func connected<Address>(to address: inout Address, _ family: Int32) -> Int32? {
        #if canImport(Glibc)
            let descriptor = Glibc.socket(family, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = Darwin.socket(family, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                connect(descriptor, generic, socklen_t(MemoryLayout<Address>.size))
            }
        }
        if code == 0 { return descriptor }
        close(descriptor)
        return nil
    }
}
