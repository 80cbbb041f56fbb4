/// Reads the chunks of a chat completion.
///
/// Usage and finish reason are held back to the end, as providers disagree on where they come:
/// usage at the top, under `x_groq` or inside the choice; the finish reason once, twice, or before
/// an error.
struct OpenAIChatStream: StreamDecoder {
    private(set) var model: String?
    private(set) var responseID: String?
    private(set) var isFinished = false

    private var pieces = ReplyPieces()
    private var usage: Usage?
    private var finishReason: String?
    private var hasToolCalls = false

    private static let done = Array("[DONE]".utf8)

    var isComplete: Bool { finishReason != nil }

    mutating func decode(_ event: ServerSentEvent, into events: inout [StreamEvent])
        throws(LLMError)
    {
        if isFinished || event.data.isEmpty { return }
        if event.data == Self.done { return try conclude(into: &events) }
        let chunk: JSONValue
        do {
            chunk = try JSONParser.parse(event.data)
        } catch {
            if !event.isTerminated { return }  // cut: `finish` says so
            if event.name == "error" {
                throw ProviderFault(text: String(decoding: event.data, as: UTF8.self)).llmError()
            }
            throw LLMError.notJSON("an event of the stream", event.data, error)
        }
        try take(chunk, into: &events)
        if event.name == "error" { throw ProviderFault(chunk).llmError() }
    }

    mutating func finish(into events: inout [StreamEvent]) throws(LLMError) {
        if isFinished { return }
        if isComplete { return try conclude(into: &events) }
        pieces.flush(into: &events)
        throw .cutOff
    }

    // MARK: One chunk

    mutating func take(_ chunk: JSONValue, into events: inout [StreamEvent])
        throws(LLMError)
    {
        if let id = chunk["id"]?.string, !id.isEmpty { responseID = id }
        if let name = chunk["model"]?.string, !name.isEmpty { model = name }
        usage =
            Usage(openAIChat: chunk["usage"]) ?? Usage(openAIChat: chunk["x_groq"]?["usage"])
            ?? usage
        for choice in chunk["choices"]?.array ?? [] where choice["index"]?.int ?? 0 == 0 {
            usage = Usage(openAIChat: choice["usage"]) ?? usage
            if let delta = choice[present: "delta"] ?? choice["message"] {
                take(delta: delta, into: &events)
            }
            if let reason = choice["finish_reason"]?.string, !reason.isEmpty {
                finishReason = reason
            }
        }
        if let error = chunk["error"], !error.isNull {
            pieces.flush(into: &events)
            if let usage { events.append(.usage(usage)) }
            throw ProviderFault(chunk).llmError()
        }
    }

    private mutating func take(delta: JSONValue, into events: inout [StreamEvent]) {
        // Where both are there, they hold the same text.
        if let piece = delta[present: "reasoning_content"] ?? delta["reasoning"] {
            pieces.append(reasoning: piece, to: &events)
        }
        if let parts = delta["content"]?.array {
            for part in parts { take(part: part, into: &events) }
        } else if let piece = delta["content"] {
            pieces.append(text: piece, to: &events)
        }
        if let piece = delta["refusal"] { pieces.append(text: piece, to: &events) }
        if let calls = delta["tool_calls"]?.array, !calls.isEmpty { hasToolCalls = true }
    }

    /// Mistral's reasoning models stream arrays of parts while they think.
    private mutating func take(part: JSONValue, into events: inout [StreamEvent]) {
        switch part["type"]?.string {
        case "thinking":
            if let thoughts = part["thinking"]?.array {
                for piece in thoughts { pieces.append(reasoning: piece["text"], to: &events) }
            } else if let piece = part["thinking"] {
                pieces.append(reasoning: piece, to: &events)
            }
        case "text", nil:
            pieces.append(text: part["text"] ?? part, to: &events)
        default:
            break
        }
    }

    // MARK: The end

    mutating func conclude(into events: inout [StreamEvent]) throws(LLMError) {
        isFinished = true
        pieces.flush(into: &events)
        if let usage { events.append(.usage(usage)) }
        events.append(.finish(try reason()))
    }

    private func reason() throws(LLMError) -> FinishReason {
        switch finishReason {
        case "length", "max_tokens", "model_length": return .length
        case "tool_calls", "function_call": return .toolCalls
        case "content_filter": return .contentFilter
        case "error": throw LLMError(.server, "the provider broke the reply off with an error")
        case "insufficient_system_resource", "aborted":
            throw LLMError(.overloaded, "the provider broke the reply off for lack of resources")
        // Some upstreams of OpenRouter end with [DONE] and no reason.
        case nil: return hasToolCalls ? .toolCalls : .stop
        default: return .stop
        }
    }
}

extension Usage {
    /// Reads a `usage` object; nil for anything else.
    ///
    /// xAI leaves reasoning out of `completion_tokens`, the others count it in; the total tells
    /// which it is.
    init?(openAIChat usage: JSONValue?) {
        guard let usage, let input = usage["prompt_tokens"]?.int else { return nil }
        var output = usage["completion_tokens"]?.int ?? 0
        let reasoning = usage["completion_tokens_details"]?["reasoning_tokens"]?.int
        if let reasoning, reasoning > 0,
            usage["total_tokens"]?.int == input.addingClamped(output).addingClamped(reasoning)
        {
            output = output.addingClamped(reasoning)
        }
        self.init(
            inputTokens: input,
            outputTokens: output,
            cachedInputTokens: usage["prompt_tokens_details"]?["cached_tokens"]?.int
                ?? usage["prompt_cache_hit_tokens"]?.int ?? usage["cached_tokens"]?.int,
            reasoningTokens: reasoning
        )
    }
}
