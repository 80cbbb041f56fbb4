import MarkdownHistory

/// What is sent, and how the file is to grow.
struct AppendPlan {
    /// The conversation as it will stand in the file when the reply begins: that is what is sent.
    let history: ChatFile
    let writer: ReplyWriter
    /// The reply that is gone on with; what follows it is taken back with the first write.
    let unfinished: UnfinishedReply?

    /// For an answer, to `prompt` where there is one.
    init(_ file: ChatFile, asking prompt: String? = nil, path: String?) throws(Failure) {
        do throws(MarkdownHistoryError) {
            history = if let prompt { try file.adding(prompt: prompt) } else { file }
            writer = try ReplyWriter(replyingTo: file, addingPrompt: prompt)
        } catch {
            throw Failure(error, path: path)
        }
        unfinished = nil
    }

    /// For the rest of the reply that the file ends with.
    init(continuing file: ChatFile, path: String?) throws(Failure) {
        let reply: UnfinishedReply?
        do throws(MarkdownHistoryError) {
            reply = try file.unfinishedReply()
            history = if let reply { try ChatFile(upTo: reply) } else { file }
        } catch {
            throw Failure(error, path: path)
        }
        guard let reply else {
            throw Failure(
                .nothingToSend, "the conversation does not end with a reply that could go on",
                path: path)
        }
        writer = ReplyWriter(continuing: reply)
        unfinished = reply
    }
}
