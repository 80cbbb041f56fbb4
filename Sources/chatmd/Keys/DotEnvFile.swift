#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A `.env` file that is there, and why it is not used where it is not.
struct DotEnvFile: Sendable {
    let path: String
    let values: DotEnv
    /// Completes "it is not read, because"; nil where its keys may be used.
    let refusal: String?

    /// Far more than such a file holds.
    private static let maximumSize = 1 << 20

    /// The one in the user's own configuration folder.
    init?(configFolder: String) {
        path = configFolder + "/.env"
        guard let (values, _) = Self.read(path) else { return nil }
        self.values = values
        refusal = nil
    }

    /// The one at the root of a work tree: the user's own, and not something that came with it.
    init?(workTree: String, environment: Environment) {
        path = workTree + "/.env"
        guard let (values, status) = Self.read(path) else { return nil }
        self.values = values
        refusal = Self.refusal(status, path, workTree, environment)
    }

    private static func refusal(
        _ status: stat, _ path: String, _ workTree: String, _ environment: Environment
    ) -> String? {
        if status.st_uid != geteuid() { return "it belongs to another user" }
        if status.st_mode & S_IWOTH != 0 {
            return "every user may write to it, which `chmod o-w` mends"
        }
        guard let git = Git(environment: environment) else {
            return "without git nobody can say whether it came with the repository"
        }
        for (tree, name) in places(of: path, workTree, environment) {
            switch git.tracks(name, in: tree) {
            case .no: continue
            case .yes: return "git tracks it, so it may have come with the repository"
            case .unknown: return "git cannot say whether it came with the repository"
            }
        }
        return nil
    }

    /// Where git is to be asked: about the file, and where it is a link also about what that leads
    /// to, which may have come with the repository though the link did not.
    private static func places(
        of path: String, _ workTree: String, _ environment: Environment
    ) -> [(tree: String, name: String)] {
        let own = (workTree, ".env")
        guard let target = WorkTree.resolved(path), target != path else { return [own] }
        let home = environment["HOME"].flatMap(WorkTree.resolved)
        guard let tree = WorkTree.root(around: WorkTree.parent(of: target), home: home) else {
            return [own]
        }
        return [own, (tree, String(target.dropFirst(tree.count + 1)))]
    }

    /// The values and the file's status; nil for what is no regular file, or cannot be read.
    private static func read(_ path: String) -> (DotEnv, stat)? {
        // A pipe would block.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= maximumSize
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = systemRead(descriptor, &bytes, bytes.count)
        guard count >= 0 else { return nil }
        return (DotEnv(parsing: Array(bytes.prefix(count))), status)
    }
}
