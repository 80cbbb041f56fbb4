#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells files apart, whatever paths and links lead to them.
enum FileIdentity {
    /// Throws where two paths lead to one file: it cannot be answered twice at a time.
    static func checkThatAllDiffer(_ paths: [String]) throws(Failure) {
        var known: [String: String] = [:]
        for path in paths {
            guard let first = known.updateValue(path, forKey: identity(of: path)) else { continue }
            let same = first == path ? "`\(path)` is" : "`\(first)` and `\(path)` are"
            throw Failure.usage(
                "\(same) \(first == path ? "named twice" : "the same file")",
                hint: "name every file once")
        }
    }

    /// In bytes; nil where there is none.
    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Whether stdout goes into it.
    static func isOutput(_ path: String) -> Bool {
        var (file, output) = (stat(), stat())
        return stat(path, &file) == 0 && fstat(STDOUT_FILENO, &output) == 0
            && (file.st_dev, file.st_ino) == (output.st_dev, output.st_ino)
    }

    /// Its number on the disk; the path of what does not exist yet.
    private static func identity(of path: String) -> String {
        var status = stat()
        if stat(path, &status) == 0 { return "\(status.st_dev):\(status.st_ino)" }
        guard let folder = WorkTree.resolved(WorkTree.folder(of: path)) else { return path }
        return "\(folder)/\(path.fileName ?? path)"
    }
}
