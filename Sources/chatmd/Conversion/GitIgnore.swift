#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Asks git which files it ignores. A file that git tracks is not ignored, whatever matches it.
///
/// The repository may be a stranger's, and git does what a repository's configuration says: it can
/// name programs. Those that this question could start are switched off: the file system monitor,
/// hooks, and the fetching of missing objects. A repository of another user, and a bare one that
/// lies in the tree, are left to git's own caution.
struct GitIgnore {
    private let git: String
    private let environment: [String]

    enum Answer: Equatable {
        case ignored
        case notIgnored
        /// git failed or took too long.
        case unknown
    }

    /// nil where there is no git.
    init?(environment: Environment) {
        // Editors, cron and services may start programs with a PATH that lacks it.
        let folders =
            (environment["PATH"] ?? "").split(separator: ":").map { String($0) }
            + ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
        // Not from a relative entry: that could be a program of the conversation's folder.
        let places = folders.filter { $0.hasPrefix("/") }.map { String($0) + "/git" }
        guard let git = places.first(where: { access($0, X_OK) == 0 }) else { return nil }
        self.git = git
        var variables = [
            "GIT_CONFIG_NOSYSTEM=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
            "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "LANG=C",
        ]
        // The user's own ignore file counts.
        for name in ["PATH", "HOME", "XDG_CONFIG_HOME"] {
            if let value = environment[name] { variables.append("\(name)=\(value)") }
        }
        self.environment = variables
    }

    /// Whether git would take the path for a pattern when it looks it up among tracked files; there
    /// is no way to tell it otherwise, so such a file is asked about as if it were not tracked.
    static func looksLikePattern(_ path: String) -> Bool {
        path.utf8.contains { "*?[\\".utf8.contains($0) }
    }

    /// Whether any of the files is ignored.
    ///
    /// - Parameters:
    ///   - paths: absolute, below `tree`; together below the system's limit for arguments.
    func answer(_ paths: [String], in tree: String) -> Answer {
        var arguments = [
            "git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
            "-c", "safe.bareRepository=explicit", "-C", tree, "check-ignore",
        ]
        if paths.contains(where: Self.looksLikePattern) { arguments.append("--no-index") }
        arguments.append("--")
        switch ShortProcess.status(
            of: git, arguments: arguments + paths, environment: environment, timeout: 5000)
        {
        case 0: return .ignored
        case 1: return .notIgnored
        default: return .unknown
        }
    }
}
