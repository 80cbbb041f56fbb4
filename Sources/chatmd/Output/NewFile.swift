#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes files that were not there before; nothing is ever overwritten.
enum NewFile {
    static func write(
        _ bytes: [UInt8], to path: String, mode: mode_t = 0o666
    ) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        do throws(Failure) {
            try StandardStream(descriptor: descriptor).write(bytes)
        } catch {
            // Half a conversation would read as a whole one.
            unlink(path)
            throw Failure(.io, error.message, path: path)
        }
    }

    /// Makes the folder where there is none.
    static func makeFolder(_ path: String, mode: mode_t = 0o777) throws(Failure) {
        if mkdir(path, mode) == 0 { return }
        let code = errno
        if isFolder(path) { return }
        if code == EEXIST { throw Failure(.io, "this is no folder", path: path) }
        errno = code
        throw failure(path)
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func exists(_ path: String) -> Failure {
        Failure(
            .io, "there is such a file already, and it is never overwritten",
            hint: "choose another name, or move the file away", path: path
        )
    }

    /// What the last system call says of the path.
    static func failure(_ path: String) -> Failure {
        if errno == EEXIST { return exists(path) }
        let reason = String(cString: strerror(errno))
        let hint = errno == ENOENT ? "the folder has to exist" : nil
        return Failure(
            .io, reason.prefix(1).lowercased() + reason.dropFirst(), hint: hint, path: path)
    }
}
