#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files that a tool may see: exactly those that the conversation could embed.
struct ConfinedFiles {
    let roots: EmbedRoots
    let environment: Environment

    /// The largest file that is read.
    static let maximumSize = 32 << 20

    init(_ context: ToolContext) throws(ToolError) {
        environment = context.environment
        do throws(EmbedError) {
            roots = try EmbedRoots(
                conversation: context.conversation, rules: context.embeds,
                environment: environment)
        } catch {
            throw ToolError(error.message)
        }
    }

    // MARK: - Reading

    /// The bytes of a text file, which are UTF-8.
    func text(at path: String) throws(ToolError) -> [UInt8] {
        _ = try resolved(path)
        let bytes: [UInt8]
        let place: EmbedRoots.Place
        do throws(EmbedError) {
            place = try roots.place(of: path)
            let file = try EmbedFile(at: place, name: path)
            let kind = EmbedKind(signature: try file.beginning())
            guard kind == .text else { throw EmbedError("`\(path)` is \(kind.name), not text") }
            guard let contents = try file.contents(limit: Self.maximumSize) else {
                throw EmbedError("`\(path)` is larger than \(Self.maximumSize >> 20) MB")
            }
            bytes = contents
        } catch {
            // Hints are for the user: they name their folders.
            throw ToolError(error.message)
        }
        if !place.isAllowed {
            guard !SecretFiles.beginsAsPrivateKey(bytes) else {
                throw ToolError("`\(path)` is not read: it holds a private key")
            }
            try check(thatGitDoesNotIgnore: place, path)
        }
        guard Self.isText(bytes) else { throw ToolError("`\(path)` is not UTF-8 text") }
        return bytes
    }

    static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
    }

    private func check(
        thatGitDoesNotIgnore place: EmbedRoots.Place, _ path: String
    ) throws(ToolError) {
        guard let tree = roots.workTree(of: place) else { return }
        guard let git = Git(environment: environment) else { throw Self.withoutGit }
        switch git.ignores([place.absolutePath], in: tree) {
        case .no: return
        case .yes: throw ToolError("`\(path)` is not read: git ignores it")
        case .unknown:
            throw ToolError("`\(path)` is not read: git cannot say whether it is ignored")
        }
    }

    static let withoutGit = ToolError("without git nobody can say which files are ignored")

    // MARK: - Paths

    /// Whether something stands there that is no folder, may it be read or not.
    func isFile(_ path: String) -> Bool {
        var status = stat()
        guard let absolute = try? resolved(path), stat(absolute, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFDIR
    }

    /// A folder to look into, which may be a root itself.
    func folder(at path: String) throws(ToolError) -> EmbedRoots.Place {
        let absolute = try resolved(path)
        let places = roots.roots.compactMap { Self.place(of: absolute, below: $0) }
        guard let place = places.first(where: { !Self.isHidden($0.path) }) else {
            throw ToolError("`\(path)` is not read: it is hidden")
        }
        return place
    }

    /// Where to look when nobody says: the conversation's folder, else what the user has named.
    func folders() throws(ToolError) -> [EmbedRoots.Place] {
        if let folder = roots.folder, let own = try? self.folder(at: folder) { return [own] }
        guard !roots.roots.isEmpty else {
            throw ToolError("there is no folder that may be read")
        }
        return roots.roots.map { EmbedRoots.Place(root: $0, path: "", isAllowed: false) }
    }

    /// The path as it may be given again: relative to the conversation's folder where it can be.
    func shown(_ place: EmbedRoots.Place) -> String {
        let absolute = place.absolutePath
        guard let folder = roots.folder else { return absolute }
        var up = ""
        var above = folder
        while above == place.root || WorkTree.isBelow(above, place.root) {
            if WorkTree.isBelow(absolute, above) {
                return up + absolute.dropFirst(above == "/" ? 1 : above.utf8.count + 1)
            }
            if above == "/" { break }
            up += "../"
            above = WorkTree.parent(of: above)
        }
        return absolute
    }

    /// Absolute, without links, below or at a root.
    private func resolved(_ path: String) throws(ToolError) -> String {
        guard path.hasPrefix("/") || roots.folder != nil else {
            throw ToolError("`\(path)` is relative, but the conversation has no folder")
        }
        guard !path.utf8.contains(0) else { throw ToolError("the path holds a NUL byte") }
        let whole = path.hasPrefix("/") ? path : (roots.folder ?? "") + "/" + path
        let resolved = WorkTree.resolved(whole)
        // What is not there is outside as well, where it would be: nobody learns what others have.
        guard let absolute = resolved ?? Self.normalized(whole),
            roots.roots.contains(where: { Self.place(of: absolute, below: $0) != nil })
        else { throw ToolError("`\(path)` is outside of the folders that may be read") }
        guard resolved != nil else { throw ToolError("`\(path)` does not exist") }
        return absolute
    }

    private static func place(of path: String, below root: String) -> EmbedRoots.Place? {
        if path == root { return EmbedRoots.Place(root: root, path: "", isAllowed: false) }
        guard WorkTree.isBelow(path, root) else { return nil }
        let relative = path.dropFirst(root == "/" ? 1 : root.utf8.count + 1)
        return EmbedRoots.Place(root: root, path: String(relative), isAllowed: false)
    }

    private static func isHidden(_ path: String) -> Bool {
        path.split(separator: "/").contains { $0.hasPrefix(".") }
    }

    /// An absolute path without `.` and `..`, by its text alone.
    private static func normalized(_ path: String) -> String? {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
