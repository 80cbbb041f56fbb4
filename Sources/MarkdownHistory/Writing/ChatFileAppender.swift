#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Appends to a conversation file and changes no byte that is there.
///
/// Holds an exclusive lock while it lives. Before each write the open file and the one of that name
/// must be the same, of the size it was left with: editors put a new file in the place of the old
/// one. A symbolic link is followed. A file that does not exist is made by the first write.
public struct ChatFileAppender: ~Copyable {
    public let path: String
    /// What the file held when it was opened.
    public let original: [UInt8]
    private var descriptor: Int32 = -1
    private var device: dev_t = 0
    private var inode: ino_t = 0
    private var size: off_t = 0
    private var isNew = false

    /// For a new file, which the first write makes; it fails where one of that name exists.
    public init(creating path: String) {
        self.path = path
        original = []
    }

    /// Opens and locks the file; `createsMissing` lets it be absent.
    public init(path: String, createsMissing: Bool) throws(ChatFileError) {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT, createsMissing else { throw Self.openError(path) }
            try Self.checkFolder(of: path)
            original = []
            return
        }
        do throws(ChatFileError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .last(path) }
            if let kind = Self.irregularKind(of: status) {
                throw ChatFileError(path: path, kind: .notARegularFile(kind))
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                throw ChatFileError(path: path, kind: .locked)
            }
            original = try FileContents.bytes(from: descriptor, path: path)
            device = status.st_dev
            inode = status.st_ino
            size = off_t(original.count)
            self.descriptor = descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Adds the bytes at the end of the file.
    ///
    /// Where a full disk takes only some of them, a cut code point is taken back, and the number of
    /// bytes that stayed is `written`.
    public mutating func append(
        _ bytes: [UInt8], written: inout Int
    ) throws(ChatFileError) {
        written = 0
        if descriptor < 0 { try create() }
        try checkIsOurs()
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { rest in
                pwrite(descriptor, rest.baseAddress, rest.count, size)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = ChatFileError.last(path)
                takeBackCutCodePoint(bytes, &written)
                if isNew, size == 0 { unlink(path) }
                throw error
            }
            written += count
            size += off_t(count)
        }
    }

    /// Takes back what follows the first `count` bytes: what chatmd wrote after an unfinished reply.
    public mutating func remove(after count: Int) throws(ChatFileError) {
        guard count < size else { return }
        try checkIsOurs()
        guard ftruncate(descriptor, off_t(count)) == 0 else { throw .last(path) }
        size = off_t(count)
    }

    /// Waits until the file is on the disk.
    public func synchronize() {
        if descriptor >= 0 { fsync(descriptor) }
    }

    private mutating func create() throws(ChatFileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw .last(path) }
            throw ChatFileError(path: path, kind: .changed)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(descriptor) }
            throw ChatFileError(path: path, kind: .changed)
        }
        self.descriptor = descriptor
        device = status.st_dev
        inode = status.st_ino
        isNew = true
    }

    /// Whether the file of that name is still the one that was opened, as it was left.
    func checkIsOurs() throws(ChatFileError) {
        var opened = stat()
        var named = stat()
        guard fstat(descriptor, &opened) == 0, stat(path, &named) == 0,
            opened.st_size == size, named.st_size == size,
            named.st_dev == device, named.st_ino == inode
        else { throw ChatFileError(path: path, kind: .changed) }
    }

    private mutating func takeBackCutCodePoint(_ bytes: [UInt8], _ written: inout Int) {
        var start = written
        while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        let excess = written - start
        guard excess > 0, ftruncate(descriptor, size - off_t(excess)) == 0 else { return }
        written = start
        size -= off_t(excess)
    }

    /// Opening a directory for writing fails in its own words, which are not the user's.
    private static func openError(_ path: String) -> ChatFileError {
        let code = errno
        return code == EISDIR
            ? ChatFileError(path: path, kind: .notARegularFile("a directory"))
            : ChatFileError(path: path, kind: .system(code))
    }

    /// Whether a file can be made there: that is to be known before anybody is asked.
    private static func checkFolder(of path: String) throws(ChatFileError) {
        var status = stat()
        guard lstat(path, &status) != 0 else {
            throw ChatFileError(path: path, kind: .danglingLink)
        }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
        guard access(String(folder), W_OK | X_OK) == 0 else {
            throw ChatFileError(path: path, kind: .folder(errno))
        }
    }

    private static func irregularKind(of status: stat) -> String? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "a directory"
        case S_IFIFO: "a pipe"
        default: "a device"
        }
    }
}
