import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that nobody else may look into, held open: whatever becomes of its name, its files are
/// the same ones.
final class PrivateFolder {
    let path: String
    private let descriptor: Int32

    /// Opens a folder that exists.
    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        if descriptor < 0 { throw NewFile.failure(path) }
    }

    deinit {
        systemClose(descriptor)
    }

    /// Opens the folder, or makes it with those above it; one that others may look into is narrowed.
    static func made(at path: String) throws(Failure) -> PrivateFolder {
        try make(path)
        let folder = try PrivateFolder(path)
        try folder.narrow()
        return folder
    }

    /// The same for a folder that must be empty; one that is not stays as it is.
    static func madeEmpty(at path: String) throws(Failure) -> PrivateFolder {
        try make(path)
        let folder = try PrivateFolder(path)
        guard folder.isEmpty else {
            throw Failure(
                .io, "there is something in this folder already", hint: "name a new folder",
                path: path)
        }
        try folder.narrow()
        return folder
    }

    private func narrow() throws(Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0,
            status.st_mode & 0o077 == 0 || fchmod(descriptor, 0o700) == 0
        else { throw NewFile.failure(path) }
    }

    /// Makes a folder of its own, named as `mkdtemp` names it.
    static func made(from template: String) throws(Failure) -> PrivateFolder {
        var name = Array(template.utf8CString)
        guard mkdtemp(&name) != nil else { throw NewFile.failure(parent(of: template)) }
        return try PrivateFolder(String(decoding: name.dropLast().map(UInt8.init), as: UTF8.self))
    }

    /// Says that it was used now.
    func touch() { futimens(descriptor, nil) }

    // MARK: Files

    /// A new file, open for writing.
    func create(_ name: String) throws(Failure) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = openat(descriptor, name, flags, 0o600)
        if file < 0 { throw NewFile.failure("\(path)/\(name)") }
        return file
    }

    /// What a file holds; nil where there is none.
    func bytes(_ name: String) throws(Failure) -> [UInt8]? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw NewFile.failure("\(path)/\(name)")
        }
        defer { systemClose(file) }
        do throws(ChatFileError) {
            return try FileContents.bytes(from: file, path: "\(path)/\(name)")
        } catch {
            throw Failure(error)
        }
    }

    var isEmpty: Bool { names.isEmpty }

    /// How large a file is; 0 where there is none.
    func size(_ name: String) -> Int {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
            ? Int(status.st_size) : 0
    }

    /// What is in it, in no order.
    var names: [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let listing = fdopendir(copy) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    // MARK: Making

    /// Makes the folders that are missing on the way to a file.
    static func makeParents(of path: String) throws(Failure) {
        let parent = parent(of: path)
        if !parent.isEmpty { try make(parent) }
    }

    /// The folder that a path names something in; empty for the working directory and for the root.
    static func parent(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    }

    private static func make(_ path: String) throws(Failure) {
        if NewFile.isFolder(path) { return }
        try makeParents(of: path)
        try NewFile.makeFolder(path, mode: 0o700)
    }
}
