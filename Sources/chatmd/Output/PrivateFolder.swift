#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Folders that nobody else may look into.
enum PrivateFolder {
    /// Makes the folders that are missing on the way to a file.
    static func makeParents(of path: String) throws(Failure) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else {
            return
        }
        try make(String(path[..<slash]))
    }

    /// Makes the folder where there is none, with those above it.
    static func make(_ path: String) throws(Failure) {
        if path.isEmpty || NewFile.isFolder(path) { return }
        try makeParents(of: path)
        try NewFile.makeFolder(path, mode: 0o700)
    }
}
