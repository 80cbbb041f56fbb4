import LLMCore
import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `complete --rpc`: one request as a JSON line on stdin, then cancels, until the reply has ended.
///
/// stdin stays open while the reply arrives; its end means cancel.
final class RPCSession {
    private let loop = EventLoop()
    private var lines = LineBuffer()
    private var isCancelled = false
    /// What the client says to the calls that it was asked about, by their ids.
    private var decisions: [String: Bool] = [:]

    static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        try RPCSession().run(invocation)
    }

    private func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        guard try invocation.file() == nil else {
            throw Failure.usage("--rpc takes the conversation from its first line, not from a file")
        }
        let line = try firstLine()
        let message = try? JSONParser.parse(line)
        let sink = NDJSONSink(.output(loop), id: message?["id"])
        do throws(Failure) {
            let request = try RPCRequest(message)
            let (run, plan) = try request.prepare(invocation)
            sink.unfinished = plan?.unfinished
            if let plan, request.addsDelimiters {
                sink.text = ReplyText(
                    ReplyAddition(
                        plan.writer, showsReasoning: run.settings.showsReasoning))
            }
            loop.watch(StandardStream.input) { [self] in readMore(id: message?["id"]) }
            let approver: any ToolApprover =
                request.canApprove ? RPCApprover(self, sink) : NobodyToAsk()
            let status = run.runUntilSignal(
                into: sink, loop: loop, invocation, approver: approver)
            return isCancelled ? ExitCode.status(forSignal: SIGINT) : status
        } catch {
            try sink.fail(error)
            return ExitCode.status(for: error.code)
        }
    }

    private func firstLine() throws(Failure) -> [UInt8] {
        while true {
            if let line = lines.next() { return line }
            guard lines.read(from: StandardStream.input) else {
                throw Failure.usage(
                    "--rpc needs a request as a JSON line on stdin",
                    hint: "doc/protocol.md describes it"
                )
            }
        }
    }

    private func readMore(id: JSONValue?) {
        let isOpen = lines.read(from: StandardStream.input)
        while let line = lines.next() {
            guard let message = try? JSONParser.parse(line) else { continue }
            switch message["type"]?.string {
            case "cancel" where message["id"] == nil || message["id"] == id: cancel()
            case "approve":
                guard let call = message["call"]?.string else { continue }
                decisions[call] = message["allow"]?.bool == true
            default: continue
            }
        }
        if !isOpen {
            loop.unwatch(StandardStream.input)
            cancel()
        }
    }

    /// Waits for what the client says to a call.
    fileprivate func decision(on call: String) throws(Failure) -> Bool {
        decisions[call] = nil
        while true {
            if let decision = decisions[call] { return decision }
            try Failure.converting { () throws(LLMError) in try loop.turn(atMost: nil) }
        }
    }

    /// Once: the end of the input often follows a cancel, and must not cancel what says so.
    private func cancel() {
        if isCancelled { return }
        isCancelled = true
        loop.cancel()
    }
}

/// Asks the client of an `--rpc` session.
private final class RPCApprover: ToolApprover {
    private let session: RPCSession
    private let sink: NDJSONSink

    init(_ session: RPCSession, _ sink: NDJSONSink) {
        self.session = session
        self.sink = sink
    }

    func refusal(of plan: CallPlan) throws(Failure) -> String? {
        try sink.ask(plan)
        return try session.decision(on: plan.call.id) ? nil : Self.denial
    }
}
