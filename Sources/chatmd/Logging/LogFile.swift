#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A log that several processes append to, each line with one write.
///
/// Nobody else may read it. What has grown to 10 MB becomes `NAME.1`; there are three of those.
final class LogFile {
    static let maximumSize = 10 << 20
    static let maximumCount = 3

    private let path: String
    private var descriptor: Int32

    /// Opens the file, or makes it with the folders on the way to it.
    init(_ path: String) throws(Failure) {
        self.path = path
        try PrivateFolder.makeParents(of: path)
        descriptor = try Self.open(path)
    }

    deinit {
        systemClose(descriptor)
    }

    func append(_ line: String) throws(Failure) {
        let bytes = Array("\(line)\n".utf8)
        try followRotation()
        try rotate(beforeAdding: bytes.count)
        var count = -1
        repeat {
            count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        } while count < 0 && errno == EINTR
        if count < 0 { throw NewFile.failure(path) }
        if count < bytes.count {
            throw Failure(.io, "only a part of a line could be written", path: path)
        }
    }

    // MARK: Opening

    private static func open(_ path: String) throws(Failure) -> Int32 {
        // Without O_NONBLOCK a pipe would be waited for.
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let descriptor = systemOpen(path, flags, 0o600)
        guard descriptor >= 0 else {
            if errno == ELOOP { throw refusal(path, "a symbolic link") }
            if errno == ENXIO { throw refusal(path, "no regular file") }
            throw NewFile.failure(path)
        }
        do throws(Failure) {
            try check(descriptor, path)
            return descriptor
        } catch {
            systemClose(descriptor)
            throw error
        }
    }

    private static func check(_ descriptor: Int32, _ path: String) throws(Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw NewFile.failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw refusal(path, "no regular file") }
        guard status.st_uid == geteuid() else { throw refusal(path, "somebody else's") }
        if status.st_mode & 0o177 != 0, fchmod(descriptor, 0o600) != 0 {
            throw NewFile.failure(path)
        }
    }

    private static func refusal(_ path: String, _ what: String) -> Failure {
        Failure(
            .io, "this is \(what), and no log is written there", hint: "name another file",
            path: path)
    }

    // MARK: Rotation

    /// Another process may have moved the file away since.
    private func followRotation() throws(Failure) {
        var opened = stat()
        var named = stat()
        guard fstat(descriptor, &opened) == 0 else { throw NewFile.failure(path) }
        if lstat(path, &named) == 0, named.st_ino == opened.st_ino, named.st_dev == opened.st_dev {
            return
        }
        try reopen()
    }

    private func rotate(beforeAdding count: Int) throws(Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw NewFile.failure(path) }
        guard status.st_size > 0, Int(status.st_size) + count > Self.maximumSize else { return }
        // Whoever holds the lock is doing it, and the line goes to the end of the old file.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        var named = stat()
        guard lstat(path, &named) == 0, named.st_ino == status.st_ino else { return try reopen() }
        for number in stride(from: Self.maximumCount - 1, through: 1, by: -1) {
            rename("\(path).\(number)", "\(path).\(number + 1)")
        }
        guard rename(path, "\(path).1") == 0 else { throw NewFile.failure(path) }
        try reopen()
    }

    private func reopen() throws(Failure) {
        let next = try Self.open(path)
        systemClose(descriptor)
        descriptor = next
    }
}
