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
        guard let (values, owner) = Self.read(path) else { return nil }
        self.values = values
        refusal = Self.refusal(owner: owner, workTree, environment)
    }

    private static func refusal(
        owner: uid_t, _ workTree: String, _ environment: Environment
    ) -> String? {
        if owner != geteuid() { return "it belongs to another user" }
        switch Git(environment: environment)?.tracks(".env", in: workTree) {
        case .no: return nil
        case .yes: return "git tracks it, so it may have come with the repository"
        case .unknown: return "git cannot say whether it came with the repository"
        case nil: return "without git nobody can say whether it came with the repository"
        }
    }

    /// The values and who owns them; nil for what is no regular file, or cannot be read.
    private static func read(_ path: String) -> (DotEnv, owner: uid_t)? {
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
        return (DotEnv(parsing: Array(bytes.prefix(count))), status.st_uid)
    }
}
