import LLMCore
import MarkdownHistory

/// Holds a reply back until it is whole, and hands on the JSON in it once that is what was asked
/// for.
///
/// A stream cannot be taken back, and who asks for JSON can use nothing else: so nothing of an
/// answer is given out that may turn out wrong. Calls of tools, and their results, pass.
final class AnswerSink: ReplySink {
    private let check: AnswerCheck
    private let sink: any ReplySink
    /// Whether the sink writes down what the model thinks, which then belongs to an answer.
    private let holdsReasoning: Bool
    private var text = ""
    private var reasoning = ""
    /// An answer that does not fit, and is asked for once more.
    private var refused: String?
    private var hasAnswered = false
    private var hasGivenCallsBack = false

    init(_ check: AnswerCheck, before sink: any ReplySink, holdsReasoning: Bool) {
        self.check = check
        self.sink = sink
        self.holdsReasoning = holdsReasoning
    }

    /// Judges the reply that has come. Where it has to be asked for once more, answers with what is
    /// to be added to the conversation for that; never twice.
    ///
    /// - Parameter refusal: what the model said instead of an answer; it would say that again.
    func correction(
        after summary: ReplySummary, refusal: String
    ) throws(Failure) -> [Message] {
        if !refusal.isEmpty {
            var failure = Failure(.contentFilter, "the model refuses to answer")
            failure.provider = summary.provider
            throw failure
        }
        let problems: [String]
        switch check.result(of: text) {
        case .json(let json):
            try handOnReasoning()
            try sink.receive(json)
            hasAnswered = true
            return []
        case .problems(let found): problems = found
        }
        let message = "the answer is not the JSON that was asked for: \(Self.listed(problems))"
        guard refused == nil, summary.finishReason == .stop else {
            var failure = Failure(.protocol, message)
            switch summary.finishReason {
            case .length: failure.hint = "it was cut off at the token limit; raise max_tokens"
            case .contentFilter: failure.hint = "the provider's content filter ended it"
            case .stop, .toolCalls, .cancelled: break
            }
            failure.provider = summary.provider
            throw failure
        }
        try sink.retry(
            Retry(
                attempt: 2, maxAttempts: 2, delay: 0, error: LLMError(.protocol, message),
                provider: summary.provider, model: summary.model))
        let messages = check.correction(of: text, problems)
        refused = text
        (text, reasoning) = ("", "")
        return messages
    }

    private static func listed(_ problems: [String]) -> String {
        let rest = problems.count - 3
        return problems.prefix(3).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
    }

    private func handOnReasoning() throws(Failure) {
        if !reasoning.isEmpty { try sink.receive(reasoning: reasoning) }
        reasoning = ""
    }

    // MARK: ReplySink

    func receive(_ text: String) throws(Failure) { self.text += text }

    func receive(reasoning: String) throws(Failure) {
        if holdsReasoning {
            self.reasoning += reasoning
        } else {
            try sink.receive(reasoning: reasoning)
        }
    }

    func receive(_ call: ToolCall) throws(Failure) {
        try handOnReasoning()
        try sink.receive(call)
    }

    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure) {
        // What was said beside the calls is no part of the answer.
        text = ""
        hasGivenCallsBack = results.isEmpty
        try sink.endRound(calls, results)
    }

    func finish(_ summary: ReplySummary) throws(Failure) {
        guard hasAnswered || hasGivenCallsBack || summary.finishReason == .cancelled else {
            throw Failure(
                .protocol, "the model calls tools instead of giving the answer that was asked for")
        }
        try sink.finish(summary)
    }

    func fail(_ failure: Failure) throws(Failure) {
        var failure = failure
        if !hasAnswered { failure.answer = text.isEmpty ? refused : text }
        try sink.fail(failure)
    }

    func start(_ start: ReplyStart) throws(Failure) { try sink.start(start) }
    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        try sink.warn(warning, path: path)
    }
    func log(_ entry: LogEntry) throws(Failure) { try sink.log(entry) }
    func retry(_ retry: Retry) throws(Failure) { try sink.retry(retry) }
    func receive(_ result: ToolResult) throws(Failure) { try sink.receive(result) }
}
