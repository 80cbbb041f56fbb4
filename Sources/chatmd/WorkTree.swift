#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Folders and the git work trees around them. Paths are absolute and without symbolic links.
enum WorkTree {
    /// The nearest folder with a `.git`, from `folder` upwards; nil where it is the home folder.
    static func root(around folder: String, home: String?) -> String? {
        var folder = folder
        var status = stat()
        while !isTooWide(folder, home: home) {
            if lstat(folder + "/.git", &status) == 0 { return folder }
            folder = parent(of: folder)
        }
        return nil
    }

    /// The home folder, and every folder that holds it: whoever keeps a repository or a conversation
    /// there would offer everything they have.
    static func isTooWide(_ folder: String, home: String?) -> Bool {
        guard folder != "/", let home else { return folder == "/" }
        return folder == home || isBelow(home, folder)
    }

    static func isBelow(_ path: String, _ root: String) -> Bool {
        root == "/"
            ? path != "/" : path.hasPrefix(root + "/") && path.utf8.count > root.utf8.count + 1
    }

    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex
        else { return "/" }
        return String(path[..<slash])
    }

    /// The folder of a file as its path names it: `.` where it names none.
    static func folder(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
    }

    /// Absolute, without links, `.` and `..`; nil where it is not there, or no UTF-8.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }
}
