/// Reads the lines of an answer from `/api/chat`, and those of `/api/generate`.
struct OllamaStream: StreamDecoder {
    private(set) var model: String?
    let responseID: String? = nil
    private(set) var isFinished = false

    private var pieces = ReplyPieces()
    private var calls = ToolCallCollector()

    var isComplete: Bool { isFinished }
    var framing: StreamFraming { .lines }

    mutating func decode(_ event: ServerSentEvent, into events: inout [StreamEvent])
        throws(LLMError)
    {
        if isFinished { return }
        let line: JSONValue
        do {
            line = try JSONParser.parse(event.data)
        } catch {
            if !event.isTerminated { return }  // cut: `finish` says so
            throw LLMError.notJSON("a line of the stream", event.data, error)
        }
        try take(line, into: &events)
    }

    mutating func finish(into events: inout [StreamEvent]) throws(LLMError) {
        if isFinished { return }
        breakOff(into: &events)
        throw .cutOff
    }

    mutating func take(_ line: JSONValue, into events: inout [StreamEvent]) throws(LLMError) {
        if let error = LLMError(ollamaLine: line) {
            breakOff(into: &events)
            throw error
        }
        if let name = line["model"]?.string, !name.isEmpty { model = name }
        let message = line["message"] ?? line
        pieces.append(reasoning: message["thinking"], to: &events)
        pieces.append(text: message["content"] ?? line["response"], to: &events)
        for call in message["tool_calls"]?.array ?? [] {
            // Calls come whole; their index starts over in some versions.
            calls.add(
                key: calls.nextKey, id: call["id"]?.string,
                name: call["function"]?["name"]?.string, arguments: call["function"]?["arguments"])
        }
        if line["done"]?.bool == true { conclude(line, into: &events) }
    }

    // MARK: The end

    private mutating func breakOff(into events: inout [StreamEvent]) {
        pieces.flush(into: &events)
        for call in calls.wholeCalls() { events.append(.toolCall(call)) }
    }

    private mutating func conclude(_ line: JSONValue, into events: inout [StreamEvent]) {
        isFinished = true
        pieces.flush(into: &events)
        for call in calls.calls { events.append(.toolCall(call)) }
        // A prompt that was in the cache is not counted at all.
        if let output = line["eval_count"]?.int {
            events.append(
                .usage(
                    Usage(
                        inputTokens: line["prompt_eval_count"]?.int ?? 0, outputTokens: output)))
        }
        if line["done_reason"]?.string == "length" {
            events.append(.finish(.length))
        } else {
            events.append(.finish(calls.isEmpty ? .stop : .toolCalls))
        }
    }
}
