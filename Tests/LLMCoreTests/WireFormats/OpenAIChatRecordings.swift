import Testing

@testable import LLMCore

/// Real streams, kept beside the package; skipped where they are not.
@Suite(.enabled(if: RecordedStream.directory != nil, "no recorded streams here"))
struct OpenAIChatRecordings {
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

    @Test(arguments: OpenAIChatRecordings.chat) func theWholeStreamIsRead(_ name: String) throws {
        let stream = try RecordedStream(name)
        try check(stream.replay(cutAt: [], with: OpenAIChatStream()), of: stream)
    }

    @Test(arguments: OpenAIChatRecordings.chat) func byteByByteNothingChanges(_ name: String) throws
    {
        let stream = try RecordedStream(name)
        #expect(
            stream.replay(cutAt: Array(1..<stream.bytes.count), with: OpenAIChatStream())
                == stream.replay(cutAt: [], with: OpenAIChatStream()))
    }

    private func check(_ outcome: RecordedStream.Outcome, of stream: RecordedStream) throws {
        let expected = stream.expected
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
}
