import MarkdownHistory

/// The embedded files of a work tree, and which of them git ignores: asked once, for all of them.
struct IgnoredFiles {
    /// Those together that one question can be about.
    private var questions: [(tree: String, hasPatterns: Bool, files: [AskedFile])] = []

    private typealias AskedFile = (path: String, embed: Embed)

    mutating func ask(about path: String, _ embed: Embed, in tree: String) {
        let hasPatterns = Git.looksLikePattern(path)
        let index = questions.firstIndex { $0.tree == tree && $0.hasPatterns == hasPatterns }
        if let index {
            questions[index].files.append((path, embed))
        } else {
            questions.append((tree, hasPatterns, [(path, embed)]))
        }
    }

    /// The first file that git ignores, or cannot say about.
    func first(_ environment: Environment) -> (Embed, EmbedError)? {
        guard let first = questions.first?.files.first else { return nil }
        guard let git = Git(environment: environment) else {
            let error = EmbedError(
                "`\(first.embed.destination)` is not read: without git nobody can say whether it is "
                    + "ignored",
                hint: "install git, or " + EmbedRoots.allowHint(Self.name(of: first.path))
            )
            return (first.embed, error)
        }
        for (tree, _, files) in questions {
            for batch in Self.batches(of: files) {
                guard let (file, answer) = Self.first(in: batch, of: tree, git) else { continue }
                return (file.embed, Self.error(answer, file.embed, Self.name(of: file.path), tree))
            }
        }
        return nil
    }

    private static func error(
        _ answer: Git.Answer, _ embed: Embed, _ name: String, _ tree: String
    ) -> EmbedError {
        answer == .yes
            ? EmbedError(
                "`\(embed.destination)` is not read: git ignores it",
                hint: EmbedRoots.allowHint(name)
            )
            : EmbedError(
                "`\(embed.destination)` is not read: git cannot say whether it is ignored",
                hint: "the repository at \(tree) is broken, or another user's; "
                    + EmbedRoots.allowHint(name)
            )
    }

    /// A question about many files costs as much as one about a single one: halves find the file.
    private static func first(
        in files: ArraySlice<AskedFile>, of tree: String, _ git: Git
    ) -> (AskedFile, Git.Answer)? {
        guard let file = files.first else { return nil }
        let answer = git.ignores(files.map(\.path), in: tree)
        guard answer != .no else { return nil }
        guard files.count > 1, answer == .yes else { return (file, answer) }
        let half = files.startIndex + files.count / 2
        return first(in: files[..<half], of: tree, git) ?? first(in: files[half...], of: tree, git)
    }

    /// Each below what the system takes as arguments.
    private static func batches(
        of files: [AskedFile]
    ) -> [ArraySlice<AskedFile>] {
        var batches: [ArraySlice<AskedFile>] = []
        var start = 0
        var size = 0
        for (index, file) in files.enumerated() {
            size += file.path.utf8.count + 9
            if size > 100 << 10, index > start {
                batches.append(files[start..<index])
                (start, size) = (index, file.path.utf8.count + 9)
            }
        }
        return batches + [files[start...]]
    }

    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
