import MarkdownHistory
import Spelling

/// One subcommand: what help says about it, which options it takes, what it does.
struct Command: Sendable {
    let name: String
    /// What it does, in a few words without a capital.
    let summary: String
    let usage: String
    /// A paragraph, hard-wrapped at 92 columns.
    let details: String
    let options: [Option.Name]
    /// What `--format` may be, where that is an option.
    var formats = ["text", "ndjson"]
    let examples: [String]
    /// What its words may be.
    var words = WordSource.conversations
    var group = Group.talk
    /// Returns the exit status.
    let run: @Sendable (Invocation) throws(Failure) -> Int32

    static let all = [
        complete, append, chat, parse, extract, check, tokens, new, `import`, export, render,
        models, providers, tools, embed, prompt, usage, config, doctor, help, completions, man,
    ]

    /// What people are about who look for a command; the raw value is the heading in help.
    enum Group: String, CaseIterable {
        case talk = "Talk with a model"
        case files = "Work with conversation files"
        case offers = "See what there is"
        case texts = "Ask without a conversation"
        case setup = "Set up, and get help"

        var commands: [Command] { Command.all.filter { $0.group == self } }
    }
}

/// What a command is given.
struct Invocation {
    var arguments: Arguments
    var environment: Environment
}

// MARK: - Choosing

extension Command {
    /// The command that the words ask for; nil where help is wanted.
    ///
    /// A subcommand beats a file of that name. A file alone is answered: `chatmd FILE` is
    /// `chatmd complete FILE`. Takes the command's name out of the words.
    static func choose(_ arguments: inout Arguments) throws(Failure) -> Command? {
        guard let word = arguments.words.first else {
            let isOverview =
                arguments.has(.help)
                || arguments.names.isEmpty && StandardStream.isInputTerminal
            return isOverview ? nil : complete
        }
        if let command = all.first(where: { $0.name == word }) {
            arguments.removeFirstWord()
            return command
        }
        guard isFile(word) else { throw unknown(word) }
        return complete
    }

    /// A sentence has dots and slashes too, so one with blanks has to be there, or end as files do.
    private static func isFile(_ word: String) -> Bool {
        if word == "-" || FileContents.exists(at: word) { return true }
        return word.contains(" ")
            ? word.hasSuffix(".md") : word.contains("/") || word.contains(".")
    }

    private static func unknown(_ word: String) -> Failure {
        if word.contains(" ") {
            return Failure.usage(
                "a question comes after -p",
                hint: "chatmd -p '…', or chatmd append chat.md -p '…' to keep it in a file"
            )
        }
        let isTopic = Topic.all.contains { $0.name == word }
        let meant = nearest(to: word, in: all.map(\.name)).map { "did you mean `chatmd \($0)`?" }
        return Failure.usage(
            "`\(word)` is neither a command nor a file",
            hint: isTopic
                ? "`chatmd help \(word)` explains it"
                : meant ?? "chatmd --help lists the commands"
        )
    }
}

// MARK: - Checking

extension Command {
    /// Throws where an option is not this command's, or does not go with another.
    func check(_ arguments: Arguments) throws(Failure) {
        if let name = arguments.names.first(where: { !options.contains($0) }) {
            var others = Command.all.filter { $0.options.contains(name) }.map { "`\($0.name)`" }
            let last = others.removeLast()
            throw Failure.usage(
                "`\(self.name)` takes no --\(name.rawValue)",
                hint: "it belongs to "
                    + (others.isEmpty ? "" : others.joined(separator: ", ") + " and ") + last
            )
        }
        if let format = arguments.value(.format), !formats.contains(format) {
            throw Failure.usage(
                "`\(name)` prints \(formats.joined(separator: " or ")), not \(format)"
            )
        }
        try arguments.checkThatNothingContradicts()
    }
}

extension Invocation {
    /// The one file that the command works on; nil where none is named.
    func file() throws(Failure) -> String? {
        guard arguments.words.count <= 1 else {
            let isForm = arguments.has(.dryRun) && arguments.words.contains("curl")
            throw Failure.usage(
                "one file at a time, not \(arguments.words.count)",
                hint: isForm ? "--dry-run=curl is one word" : nil)
        }
        return arguments.words.first
    }

    /// Throws where a name is given to a text on stdin that is not read.
    func checkStdinFilename(isUsed: Bool) throws(Failure) {
        guard arguments.has(.stdinFilename), !isUsed else { return }
        throw Failure.usage(
            "--stdin-filename names the text on stdin, which is not read",
            hint: "name - in the place of a file")
    }

    /// What is configured around a conversation, or around the working directory.
    func configuration(around path: String? = nil) throws(Failure) -> Configuration {
        try Configuration.read(around: path, environment: environment)
    }

    /// What the command line says about the request.
    func settings() throws(Failure) -> SettingsLayer {
        var layer = SettingsLayer()
        for pair in arguments.values(.option) { try layer.set(pair) }
        if let model = arguments.value(.model) { layer.set(.model, to: model) }
        if let provider = arguments.value(.provider) { layer.set(.provider, to: provider) }
        if let system = arguments.value(.system) { layer.set(.system, to: system) }
        if let preset = arguments.value(.preset) { layer.set(.preset, to: preset) }
        layer.addedTools = arguments.values(.tool)
        if let schema = arguments.value(.schema) { try layer.set(schema: schema) }
        layer.retries = arguments.value(.retries).flatMap { Int($0) }
        if arguments.has(.noStream) { layer.isStreamed = false }
        layer.timeout = arguments.value(.timeout).flatMap(Double.init)
        return layer
    }
}
