import LLMCore
import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// A message goes the way that `append -p` takes, and the reply is shown as `complete` shows it.
extension TerminalChat {
    /// Has the conversation answered, with a message more where there is one.
    ///
    /// What is not in the file afterwards stands on the next line again.
    ///
    /// - Returns: whether any of the reply is kept.
    @discardableResult
    func answer(_ prompt: String?) throws(Failure) -> Bool {
        let path = path ?? Command.freshName()
        let given = attachments
        var isWritten = false
        defer {
            if !isWritten {
                draft = prompt.map { $0.hasPrefix("/") ? "/" + $0 : $0 } ?? ""
                attachments = given
            }
        }
        var invocation = invocation
        for text in attachments where prompt != nil {
            invocation.arguments.set(.attachment, to: text)
        }
        let (run, file) = try AppendTask(invocation, asking: prompt)
            .prepare(path, nil, hasClosingLine: false)
        let status = invocation.statusLine(loop)
        if prompt != nil { attachments = [] }
        let messages = invocation.messages(status)
        let shown = TextSink(
            .output(loop), nil, status: status, messages: messages,
            environment: invocation.environment, isMarkdown: true)
        let sink = TeeSink(file, shown, messages: messages) { [unowned self] warning in
            told.insert(warning).inserted
        }
        let approver = ChatApprover(invocation.approver(loop, status), editor)
        try say("")
        _ = run.run(into: sink, loop: loop, invocation, approver: approver, signals)
        isWritten = file.place != nil
        if let place = file.place, self.path == nil {
            self.path = place
            try messages.note("the conversation is kept in \(place)")
        } else if !isWritten, prompt != nil, signals.received ?? SIGINT == SIGINT {
            try messages.note("nothing was added; your message is on the line again")
        }
        try say("")
        return isWritten
    }

    /// The conversation as it stands in the file; nil where there is none yet.
    func currentFile() throws(Failure) -> (path: String, ChatFile)? {
        guard let path, FileContents.exists(at: path) else { return nil }
        return (path, try Command.chatFile(parsing: try Command.bytes(at: path), path: path))
    }

    /// Answers what waits for an answer, if anything does.
    func answerWhatWaits() throws(Failure) {
        guard let (_, file) = try currentFile(), file.nothingToSend == nil else { return }
        try answer(nil)
    }

    /// Answers the user's last message again; the answer before becomes notes.
    func retry() throws(Failure) {
        guard let (path, file) = try currentFile() else {
            throw Failure(.nothingToSend, "there is no answer yet")
        }
        guard let aside = file.settingLastAnswerAside() else {
            if file.nothingToSend == nil {
                try answer(nil)
                return
            }
            throw Failure(
                .nothingToSend, "the conversation does not end with an answer of yours to repeat")
        }
        try replace(file.source.bytes, with: aside, at: path)
        var isAnswered = false
        defer { if !isAnswered { try? replace(aside, with: file.source.bytes, at: path) } }
        isAnswered = try answer(nil)
    }

    private func replace(
        _ original: [UInt8], with bytes: [UInt8], at path: String
    ) throws(Failure) {
        do throws(ChatFileError) {
            try ChatFileReplacer.replace(original, with: bytes, at: path)
        } catch {
            throw Failure(error)
        }
    }
}
