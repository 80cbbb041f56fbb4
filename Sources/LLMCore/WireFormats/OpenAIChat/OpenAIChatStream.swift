/// Reads the chunks of a chat completion.
///
/// Usage and finish reason are held back to the end, as providers disagree on where they come:
/// usage at the top, under `x_groq` or inside the choice; the finish reason once, twice, or before
/// an error. Tool calls are held back as well, until all their pieces have come.
struct OpenAIChatStream: StreamDecoder {
    private(set) var model: String?
    private(set) var responseID: String?
    private(set) var isFinished = false

    private var pieces = ReplyPieces()
    private var details = ReasoningDetails()
    private var calls = ToolCallCollector()
    /// Where the calls stand in `calls`, by the index that the provider gives them.
    private var keys: [Int: Int] = [:]
    private var usage: Usage?
    private var finishReason: String?

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
                breakOff(into: &events)
                throw ProviderFault(text: String(decoding: event.data, as: UTF8.self)).llmError()
            }
            throw LLMError.notJSON("an event of the stream", event.data, error)
        }
        try take(chunk, into: &events)
        if event.name == "error" {
            breakOff(into: &events)
            throw ProviderFault(chunk).llmError()
        }
    }

    mutating func finish(into events: inout [StreamEvent]) throws(LLMError) {
        if isFinished { return }
        if isComplete { return try conclude(into: &events) }
        breakOff(into: &events)
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
            } else {
                // A legacy text completion has nothing else.
                pieces.append(text: choice["text"], to: &events)
            }
            if let reason = choice["finish_reason"]?.string, !reason.isEmpty {
                finishReason = reason
            }
        }
        if let failed = Self.failed(in: chunk) {
            breakOff(into: &events)
            throw ProviderFault(failed).llmError()
        }
    }

    /// What holds the error: the chunk itself, the choice at OpenRouter, `x_groq` at Groq.
    private static func failed(in chunk: JSONValue) -> JSONValue? {
        if chunk.reportedError != nil { return chunk }
        let choices = chunk["choices"]?.array ?? []
        if let choice = choices.first(where: { $0.reportedError != nil }) { return choice }
        return chunk["x_groq"].flatMap { $0.reportedError == nil ? nil : $0 }
    }

    private mutating func take(delta: JSONValue, into events: inout [StreamEvent]) {
        // Where several are there, they hold the same text.
        if let piece = delta[present: "reasoning_content"] ?? delta[present: "reasoning"] {
            pieces.append(reasoning: piece, to: &events)
        } else {
            for detail in delta["reasoning_details"]?.array ?? [] {
                pieces.append(reasoning: detail["text"] ?? detail["summary"], to: &events)
            }
        }
        details.append(delta["reasoning_details"])
        if let parts = delta["content"]?.array {
            for part in parts { take(part: part, into: &events) }
        } else {
            pieces.append(text: delta["content"], to: &events)
        }
        pieces.append(refusal: delta["refusal"], to: &events)
        for call in delta["tool_calls"]?.array ?? [] { take(call: call) }
    }

    /// Mistral's reasoning models stream arrays of parts while they think.
    private mutating func take(part: JSONValue, into events: inout [StreamEvent]) {
        switch part["type"]?.string {
        case "thinking":
            if let thoughts = part["thinking"]?.array {
                for piece in thoughts { pieces.append(reasoning: piece["text"], to: &events) }
            } else {
                pieces.append(reasoning: part["thinking"], to: &events)
            }
        case "refusal":
            pieces.append(refusal: part["refusal"], to: &events)
        case "text", nil:
            pieces.append(text: part["text"] ?? part, to: &events)
        default:
            break
        }
    }

    private mutating func take(call: JSONValue) {
        let id = call["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        let custom = call[present: "custom"]
        let function = custom ?? call["function"] ?? call
        let name = function["name"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        calls.add(
            key: key(index: call["index"]?.int, id: id, name: name), id: id, name: name,
            arguments: function[custom == nil ? "arguments" : "input"], isCustom: custom != nil)
    }

    /// Which call a piece belongs to: the index says it, where there is one.
    ///
    /// Some gateways number every whole call 0; a second id and name there begin another call.
    private mutating func key(index: Int?, id: String?, name: String?) -> Int {
        guard let index else {
            if let id { return calls.key(ofID: id) ?? calls.nextKey }
            return name == nil ? calls.lastKey ?? 0 : calls.nextKey
        }
        if let key = keys[index] {
            let isAnother =
                name != nil && id != nil && calls.id(ofKey: key) != nil
                && calls.id(ofKey: key) != id
            if !isAnother { return key }
        }
        keys[index] = calls.nextKey
        return calls.nextKey
    }

    // MARK: The end

    /// Gives out what is whole of a reply that ends in an error.
    private mutating func breakOff(into events: inout [StreamEvent]) {
        giveOut(calls.wholeCalls(), into: &events)
    }

    mutating func conclude(into events: inout [StreamEvent]) throws(LLMError) {
        isFinished = true
        if let error = LLMError(openAIChatFinishReason: finishReason) {
            breakOff(into: &events)
            throw error
        }
        giveOut(calls.calls, into: &events)
        events.append(.finish(reason))
    }

    private mutating func giveOut(_ calls: [ToolCall], into events: inout [StreamEvent]) {
        pieces.flush(into: &events)
        if let block = details.block { events.append(.block(block)) }
        for call in calls { events.append(.toolCall(call)) }
        if let usage { events.append(.usage(usage)) }
    }

    private var reason: FinishReason {
        switch finishReason {
        case "length", "max_tokens", "model_length": .length
        case "content_filter": .contentFilter
        case "tool_calls", "function_call": .toolCalls
        // `stop` may stand beside calls, and some upstreams of OpenRouter give no reason at all.
        default: calls.isEmpty ? .stop : .toolCalls
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
        let details = usage["prompt_tokens_details"]
        self.init(
            inputTokens: input,
            outputTokens: output,
            cachedInputTokens: details?["cached_tokens"]?.int
                ?? usage["prompt_cache_hit_tokens"]?.int ?? usage["cached_tokens"]?.int,
            cacheWriteTokens: details?["cache_write_tokens"]?.int,
            reasoningTokens: reasoning,
            cost: Self.cost(usage)
        )
    }

    /// OpenRouter reports US dollars, xAI ticks of which 10,000,000,000 make one.
    static func cost(_ usage: JSONValue) -> Double? {
        usage["cost"]?.double ?? usage["cost_in_usd_ticks"]?.double.map { $0 / 1e10 }
    }
}
