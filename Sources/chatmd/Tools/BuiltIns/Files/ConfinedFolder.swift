#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What stands in a folder: names of files and of folders, sorted; nothing that is a link, a pipe or
/// the like.
struct ConfinedFolder {
    private(set) var files: [String] = []
    private(set) var folders: [String] = []

    /// Empty where it cannot be read, or where a link has come on the way since it was found.
    init(at place: EmbedRoots.Place) {
        var folder = open(place.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for part in place.path.split(separator: "/") where folder >= 0 {
            let next = openat(
                folder, String(part), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            close(folder)
            folder = next
        }
        guard folder >= 0 else { return }
        guard let stream = fdopendir(folder) else {
            close(folder)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    String(validatingCString: $0)
                }
            }
            var status = stat()
            guard let name, name != ".", name != "..",
                fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
            else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG: files.append(name)
            case S_IFDIR: folders.append(name)
            default: break
            }
        }
        files.sort()
        folders.sort()
    }
}
