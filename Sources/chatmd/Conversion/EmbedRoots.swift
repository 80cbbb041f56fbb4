#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folders below which files may be embedded.
///
/// The conversation's folder and the git work tree around it, and what the user's configuration
/// names. The home folder and what is above it never count as the first two: whoever keeps a
/// conversation there would offer everything they have.
struct EmbedRoots {
    /// The conversation's folder, symbolic links resolved; nil for a text without a file name.
    let folder: String?
    /// Absolute paths without symbolic links.
    let roots: [String]
    private let home: String?
    private let allow: [String]

    /// - Parameter conversation: the conversation's path; the file need not exist, its folder must.
    init(
        conversation: String?, rules: EmbedRules, environment: Environment
    ) throws(EmbedError) {
        let home = environment["HOME"].flatMap { try? Self.resolved($0) }
        var roots: [String] = []
        var folder: String?
        if let conversation {
            let name = conversation.utf8.lastIndex(of: UInt8(ascii: "/"))
                .map { String(conversation[...$0]) }
            let resolved = try Self.resolved(name ?? ".")
            folder = resolved
            if !WorkTree.isTooWide(resolved, home: home) { roots.append(resolved) }
            if let tree = WorkTree.root(around: resolved, home: home), tree != resolved {
                roots.append(tree)
            }
        }
        for root in rules.roots {
            guard let home = environment["HOME"] ?? (root.hasPrefix("~") ? nil : "") else {
                continue
            }
            let path = root.hasPrefix("~") ? home + root.dropFirst() : root
            // A root that is not there holds nothing.
            if let resolved = try? Self.resolved(path) { roots.append(resolved) }
        }
        self.folder = folder
        self.roots = roots
        self.home = home
        allow = rules.allow
    }

    /// Where a file that may be embedded stands: `path` below `root`.
    struct Place: Equatable {
        var root: String
        /// Relative to the root, without links, `.` and `..`.
        var path: String
        /// Whether the configuration allows it by name, whatever else is said against it.
        var isAllowed: Bool

        var absolutePath: String { root == "/" ? "/" + path : root + "/" + path }
    }

    /// Resolves a path and decides about it. What is decided here is checked again on opening.
    func place(of path: String) throws(EmbedError) -> Place {
        guard path.hasPrefix("/") || folder != nil else {
            throw EmbedError(
                "`\(path)` is relative, but the conversation has no file name",
                hint: "save it first; on stdin, --stdin-filename names it"
            )
        }
        let absolute = try Self.resolved(
            path.hasPrefix("/") ? path : (folder ?? "") + "/" + path, as: path
        )
        if roots.contains(absolute) { throw EmbedError("`\(path)` is a folder, not a file") }
        let inside = roots.filter { WorkTree.isBelow(absolute, $0) }
        guard !inside.isEmpty else { throw outside(path, absolute) }
        var refusal: EmbedError?
        for root in inside {
            let relative = String(absolute.dropFirst(root == "/" ? 1 : root.utf8.count + 1))
            let isAllowed = isAllowed(relative)
            if isAllowed { return Place(root: root, path: relative, isAllowed: true) }
            if let reason = Self.refusal(of: relative, written: path) {
                refusal = reason
            } else {
                return Place(root: root, path: relative, isAllowed: false)
            }
        }
        throw refusal ?? outside(path, absolute)
    }

    /// The work tree that a file belongs to; nil outside of any.
    func workTree(of place: Place) -> String? {
        let absolute = place.absolutePath
        return WorkTree.root(around: WorkTree.parent(of: absolute), home: home)
    }

    static func allowHint(_ name: String) -> String {
        "if it may be sent, add `allow = [\"\(name)\"]` under [embeds] in config.toml"
    }

    // MARK: - Rules

    private static func refusal(of relative: String, written path: String) -> EmbedError? {
        let parts = relative.split(separator: "/")
        let name = parts.last.map(String.init) ?? relative
        if let hidden = parts.first(where: { $0.hasPrefix(".") }) {
            return EmbedError(
                "`\(path)` is not read: `\(hidden)` begins with a dot",
                hint: allowHint(parts.count > 1 && hidden != parts.last ?? "" ? relative : name)
            )
        }
        guard SecretFiles.hasSecretName(name) else { return nil }
        return EmbedError("`\(path)` is not read: it looks like a key", hint: allowHint(name))
    }

    /// A pattern without a slash frees the file's name, not the hidden folders on the way to it.
    private func isAllowed(_ relative: String) -> Bool {
        let parts = relative.split(separator: "/")
        let isInHiddenFolder = parts.dropLast().contains { $0.hasPrefix(".") }
        return allow.contains { pattern in
            if pattern.contains("/") { return fnmatch(pattern, relative, FNM_PATHNAME) == 0 }
            return !isInHiddenFolder && fnmatch(pattern, String(parts.last ?? ""), 0) == 0
        }
    }

    private func outside(_ path: String, _ absolute: String) -> EmbedError {
        let parent = WorkTree.parent(of: absolute)
        // Whoever made a root of the home folder would offer everything they have.
        let root =
            WorkTree.isTooWide(parent, home: home)
            ? nil : "add `roots = [\"\(parent)\"]` under [embeds] in config.toml"
        guard !roots.isEmpty else {
            return EmbedError(
                folder == nil
                    ? "`\(path)` is outside of every folder that may be read"
                    : "`\(path)` is not read: the conversation stands in the home folder",
                hint: folder == nil
                    ? root
                    : "move both into a folder of their own" + (root.map { ", or \($0)" } ?? "")
            )
        }
        let names = roots.map { "`\($0)`" }.joined(separator: " and ")
        return EmbedError(
            "`\(path)` is outside of \(names)", hint: root ?? "move it beside the conversation")
    }

    // MARK: - Paths

    /// Absolute, without links, `.` and `..`.
    private static func resolved(_ path: String, as name: String? = nil) throws(EmbedError)
        -> String
    {
        guard let resolved = realpath(path, nil) else {
            throw EmbedError(errno: errno, path: name ?? path)
        }
        defer { free(resolved) }
        guard let text = String(validatingCString: resolved) else {
            throw EmbedError("`\(name ?? path)` leads to a name that is not UTF-8")
        }
        return text
    }
}
