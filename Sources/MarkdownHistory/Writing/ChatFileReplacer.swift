#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Puts a changed text in the place of a file, whole or not at all.
public enum ChatFileReplacer {
    /// Replaces the file's bytes where they are still `original`. A symbolic link stays, the file's
    /// permissions too; a program that is answering the file keeps it.
    public static func replace(
        _ original: [UInt8], with bytes: [UInt8], at path: String
    ) throws(ChatFileError) {
        // Its lock is held to the end.
        let file = try ChatFileAppender(path: path, createsMissing: false)
        guard file.original == original else { throw ChatFileError(path: path, kind: .changed) }
        guard let resolved = realpath(path, nil) else { throw .last(path) }
        defer { free(resolved) }
        let target = String(cString: resolved)
        var status = stat()
        guard stat(target, &status) == 0 else { throw .last(path) }

        let temporary = target + ".chatmd-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last(path) }
        defer { close(descriptor) }
        // Only root may give a file away, and only root's would change hands.
        _ = fchown(descriptor, status.st_uid, status.st_gid)
        guard fchmod(descriptor, status.st_mode & 0o7777) == 0, writeAll(bytes, to: descriptor),
            fsync(descriptor) == 0
        else {
            let error = ChatFileError.last(path)
            unlink(temporary)
            throw error
        }
        do throws(ChatFileError) {
            try file.checkIsOurs()
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, target) == 0 else {
            let error = ChatFileError.last(path)
            unlink(temporary)
            throw error
        }
        file.synchronize()
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
