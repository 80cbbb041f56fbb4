#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds programs by name.
enum Executable {
    /// Editors, cron and services may start us with a PATH that lacks these.
    private static let usualFolders = ["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"]

    /// The absolute path of a program; nil where there is none.
    ///
    /// A name with a slash must be absolute or begin with `~/`. Relative entries of PATH are passed
    /// over: they could lead to a program in a stranger's folder.
    static func path(of name: String, in environment: Environment) -> String? {
        if name.hasPrefix("~/") {
            return environment["HOME"].map { $0 + name.dropFirst() }.flatMap(executable)
        }
        if name.contains("/") { return name.hasPrefix("/") ? executable(name) : nil }
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (folders + usualFolders).lazy.filter { $0.hasPrefix("/") }
            .compactMap { executable("\($0)/\(name)") }.first
    }

    /// The program that runs, without symbolic links; nil where the system does not tell.
    static var own: String? {
        #if os(Linux)
            return WorkTree.resolved("/proc/self/exe")
        #else
            var size = UInt32(PATH_MAX)
            var path = [CChar](repeating: 0, count: Int(size))
            guard _NSGetExecutablePath(&path, &size) == 0 else { return nil }
            return WorkTree.resolved(String(cString: path))
        #endif
    }

    private static func executable(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            access(path, X_OK) == 0
        else { return nil }
        return path
    }
}
