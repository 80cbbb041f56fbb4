import LLMCore
import MarkdownHistory

/// Loads what a conversation embeds, before anything is sent.
///
/// Conversations are a stranger's until the user says otherwise: which files may be read is decided
/// by `EmbedRoots`, and nothing is ever fetched.
struct AttachmentLoader {
    var rules = EmbedRules()
    var environment: Environment

    /// What all embeds of a conversation may hold together, in bytes.
    static let maximumTotal = 64 << 20

    /// For each turn what it embeds, in order.
    ///
    /// - Parameter path: the conversation's own; nil for a text without a name.
    /// - Throws: the first reason against sending, with line and column.
    func load(_ file: ChatFile, path: String?) throws(Failure) -> [[LoadedEmbed]] {
        // Without an embed nothing is resolved and no program is started.
        guard file.turns.contains(where: { !$0.embeds.isEmpty }) else {
            return file.turns.map { _ in [] }
        }
        var loading = try Failure.at(nil, in: path) { () throws(EmbedError) in
            Loading(
                roots: try EmbedRoots(conversation: path, rules: rules, environment: environment)
            )
        }
        var loaded: [[LoadedEmbed]] = []
        for turn in file.turns {
            var embeds: [LoadedEmbed] = []
            for embed in turn.embeds {
                embeds.append(
                    try Failure.at(embed, in: path) { () throws(EmbedError) in
                        try loading.load(embed)
                    }
                )
            }
            loaded.append(embeds)
        }
        if let (embed, error) = loading.ignored.first(environment) {
            throw Failure(error, at: embed, in: path)
        }
        return loaded
    }

    /// All that stands against sending, embed by embed, where `load` throws the first. Of the files
    /// that git ignores it is the first.
    func failures(in file: ChatFile, path: String?) -> [Failure] {
        var failures: [Failure] = []
        do throws(EmbedError) {
            var loading = Loading(
                roots: try EmbedRoots(conversation: path, rules: rules, environment: environment))
            for embed in file.turns.flatMap(\.embeds) {
                do throws(EmbedError) {
                    _ = try loading.load(embed)
                } catch {
                    failures.append(Failure(error, at: embed, in: path))
                }
            }
            if let (embed, error) = loading.ignored.first(environment) {
                failures.append(Failure(error, at: embed, in: path))
            }
        } catch {
            failures.append(Failure(error, at: nil, in: path))
        }
        return failures
    }

    /// For each turn what it embeds, nil in the place of what stands against being sent.
    func permitted(in file: ChatFile, path: String?) -> [[LoadedEmbed?]] {
        guard file.turns.contains(where: { !$0.embeds.isEmpty }) else {
            return file.turns.map { _ in [] }
        }
        // By offset: what git ignores comes out one at a time.
        var refused: Set<Int> = []
        while refused.count <= Self.maximumRefusals,
            let roots = try? EmbedRoots(
                conversation: path, rules: rules, environment: environment)
        {
            var loading = Loading(roots: roots)
            let loaded: [[LoadedEmbed?]] = file.turns.map { turn in
                turn.embeds.map { refused.contains($0.offset) ? nil : try? loading.load($0) }
            }
            guard let (embed, _) = loading.ignored.first(environment) else { return loaded }
            refused.insert(embed.offset)
        }
        return file.turns.map { $0.embeds.map { _ in nil } }
    }

    private static let maximumRefusals = 16

    /// Throws where a file may not be embedded in a conversation of that path.
    func check(_ file: String, in conversation: String) throws(EmbedError) {
        let embed = Embed(
            destination: file, alternativeText: "", line: 1, column: 1, offset: 0)
        var loading = Loading(
            roots: try EmbedRoots(
                conversation: conversation, rules: rules, environment: environment))
        try loading.check(file, embed)
        if let (_, error) = loading.ignored.first(environment) { throw error }
    }

    /// The bytes of a file that a setting names, under the rules of what is embedded there.
    func contents(
        of path: String, namedAt place: SettingsLayer.Place?
    ) throws(Failure) -> [UInt8] {
        let embed = Embed(
            destination: path, alternativeText: "", line: place?.position?.line ?? 1,
            column: place?.position?.column ?? 1, offset: 0)
        var loading: Loading
        let bytes: [UInt8]
        do throws(EmbedError) {
            loading = Loading(
                roots: try EmbedRoots(
                    conversation: place?.path, rules: rules, environment: environment))
            bytes = try loading.contents(of: path, embed)
        } catch {
            throw Failure(error.ofSetting, at: embed, in: place?.path)
        }
        if let (embed, error) = loading.ignored.first(environment) {
            throw Failure(error, at: embed, in: place?.path)
        }
        return bytes
    }
}

/// A conversation's embeds while they are loaded.
private struct Loading {
    let roots: EmbedRoots
    private var total = 0
    private(set) var ignored = IgnoredFiles()

    init(roots: EmbedRoots) {
        self.roots = roots
    }

    mutating func load(_ embed: Embed) throws(EmbedError) -> LoadedEmbed {
        let loaded: LoadedEmbed
        switch try EmbedDestination(embed.destination) {
        case .url(let url):
            loaded = .url(url)
        case .data(let bytes):
            loaded = try LoadedEmbed(bytes, kind: EmbedKind(signature: bytes), name: "data: URI")
        case .file(let path, let lines):
            loaded = try load(path, lines, embed)
        }
        total += loaded.size
        guard total <= AttachmentLoader.maximumTotal else {
            throw EmbedError(
                "the conversation embeds more than \(AttachmentLoader.maximumTotal >> 20) MB"
            )
        }
        return loaded
    }

    private mutating func load(
        _ path: String, _ lines: ClosedRange<Int>?, _ embed: Embed
    ) throws(EmbedError) -> LoadedEmbed {
        let (bytes, kind) = try read(path, embed, takesLines: lines != nil)
        return try LoadedEmbed(bytes, kind: kind, name: path, lines: lines)
    }

    mutating func contents(of path: String, _ embed: Embed) throws(EmbedError) -> [UInt8] {
        try read(path, embed, takesLines: false).0
    }

    private mutating func read(
        _ path: String, _ embed: Embed, takesLines: Bool
    ) throws(EmbedError) -> ([UInt8], EmbedKind) {
        let place = try roots.place(of: path)
        let file = try EmbedFile(at: place, name: path)
        let kind = EmbedKind(signature: try file.beginning())
        // Some lines may be taken out of a text that is too large as a whole.
        let isCut = kind == .text && takesLines
        let limit = isCut ? EmbedKind.maximumSizeOfCutText : kind.maximumSize
        guard let bytes = try file.contents(limit: limit) else {
            throw isCut ? EmbedKind.tooLargeToCut(path) : kind.tooLarge(path)
        }
        try check(place, path, beginningWith: bytes, embed)
        return (bytes, kind)
    }

    /// The same checks, without taking what the file holds.
    mutating func check(_ path: String, _ embed: Embed) throws(EmbedError) {
        let place = try roots.place(of: path)
        let file = try EmbedFile(at: place, name: path)
        try check(place, path, beginningWith: try file.beginning(4096), embed)
    }

    private mutating func check(
        _ place: EmbedRoots.Place, _ path: String, beginningWith bytes: [UInt8], _ embed: Embed
    ) throws(EmbedError) {
        if place.isAllowed { return }
        if SecretFiles.beginsAsPrivateKey(bytes) {
            throw EmbedError(
                "`\(path)` is not read: it holds a private key",
                hint: EmbedRoots.allowHint(IgnoredFiles.name(of: place.path))
            )
        }
        if let tree = roots.workTree(of: place) {
            ignored.ask(about: place.absolutePath, embed, in: tree)
        }
    }
}

// MARK: - Errors

extension Failure {
    fileprivate init(_ error: EmbedError, at embed: Embed?, in path: String?) {
        self.init(.invalidFile, error.message, hint: error.hint, path: path)
        line = embed?.line
        column = embed?.column
    }

    fileprivate static func at<Value>(
        _ embed: Embed?, in path: String?, _ body: () throws(EmbedError) -> Value
    ) throws(Failure) -> Value {
        do throws(EmbedError) {
            return try body()
        } catch {
            throw Failure(error, at: embed, in: path)
        }
    }
}
