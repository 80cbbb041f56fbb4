#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads whole files.
public enum FileContents {
    public static func exists(at path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The bytes of a file, pipe or device up to its end.
    public static func bytes(at path: String) throws(ChatFileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last(path) }
        defer { close(descriptor) }
        return try bytes(from: descriptor, path: path)
    }

    /// The bytes that an open descriptor gives up to its end; `path` names it in errors.
    public static func bytes(
        from descriptor: Int32, path: String
    ) throws(ChatFileError) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw ChatFileError(path: path, kind: .notARegularFile("a directory"))
        }
        // One byte more than a file's size, so that its end is seen without growing.
        var room = max(Int(status.st_size), 16 << 10) + 1
        var bytes: [UInt8] = []
        while true {
            var count = 0
            bytes.reserveCapacity(bytes.count + room)
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                count = read(descriptor, buffer.baseAddress, buffer.count)
                filled = max(count, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last(path) }
            if count == 0 { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            room = max(room / 2, 16 << 10)
            guard bytes.count <= SourceText.maximumSize + 1 else { return bytes }
        }
    }
}
