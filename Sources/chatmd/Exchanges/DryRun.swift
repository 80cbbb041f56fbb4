import LLMCore
import MarkdownHistory

/// `--dry-run`: requests are printed instead of sent, for people, for a shell or for programs.
struct DryRun {
    private let invocation: Invocation
    private let output: StandardStream
    private let messages: MessagePrinter

    /// nil where requests are to be sent.
    init?(_ invocation: Invocation) {
        guard invocation.arguments.has(.dryRun) else { return nil }
        self.invocation = invocation
        output = .output()
        messages = invocation.messages()
    }

    private var isCurl: Bool { invocation.arguments.value(.dryRun) == "curl" }
    private var isEvents: Bool { invocation.arguments.value(.format) == "ndjson" }

    /// Nothing is sent, so that no transport is ever asked for.
    static var client: LLMClient {
        LLMClient(transport: CurlTransport(loop: EventLoop(), userAgent: Version.userAgent))
    }

    func print(_ run: ReplyRun) throws(Failure) -> Int32 {
        if !invocation.isQuiet {
            for (warning, path) in run.warnings { try warn(warning, path: path) }
        }
        let request = try run.httpRequest(from: Self.client)
        if request == nil { try note("`\(run.settings.model)` answers without a request") }
        return try print(
            [request].compactMap(\.self), to: run.settings.provider, keys: run.keys)
    }

    func print(
        _ requests: [HTTPRequest], to provider: Provider, keys: KeyRing
    ) throws(Failure) -> Int32 {
        let variable = try keyVariable(of: provider, keys)
        if isCurl, requests.contains(where: holdsOtherSecrets) {
            try note("what is secret is left out of the command, and has to be put in by hand")
        }
        let isTerminal = output.isTerminal
        let all = requests.map { text(of: $0, keyVariable: variable, isTerminal) }
            .joined(separator: isMachineReadable ? "" : "\n")
        try output.write(isTerminal ? TerminalText.visible(all) : all)
        return ExitCode.answered
    }

    /// The variable that holds the key, or that should.
    private func keyVariable(of provider: Provider, _ keys: KeyRing) throws(Failure) -> String? {
        let variable = provider.keyVariable
        switch keys.source(for: provider) {
        case .environment(let name): return name
        case nil:
            if provider.requiresKey { try note(LLMError.noKey(for: provider).message) }
        case .command, .file:
            guard isCurl, let variable else { break }
            try note("\(variable) is not in the environment; set it before you run the command")
        }
        return variable
    }

    private var isMachineReadable: Bool {
        !isCurl && ["json", "ndjson"].contains(invocation.arguments.value(.format))
    }

    private func text(of request: HTTPRequest, keyVariable: String?, _ isTerminal: Bool) -> String {
        if isCurl {
            return CurlCommand(request, keyVariable: keyVariable, isForTerminal: isTerminal).text
        }
        let redacted = RedactedRequest(request)
        guard isMachineReadable else { return redacted.text }
        var json = JSONObject(isEvents ? [("type", "request")] : [])
        for member in redacted.json.members { json.append(member.key, member.value) }
        return String(decoding: JSONWriter.bytes(of: .object(json)), as: UTF8.self) + "\n"
    }

    /// Whether more than the key's own header was taken out.
    private func holdsOtherSecrets(_ request: HTTPRequest) -> Bool {
        let redacted = request.redacted
        return redacted.url != request.url || redacted.body != request.body
            || redacted.headers.fields.prefix(request.headers.fields.count)
                != request.headers.fields[...]
    }

    // MARK: Messages

    private func note(_ text: String) throws(Failure) {
        guard isEvents else { return try messages.note(text) }
        if invocation.isQuiet { return }
        try warn(Diagnostic(.warning, line: 0, column: 0, message: text), path: nil)
    }

    private func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        guard isEvents else { return try messages.warn(warning, path: path) }
        let event = NDJSONEvent.warning(warning, path: path)
        try output.write(JSONWriter.bytes(of: .object(event)) + [UInt8(ascii: "\n")])
    }
}
