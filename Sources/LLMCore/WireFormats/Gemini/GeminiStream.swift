/// Reads the chunks of a generated content.
///
/// Nothing marks the end: a finish reason may come twice, with text after the first, so the answer is
/// read until the connection closes.
struct GeminiStream: StreamDecoder {
    private(set) var model: String?
    private(set) var responseID: String?
    private(set) var isFinished = false

    private var pieces = ReplyPieces()
    private var calls = ToolCallCollector()
    private var callsGiven = 0
    private var usage: Usage?
    private var ending = GeminiEnding()

    var isComplete: Bool { ending.isKnown }

    mutating func decode(_ event: ServerSentEvent, into events: inout [StreamEvent])
        throws(LLMError)
    {
        if isFinished || event.data.isEmpty { return }
        let chunk: JSONValue
        do {
            chunk = try JSONParser.parse(event.data)
        } catch {
            if !event.isTerminated || isComplete { return }  // cut: `finish` says so
            throw LLMError.notJSON("an event of the stream", event.data, error)
        }
        try take(chunk, into: &events)
    }

    mutating func finish(into events: inout [StreamEvent]) throws(LLMError) {
        if isFinished { return }
        if isComplete { return try conclude(into: &events) }
        giveUp(into: &events)
        throw .cutOff
    }

    // MARK: One chunk

    mutating func take(_ chunk: JSONValue, into events: inout [StreamEvent]) throws(LLMError) {
        if chunk.reportedError != nil || chunk[0]?.reportedError != nil {
            giveUp(into: &events)
            throw Gemini.error(in: chunk)
        }
        if let id = chunk["responseId"]?.string, !id.isEmpty { responseID = id }
        if let name = chunk["modelVersion"]?.string, !name.isEmpty { model = name }
        usage = Usage(gemini: chunk["usageMetadata"]) ?? usage
        ending.note(feedback: chunk["promptFeedback"])
        for candidate in chunk["candidates"]?.array ?? [] where candidate["index"]?.int ?? 0 == 0 {
            for part in candidate["content"]?["parts"]?.array ?? [] {
                take(part: part, into: &events)
            }
            ending.note(candidate)
        }
    }

    /// What a server's own tools ran and found is passed over.
    private mutating func take(part: JSONValue, into events: inout [StreamEvent]) {
        let signature = part["thoughtSignature"]?.string
        if let call = part[present: "functionCall"] {
            ending.hasContent = true
            calls.add(
                key: calls.nextKey, id: call["id"]?.string, name: call["name"]?.string,
                arguments: call["args"], signature: signature)
            let all = calls.calls
            for call in all[callsGiven...] { events.append(.toolCall(call)) }
            callsGiven = all.count
            return
        }
        if part["thought"]?.bool == true {
            pieces.append(reasoning: part["text"], to: &events)
        } else if let text = part["text"] {
            if text != "" { ending.hasContent = true }
            pieces.append(text: text, to: &events)
        }
        if let signature {
            // The text itself is already out, and goes back as text.
            let value: JSONValue = ["text": "", "thoughtSignature": .string(signature)]
            events.append(.block(ProviderBlock(wireFormat: .gemini, value: value)))
        }
    }

    // MARK: The end

    mutating func conclude(into events: inout [StreamEvent]) throws(LLMError) {
        isFinished = true
        giveUp(into: &events)
        let reason = try ending.reason(hasCalls: !calls.isEmpty)
        events.append(.finish(reason))
    }

    private mutating func giveUp(into events: inout [StreamEvent]) {
        pieces.flush(into: &events)
        if let usage { events.append(.usage(usage)) }
    }
}

extension Usage {
    /// Google counts thoughts beside the answer, and what its own tools read beside the prompt.
    init?(gemini usage: JSONValue?) {
        guard let usage, let prompt = usage["promptTokenCount"]?.int else { return nil }
        let thoughts = usage["thoughtsTokenCount"]?.int
        let tools = usage["toolUsePromptTokenCount"]?.int ?? 0
        let answer = usage["candidatesTokenCount"]?.int ?? 0
        self.init(
            inputTokens: prompt.addingClamped(tools),
            outputTokens: answer.addingClamped(thoughts ?? 0),
            cachedInputTokens: usage["cachedContentTokenCount"]?.int,
            reasoningTokens: thoughts
        )
    }
}
