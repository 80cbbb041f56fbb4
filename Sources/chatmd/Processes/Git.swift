/// Asks git about files of a work tree.
///
/// The repository may be a stranger's, and git does what a repository's configuration says: it can
/// name programs. Those that these questions could start are switched off: the file system monitor,
/// hooks, and the fetching of missing objects. A repository of another user, and a bare one that
/// lies in the tree, are left to git's own caution. Whose the tree is, only its own `.git` says: a
/// repository around one that is broken is not asked, and no `core.worktree` moves it elsewhere.
struct Git {
    private let program: String
    private let environment: [String]

    enum Answer: Equatable {
        case yes
        case no
        /// git failed or took too long.
        case unknown
    }

    /// nil where there is no git.
    init?(environment: Environment) {
        guard let program = Executable.path(of: "git", in: environment) else { return nil }
        self.program = program
        // The user's own ignore file counts.
        let variables = ["PATH", "HOME", "XDG_CONFIG_HOME"].compactMap { name in
            environment[name].map { "\(name)=\($0)" }
        }
        self.environment =
            variables + [
                "GIT_CONFIG_NOSYSTEM=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
                "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "LANG=C",
            ]
    }

    /// Whether git would take the path for a pattern when it looks it up among tracked files; there
    /// is no way to tell it otherwise, so such a file is asked about as if it were not tracked.
    static func looksLikePattern(_ path: String) -> Bool {
        path.utf8.contains { "*?[\\".utf8.contains($0) }
    }

    /// Whether any of the files is ignored. One that git tracks is not, whatever matches it.
    ///
    /// - Parameters:
    ///   - paths: absolute, below `tree`; together below the system's limit for arguments.
    func ignores(_ paths: [String], in tree: String) -> Answer {
        let index = paths.contains(where: Self.looksLikePattern) ? ["--no-index"] : []
        switch status(of: ["check-ignore"] + index + ["--"] + paths, in: tree) {
        case 0: return .yes
        case 1: return .no
        default: return .unknown
        }
    }

    /// Those of the files and folders that are ignored; nil where git cannot say.
    func ignored(among paths: [String], in tree: String) -> Set<String>? {
        var ignored: Set<String> = []
        for looksLikePattern in [false, true] {
            let asked = paths.filter { Self.looksLikePattern($0) == looksLikePattern }
            if asked.isEmpty { continue }
            let index = looksLikePattern ? ["--no-index"] : []
            let input = Array((asked.joined(separator: "\0") + "\0").utf8)
            // What comes back is at most what was asked about.
            let outcome = outcome(
                of: ["check-ignore", "-z", "--stdin"] + index, in: tree, input: input,
                outputLimit: input.count)
            guard let outcome, outcome.ending == .exit(0) || outcome.ending == .exit(1) else {
                return nil
            }
            for path in outcome.output.bytes.split(separator: 0) {
                ignored.insert(String(decoding: path, as: UTF8.self))
            }
        }
        return ignored
    }

    /// Whether git has the file of that path below `tree`, in whatever case: file systems that tell
    /// no `.ENV` from `.env` give the one for the other.
    func tracks(_ path: String, in tree: String) -> Answer {
        let path = ":(literal,icase)\(path)"
        switch status(of: ["ls-files", "--error-unmatch", "--", path], in: tree) {
        case 0: return .yes
        case 1: return .no
        default: return .unknown
        }
    }

    /// The exit status; nil where git did not start, was killed, or took longer than five seconds.
    private func status(of question: [String], in tree: String) -> Int32? {
        guard case .exit(let status)? = outcome(of: question, in: tree)?.ending else { return nil }
        return status
    }

    /// nil where git did not start.
    private func outcome(
        of question: [String], in tree: String, input: [UInt8] = [], outputLimit: Int = 0
    ) -> ChildProcess.Outcome? {
        let call = ChildProcess.Call(
            program: program,
            arguments: [
                "git", "--no-pager", "-c", "core.fsmonitor=false", "-c",
                "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit", "-C", tree,
            ] + question,
            environment: environment + [
                "GIT_CEILING_DIRECTORIES=\(WorkTree.parent(of: tree))", "GIT_WORK_TREE=\(tree)",
            ],
            input: input, outputLimit: outputLimit, milliseconds: 5000)
        return try? ChildProcess.run(call)
    }
}
