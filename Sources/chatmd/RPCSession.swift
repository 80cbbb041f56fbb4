import ConfigText
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
            let settings = try request.settings(over: try invocation.settings())
            let file = try Command.chatFile(parsing: request.text, path: request.path)
            let run = try ReplyRun(
                file, path: request.path, commandLine: settings,
                attachments: try invocation.attachments(besides: "the request"),
                environment: invocation.environment
            )
            if request.addsDelimiters {
                sink.text = ReplyText(
                    ReplyAddition(
                        try Command.replyWriter(for: file, path: request.path),
                        showsReasoning: run.settings.showsReasoning))
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

/// The first line of an `--rpc` session.
struct RPCRequest {
    var path: String?
    var text: [UInt8]
    var addsDelimiters: Bool
    /// Whether the client can be asked before a tool runs.
    var canApprove: Bool
    private var options: JSONObject

    init(_ json: JSONValue?) throws(Failure) {
        guard let json, json.object != nil else {
            throw Failure.usage("--rpc: the first line is not a JSON object")
        }
        guard json["type"]?.string == "complete" else {
            throw Failure.usage("--rpc: the first line must have the type \"complete\"")
        }
        guard let text = json["text"]?.string else {
            throw Failure.usage("--rpc: the request has no \"text\"")
        }
        guard let canApprove = (json["can_approve"] ?? false).bool else {
            throw Failure.usage("--rpc: \"can_approve\" must be true or false")
        }
        self.canApprove = canApprove
        path = json["path"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        self.text = Array(text.utf8)
        guard let options = (json["options"] ?? [:]).object else {
            throw Failure.usage("--rpc: \"options\" is not an object")
        }
        guard let addsDelimiters = (options["add_delimiters"] ?? false).bool else {
            throw Failure.usage("--rpc: \"add_delimiters\" must be true or false")
        }
        self.options = options
        self.options["add_delimiters"] = nil
        self.addsDelimiters = addsDelimiters
    }

    /// The request's options, keys as in front matter, over those of the command line.
    func settings(over layer: SettingsLayer) throws(Failure) -> SettingsLayer {
        var layer = layer
        for member in options.members where !member.value.isNull {
            guard let key = SettingKey(named: member.key), SettingKey.options.contains(key) else {
                throw Failure.usage("--rpc: unknown option \"\(member.key)\"")
            }
            do throws(ConfigError) {
                try layer.set(key, to: ConfigValue(allowingNull: member.value))
            } catch {
                throw Failure.usage("--rpc: \(error.message)")
            }
        }
        return layer
    }
}
