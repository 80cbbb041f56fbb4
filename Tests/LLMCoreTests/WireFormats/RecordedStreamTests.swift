import Testing

@testable import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Real streams, kept beside the package; skipped where they are not.
@Suite(.enabled(if: RecordedStream.directory != nil, "no recorded streams here"))
struct RecordedStreamTests {
    @Test(arguments: RecordedStream.chat) func theWholeStreamIsRead(_ name: String) throws {
        let stream = try RecordedStream(name)
        try stream.check(stream.replay(cutAt: []))
    }

    @Test(arguments: RecordedStream.chat) func byteByByteNothingChanges(_ name: String) throws {
        let stream = try RecordedStream(name)
        #expect(
            stream.replay(cutAt: Array(1..<stream.bytes.count)) == stream.replay(cutAt: []))
    }
}

/// A recording, and what an independent decoder made of it.
struct RecordedStream {
    let bytes: [UInt8]
    let expected: JSONValue

    static let directory: String? = {
        let variable = getenv("CHATMD_RECORDED_STREAMS").map { String(cString: $0) }
        let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = variable ?? "/\(package)/../shared/recorded-streams"
        return access(path, R_OK) == 0 ? path : nil
    }()

    static let chat = [
        "openai-chat/text-gpt-4o", "openai-chat/text-o4-mini", "openai-chat/length-truncated",
        "openai-chat/logprobs", "openai-chat/azure-content-filter-first-chunk",
        "openai-chat/cached-prompt", "openai-chat/tool-single-gpt-4o-mini",
        "openai-chat/tool-truncated-mid-arguments", "xai/text-grok-4-fast",
        "xai/reasoning-grok-code-fast", "openrouter/text-claude", "openrouter/text-gpt-5.4-nano",
        "openrouter/web-search-annotations", "openrouter/midstream-error-token-limit",
        "openrouter/tool-kimi-no-finish-reason", "openrouter/tool-gemini-reasoning-encrypted",
        "ollama/v1-text-gpt-oss-120b", "ollama/v1-tool-gpt-oss-120b", "groq/text-kimi-k2",
        "groq/tool-parallel-kimi-k2", "groq/midstream-error-tool-use-failed",
        "deepseek/reasoner-text", "mistral/text-small", "mistral/tool-small",
        "mistral/two-choices-interleaved", "composed/moonshot-usage-inside-choice",
        "composed/openai-chat-connection-cut",
    ]

    init(_ name: String) throws {
        let path = try #require(Self.directory) + "/" + name
        bytes = try Self.read(path + ".sse")
        expected = try JSONParser.parse(try Self.read(path + ".expected.json"))
    }

    /// What a reader sees, however the text was cut into events.
    struct Outcome: Equatable {
        var text = ""
        var reasoning = ""
        var usage: Usage?
        var finish: FinishReason?
        var error: LLMError?
        var model: String?
        var responseID: String?
    }

    func replay(cutAt cuts: [Int]) -> Outcome {
        let head = HTTPResponseHead(status: 200, headers: ["Content-Type": "text/event-stream"])
        var pieces: [[UInt8]] = []
        var start = 0
        for cut in cuts + [bytes.count] {
            pieces.append(Array(bytes[start..<cut]))
            start = cut
        }
        let reply = ReplyStream(
            from: NetworkReply(
                ScriptedExchange(head: head, pieces: pieces), head: head,
                from: try! HTTPURL("https://llm.example.org/v1"), decoder: OpenAIChatStream()),
            head: head, model: "asked", provider: BuiltInProviders.openAI, key: nil)
        var outcome = Outcome()
        do {
            while let event = try reply.next() {
                switch event {
                case .text(let text): outcome.text += text
                case .reasoning(let text): outcome.reasoning += text
                case .usage(let usage): outcome.usage = usage
                case .finish(let reason): outcome.finish = reason
                }
            }
        } catch {
            outcome.error = error
        }
        outcome.model = reply.model
        outcome.responseID = reply.responseID
        return outcome
    }

    func check(_ outcome: Outcome) throws {
        #expect(outcome.text == expected["text"]?.string)
        #expect(outcome.reasoning == expected["reasoning"]?.string ?? "")
        #expect(outcome.model == expected["model"]?.string)
        #expect(outcome.responseID == expected["id"]?.string)

        let usage = expected["usage"]
        #expect(outcome.usage?.inputTokens == usage?["prompt_tokens"]?.int)
        let reasoning = usage?["completion_tokens_details"]?["reasoning_tokens"]?.int
        #expect(outcome.usage?.reasoningTokens == reasoning)
        if let usage, usage.object != nil {
            let written = try #require(usage["total_tokens"]?.int) - usage["prompt_tokens"]!.int!
            #expect(outcome.usage?.outputTokens == written)
        }

        if let error = expected["error"] {
            #expect(outcome.error?.message == error["message"]?.string)
            #expect(outcome.finish == nil)
        } else if expected["composed"]?.bool == true, expected["finish_reason"]?.isNull == true {
            #expect(outcome.error?.code == .network)
        } else {
            #expect(outcome.error == nil)
            let hasCalls = expected["tool_calls"]?.array?.isEmpty == false
            let reason = expected["finish_reason"]?.string ?? (hasCalls ? "tool_calls" : "stop")
            #expect(outcome.finish?.rawValue == reason)
        }
    }

    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY)
        try #require(file >= 0, "\(path)")
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count <= 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}

/// An answer from memory, in the pieces it is given.
final class ScriptedExchange: HTTPExchange {
    private let answer: HTTPResponseHead
    private var pieces: ArraySlice<[UInt8]>

    init(head: HTTPResponseHead, pieces: [[UInt8]]) {
        answer = head
        self.pieces = pieces[...]
    }

    func head() throws(LLMError) -> HTTPResponseHead { answer }
    func next() throws(LLMError) -> [UInt8]? { pieces.popFirst() }
}
