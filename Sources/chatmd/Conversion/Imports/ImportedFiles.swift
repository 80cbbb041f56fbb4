import LLMCore
import MarkdownHistory

/// The conversation files that a text of another format becomes.
struct ImportedFiles {
    private(set) var files: [[UInt8]] = []
    private(set) var warnings: [Diagnostic] = []

    /// - Parameter path: the text's own, for its ending.
    init(_ text: [UInt8], path: String?) throws(MarkdownHistoryError) {
        switch ImportFormat(of: text, path: path) {
        case .json: files = try Self.json(text)
        case .markdown:
            let file = try ChatVimFile(parsing: text)
            guard !file.conversation.isEmpty || !file.conversation.settings.isEmpty else {
                throw .noMessage("`# === USER ===`")
            }
            warnings = file.warnings
            files = [try file.conversation.file(lineEnding: file.lineEnding)]
        case .vimAI:
            let source = try SourceText(text)
            files = [try Self.file(of: try VimAIFile(parsing: source).conversation, source)]
        case .gp:
            let source = try SourceText(text)
            files = [try Self.file(of: try GpFile(parsing: source).conversation, source)]
        case .flemma:
            let source = try SourceText(text)
            files = [try Self.file(of: try FlemmaFile(parsing: source).conversation, source)]
        case .aichat: files = [try AIChatSession(parsing: text).conversation.file()]
        case .sqlite:
            throw MarkdownHistoryError(
                line: 1, column: 1, message: "this is a database, and only what it prints is read",
                hint: "llm logs -n 0 --json | chatmd import - --output conversations/")
        }
    }

    /// With the line endings of the text that it was read from.
    private static func file(
        of conversation: ImportedConversation, _ source: SourceText
    ) throws(MarkdownHistoryError) -> [UInt8] {
        try conversation.file(lineEnding: LineEnding(of: source.bytes))
    }

    private static func json(_ text: [UInt8]) throws(MarkdownHistoryError) -> [[UInt8]] {
        var files: [[UInt8]] = []
        for (value, line) in try JSONText(parsing: text).values {
            if let responses = LLMLog.responses(in: value) {
                for conversation in LLMLog(responses).conversations {
                    files.append(try conversation.file())
                }
                continue
            }
            // An array of conversations, where the elements are no messages.
            let isList = value[0]?["messages"] != nil
            for value in isList ? value.array ?? [] : [value] {
                files.append(try openAI(value, line).file())
            }
        }
        guard !files.isEmpty else {
            throw MarkdownHistoryError(
                line: 1, column: 1, message: "there is no conversation in it",
                hint: "an array of llm's responses, or of OpenAI's messages, has at least one")
        }
        return files
    }

    private static func openAI(
        _ value: JSONValue, _ line: Int
    ) throws(MarkdownHistoryError) -> ImportedConversation {
        do throws(OpenAIImport.Problem) {
            return try OpenAIImport(value).conversation
        } catch {
            throw MarkdownHistoryError(
                line: line, column: 1,
                message: (error.place.isEmpty ? "" : "`\(error.place)`: ") + error.message,
                hint: "expected {\"messages\": [{\"role\": \"user\", \"content\": \"…\"}]}"
            )
        }
    }
}
