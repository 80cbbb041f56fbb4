import LLMCore
import MarkdownHistory

// Messages of a program that stand in no file: their text is sent as it is.
extension ReplyRun {
    /// - Parameters:
    ///   - given: goes behind the system message and the messages of the settings.
    ///   - path: the file that they have to do with, whose folder has settings too.
    ///   - commandLine: the highest layer of settings.
    ///   - attachments: what goes along with the last message.
    init(
        answering given: [Message], path: String?, commandLine: SettingsLayer,
        attachments: [GivenAttachment] = [], environment: Environment
    ) throws(Failure) {
        let given = given.filter { !$0.isBlank }
        guard let last = given.last, last.role == .user else {
            throw Failure(
                .nothingToSend,
                given.isEmpty
                    ? "there is no message to answer"
                    : "the last message is not the user's, so there is nothing to answer")
        }
        let configuration = try Configuration.read(around: path, environment: environment)
        var remarks: [Diagnostic] = []
        let stack = try configuration.stack(
            for: nil, path: path, commandLine: commandLine, warnings: &remarks)
        var settings = try configuration.settings(stack)
        try settings.chooseTools(configuration, conversation: path)
        var files = PromptFiles(configuration)
        var messages = try files.messages(stack) + given
        if let system = try files.system(stack), !system.isEmpty {
            messages.insert(Message(role: .system, text: system), at: 0)
        }
        messages = messages.attaching(attachments)
        try settings.check(messages)
        try self.init(
            answering: messages, path: path, settings: settings, configuration,
            warnings: configuration.warnings + files.warnings + remarks.map { ($0, path) }
                + settings.warnings)
    }
}

extension Settings {
    /// Refuses what the model would not take of the messages, and what would cost too much.
    mutating func check(_ messages: [Message]) throws(Failure) {
        try checkAttachments(of: messages)
        checkFallback(for: messages)
        warnAboutModel(inputTokens: estimatedTokens(in: messages), on: .today)
        try checkCost(of: messages)
    }
}

extension Message {
    fileprivate var isBlank: Bool {
        text.utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }
}
