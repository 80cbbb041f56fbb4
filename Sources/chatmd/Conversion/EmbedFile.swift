#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Opens and reads a file that may be embedded.
///
/// Its place was decided by name. So that nobody swaps a link in between, the way down from the root
/// is walked folder by folder, and a link on it is an error. Only regular files are opened: a FIFO
/// would block, a device may do anything.
struct EmbedFile: ~Copyable {
    private let descriptor: Int32
    private let name: String
    let size: Int

    /// - Parameter name: the path as the conversation has it, for errors.
    init(at place: EmbedRoots.Place, name: String) throws(EmbedError) {
        let parts = place.path.split(separator: "/").map(String.init)
        var folder = open(place.root, Self.folderFlags)
        guard folder >= 0 else { throw EmbedError(errno: errno, path: name) }
        defer { close(folder) }
        for part in parts.dropLast() {
            let next = openat(folder, part, Self.folderFlags | O_NOFOLLOW)
            guard next >= 0 else { throw EmbedError(errno: errno, path: name) }
            close(folder)
            folder = next
        }
        let last = parts.last ?? "."
        var named = stat()
        guard fstatat(folder, last, &named, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw EmbedError(errno: errno, path: name)
        }
        try Self.checkKind(named, name)
        let file = openat(folder, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else { throw EmbedError(errno: errno, path: name) }
        var opened = stat()
        guard fstat(file, &opened) == 0, opened.st_mode & S_IFMT == S_IFREG,
            opened.st_dev == named.st_dev, opened.st_ino == named.st_ino
        else {
            close(file)
            throw EmbedError("`\(name)` was replaced while it was opened", hint: "run it again")
        }
        descriptor = file
        self.name = name
        size = Int(opened.st_size)
    }

    deinit { close(descriptor) }

    private static var folderFlags: Int32 {
        #if os(Linux)
            // O_PATH, which the module map hides: a folder to pass through need not be readable.
            0o10000000 | O_DIRECTORY | O_CLOEXEC
        #else
            O_RDONLY | O_DIRECTORY | O_CLOEXEC
        #endif
    }

    private static func checkKind(_ status: stat, _ name: String) throws(EmbedError) {
        let what: String
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: what = "a folder"
        case S_IFIFO: what = "a pipe"
        case S_IFSOCK: what = "a socket"
        case S_IFCHR, S_IFBLK: what = "a device"
        default: what = "a symbolic link"
        }
        throw EmbedError("`\(name)` is \(what), not a file")
    }

    /// The first bytes; without a number enough to tell the kind.
    func beginning(_ count: Int = EmbedKind.signatureLength) throws(EmbedError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw EmbedError(errno: errno, path: name) }
        return Array(bytes.prefix(count))
    }

    /// All bytes; nil where there are more than `limit`.
    func contents(limit: Int) throws(EmbedError) -> [UInt8]? {
        guard size <= limit else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 1)
        while true {
            var count = 0
            let room = min(max(size - bytes.count, 0) + 4096, 1 << 20)
            let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                count = read(descriptor, buffer.baseAddress, buffer.count)
                filled = max(count, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw EmbedError(errno: errno, path: name) }
            if count == 0 { return bytes }
            bytes += piece
            guard bytes.count <= limit else { return nil }
        }
    }
}
