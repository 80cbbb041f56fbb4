import LLMCore
import MarkdownHistory

extension TerminalChat {
    /// Does what a line asks for; false where that is to end.
    func obey(_ line: ChatLine) throws(Failure) -> Bool {
        switch line {
        case .nothing: try answerWhatWaits()
        case .message(let text): try answer(text)
        case .command(let command, let argument): return try obey(command, argument)
        case .unknown(let word, let meant):
            throw Failure.usage(
                "there is no /\(word)",
                hint: meant.map { "did you mean /\($0)?" }
                    ?? "/help lists what there is; //\(word) sends it as a message")
        }
        return true
    }

    private func obey(_ command: ChatCommand, _ argument: String) throws(Failure) -> Bool {
        if !argument.isEmpty, ![.model, .attach, .edit].contains(command) {
            throw Failure.usage(
                "/\(command.rawValue) stands alone", hint: "// at the start sends it as a message")
        }
        switch command {
        case .help: try StandardStream.output().write(ChatCommand.overview)
        case .model: try chooseModel(argument)
        case .attach: try attach(argument)
        case .detach:
            attachments = []
            try attach("")
        case .retry: try retry()
        case .edit: try edit(argument)
        case .file:
            let name = path.map { TerminalText.visibleInLine(WorkTree.resolved($0) ?? $0) }
            try say(name ?? "no file yet; the first answer makes one")
        case .exit, .quit: return false
        }
        return true
    }

    // MARK: The model

    private func chooseModel(_ name: String) throws(Failure) {
        if !name.isEmpty {
            let before = invocation
            invocation.arguments.set(.model, to: name)
            invocation.arguments.remove(.provider)
            do throws(Failure) {
                _ = try shownModel()
            } catch {
                invocation = before
                throw error
            }
        }
        try say(try shownModel() ?? "none is set: the first provider with a key answers")
        if !name.isEmpty { try say("for this chat; the file's own `model` stays as it is") }
    }

    /// Who would answer, as far as something says so; a name that nobody knows is an error.
    func shownModel() throws(Failure) -> String? {
        let file = try currentFile()
        let configuration = try invocation.configuration(around: path)
        var warnings: [Diagnostic] = []
        let stack = try configuration.stack(
            for: file?.1, path: path, commandLine: try invocation.settings(), warnings: &warnings)
        let (model, provider) = stack.modelAndProvider
        guard model != nil || provider != nil else { return nil }
        let (row, name) = try Failure.converting { () throws(LLMError) in
            try ModelName.resolve(
                model: model, provider: provider, aliases: configuration.config.aliases,
                providers: configuration.config.providers, hasKey: { _ in false })
        }
        return "\(row.id)/\(name)"
    }

    /// For Tab: the user's own names, and the catalogue's.
    func modelNames() -> [String] {
        let aliases = (try? invocation.configuration(around: path))?.config.aliases ?? [:]
        return aliases.keys
            + ModelCatalogue.search("", of: BuiltInProviders.all.map(\.id)).map { model in
                "\(model.provider)/\(model.id)"
            }
    }

    // MARK: Messages

    private func attach(_ text: String) throws(Failure) {
        guard !text.isEmpty else {
            return try say(
                attachments.isEmpty
                    ? "nothing is attached to the next message"
                    : TerminalText.visibleInLine(attachments.joined(separator: ", ")))
        }
        let name = ChatCompletions.expanded(text)
        try checkAttachment(name)
        attachments.append(name)
        try say("goes with your next message: \(TerminalText.visibleInLine(name))")
    }

    /// Throws where it could not be sent with a message.
    func checkAttachment(_ text: String) throws(Failure) {
        var invocation = invocation
        invocation.arguments.set(.attachment, to: text)
        _ = try GivenLinks(invocation, in: path ?? "chat.md")
    }

    /// Sends what the user's editor leaves; nothing where that is blank.
    private func edit(_ beginning: String) throws(Failure) {
        let editor = UsersEditor(invocation.environment)
        let text = try self.editor.lendTerminal { () throws(Failure) in
            try editor.edit(beginning)
        }
        guard ChatLine("\n" + text) != .nothing else {
            return try say("nothing was written, so nothing is sent")
        }
        let message = text.last == "\n" ? String(text.dropLast()) : text
        keep(message)
        try answer(message)
    }
}
