/// Something that is explained beside the commands: a screen or two for `chatmd help NAME`.
struct Topic: Sendable {
    let name: String
    /// What it tells, in a few words without a capital.
    let summary: String
    /// Paragraphs of at most 92 columns and a line feed at the end. What stands in a table of the
    /// program is taken from there.
    let text: @Sendable () -> String
    let examples: [String]

    static let all = [
        files, attachments, models, keys, settings, presets, tools, schemas, pipes, events, exit,
        environment, terminal, neovim, trust, privacy, trouble,
    ]
}
