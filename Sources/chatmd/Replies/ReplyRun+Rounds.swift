import LLMCore
import MarkdownHistory

// One answer is a request and its reply, or several: as long as the model calls tools they are run,
// and it is asked again; where its answer does not fit what was asked for, once more.
extension ReplyRun {
    /// The longest answer that is taken, in bytes; no model writes a tenth of it.
    private static let maximumSize = 64 << 20

    /// - Parameter answer: the sink, where the answer has to fit.
    func receive(
        _ progress: inout Progress, into sink: any ReplySink, _ answer: AnswerSink?,
        from client: LLMClient, _ loop: EventLoop, _ runner: ToolRunner?
    ) throws(Failure) {
        client.findKey = { (provider) throws(LLMError) in try keys.key(for: provider, loop: loop) }
        if let prompt {
            let reply = client.completion(
                of: completionRequest(prompt), from: settings.provider, key: settings.key)
            _ = try receive(reply, &progress, into: sink)
            return
        }
        let target = ModelTarget(
            provider: settings.provider, model: settings.model, key: settings.key)
        var rounds = ToolLoop(chatRequest, at: target, maximumRounds: settings.maximumRounds)
        while true {
            let isFirst = rounds.rounds == 0
            if !isFirst { try checkCost(of: rounds) }
            let reply = client.reply(
                to: rounds.request, from: rounds.target.provider, key: rounds.target.key,
                fallback: isFirst ? settings.fallback : [])
            let builder = try receive(reply, &progress, into: sink)
            rounds.add(builder, from: reply.answering)
            progress.summary.rounds = rounds.rounds
            progress.summary.usage = rounds.usage
            if rounds.calls.isEmpty {
                let correction =
                    try answer?.correction(after: progress.summary, refusal: builder.refusal) ?? []
                if correction.isEmpty { return }
                rounds.askAgain(adding: correction)
                continue
            }
            guard let runner else {
                // What was not offered is nobody's to answer.
                let isOffered = !settings.tools.isEmpty || settings.extra["tools"] != nil
                return isOffered ? try sink.endRound(rounds.calls, []) : ()
            }
            if rounds.isExhausted {
                let note = Diagnostic(
                    .warning, line: 0, column: 0,
                    message:
                        "the model goes on calling tools after \(rounds.rounds) "
                        + "round\(rounds.rounds == 1 ? "" : "s"), and is not asked again",
                    hint: "max_tool_rounds in config.toml, or -o, allows more")
                return try sink.warn(note, path: nil)
            }
            rounds.add(try run(rounds.calls, by: runner, into: sink))
        }
    }

    /// Refuses a further request that would make the answer cost too much.
    private func checkCost(of rounds: ToolLoop) throws(Failure) {
        var settings = settings
        (settings.provider, settings.model) = (rounds.target.provider, rounds.target.model)
        settings.fallback = []
        try settings.checkCost(of: rounds.request.messages, spent: rounds.usage?.cost ?? 0)
    }

    /// Runs the calls of one reply, and hands them to the sink with their results.
    ///
    /// When they are cancelled half-way, what some have done already is not forgotten: the others
    /// are said to be cancelled.
    private func run(
        _ calls: [ToolCall], by runner: ToolRunner, into sink: any ReplySink
    ) throws(Failure) -> [ToolResult] {
        var results: [ToolResult?] = []
        do throws(Failure) {
            try runner.run(calls, into: &results) { (result) throws(Failure) in
                try sink.receive(result)
            }
        } catch {
            if results.contains(where: { $0 != nil }) {
                let all = zip(calls, results).map { call, result in
                    result ?? call.result("cancelled before it ended", isError: true)
                }
                try? sink.endRound(calls, all)
            }
            throw error
        }
        let all = results.compactMap(\.self)
        try sink.endRound(calls, all)
        return all
    }

    /// Hands one reply to the sink; what came with one network read goes out in one write.
    private func receive(
        _ reply: ReplyStream, _ progress: inout Progress, into sink: any ReplySink
    ) throws(Failure) -> ReplyBuilder {
        var builder = ReplyBuilder()
        defer {
            progress.summary.provider = reply.provider.id
            progress.summary.model = reply.model
            progress.summary.requestID = reply.requestID
            progress.summary.responseID = reply.responseID
            progress.summary.isCached = reply.isCached
        }
        var text = ""
        while let event = try Failure.converting({ () throws(LLMError) in try reply.next() }) {
            builder.add(event)
            if let piece = event.text {
                text += piece
                progress.size += piece.utf8.count
                guard progress.size <= Self.maximumSize else {
                    try sink.receive(text)
                    throw Failure(
                        .protocol, "the reply is larger than \(Self.maximumSize >> 20) MB")
                }
                progress.summary.firstToken = progress.summary.firstToken ?? progress.elapsed
                if reply.hasReadyEvents { continue }
            }
            if !text.isEmpty { try sink.receive(text) }
            text = ""
            switch event {
            case .text, .refusal, .block: break
            case .toolCall(let call):
                progress.hasCalls = true
                try sink.receive(call)
            case .retry(let retry): try sink.retry(retry)
            case .reasoning(let text): try sink.receive(reasoning: text)
            case .usage(let usage): progress.summary.usage = usage
            case .finish(let reason): progress.end(reason)
            }
        }
        return builder
    }
}

/// What a running request has come to.
struct Progress {
    private let began = MonotonicClock.now
    var summary: ReplySummary
    /// Of the text, in bytes.
    var size = 0
    /// Whether calls came, and whether an end.
    var hasCalls = false
    private var hasEnded = false

    init(provider: String, model: String) {
        summary = ReplySummary(
            finishReason: .stop, model: model, provider: provider, duration: 0)
    }

    mutating func end(_ reason: FinishReason) {
        summary.finishReason = reason
        hasEnded = true
    }

    /// Whether it is a whole reply, and nothing but a reply.
    var isWorthKeeping: Bool { hasEnded && summary.finishReason == .stop && !hasCalls }

    var elapsed: Int { MonotonicClock.now - began }
}
