/// Where the words come from that may stand in a place of the command line.
enum WordSource: Equatable, Sendable {
    /// Free text: nobody can know.
    case nothing
    case files
    case folders
    /// Files, Markdown first.
    case conversations
    case words([String])
    case models
    case presets
    case tools
    case providers
    /// `KEY=VALUE` of `-o`.
    case settings
    /// The value of one of them.
    case value(SettingKey)
    /// What `chatmd help` explains.
    case subjects
    /// One of these words, or a conversation.
    case wordsOrConversations([String])
}

extension Option {
    /// What its value may be.
    ///
    /// - Parameter command: the one that it is given to, which may print in fewer formats.
    func source(for command: Command) -> WordSource {
        switch (name, value) {
        case (.model, _): .models
        case (.preset, _): .presets
        case (.tool, _): .tools
        case (.provider, _): .providers
        case (.format, _): .words(command.formats)
        case (_, .choice(let words)), (_, .optional(let words)): .words(words)
        case (_, .pair): .settings
        case (_, .text("DIR")): .folders
        case (.stdinFilename, _): .conversations
        case (_, .text("FILE")), (_, .text("PATH")), (.attachment, _), (.schema, _): .files
        default: .nothing
        }
    }
}

extension SettingKey {
    var source: WordSource {
        switch (self, form) {
        case (.model, _), (.fallback, _): .models
        case (.provider, _): .providers
        case (.preset, _): .presets
        case (.tools, _), (.toolChoice, _): .tools
        case (.messages, _): .conversations
        case (_, .word(let words)), (_, .wordOrTable(let words, _)): .words(words)
        case (_, .boolean): .words(["true", "false"])
        default: .nothing
        }
    }
}
