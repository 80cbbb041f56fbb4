/// Reads the events of a response.
///
/// Text comes from the deltas; calls and reasoning from the items once they are done, as their
/// deltas come in many dialects. What a server did not stream is taken from the whole item. Events
/// are told apart by the `type` in their data: OpenRouter does not name them.
struct OpenAIResponsesStream: StreamDecoder {
    private(set) var model: String?
    private(set) var responseID: String?
    private(set) var isFinished = false

    private var pieces = ReplyPieces()
    private var calls = ToolCallCollector()
    /// How many calls have been given out, and those that were begun and are not done.
    private var callsGiven = 0
    private var openCalls: Set<Int> = []
    /// The places of items that are known by their ids alone, as llama.cpp's server sends them.
    private var places: [String: Int] = [:]
    /// The items, by their place in the output, of which text or reasoning has been given out.
    private var streamed: Set<Int> = []
    /// The items that are done.
    private var done: Set<Int> = []

    private static let sentinel = Array("[DONE]".utf8)

    /// The last event is the whole response: nothing is complete before it.
    var isComplete: Bool { isFinished }

    mutating func decode(_ event: ServerSentEvent, into events: inout [StreamEvent])
        throws(LLMError)
    {
        if isFinished || event.data.isEmpty || event.data == Self.sentinel { return }
        let value: JSONValue
        do {
            value = try JSONParser.parse(event.data)
        } catch {
            if !event.isTerminated { return }  // cut: `finish` says so
            throw LLMError.notJSON("an event of the stream", event.data, error)
        }
        let type = value["type"]?.string ?? event.name
        let index = place(of: value)
        if let response = value["response"] { identify(response) }
        switch type {
        case "response.output_text.delta":
            streamed.insert(index)
            pieces.append(text: value["delta"], to: &events)
        case "response.refusal.delta":
            streamed.insert(index)
            pieces.append(refusal: value["delta"], to: &events)
        case "response.reasoning_summary_text.delta", "response.reasoning_text.delta":
            streamed.insert(index)
            pieces.append(reasoning: value["delta"], to: &events)
        case "response.output_item.added":
            if let item = value["item"] { begin(item, at: index) }
        case "response.function_call_arguments.delta":
            calls.add(key: index, arguments: value["delta"])
        case "response.output_item.done":
            if let item = value["item"] { take(item, at: index, into: &events) }
        case "response.completed", "response.incomplete", "response.cancelled":
            try conclude(value["response"] ?? value, into: &events)
        case "response.failed":
            breakOff(into: &events)
            if let usage = Usage(openAIResponses: value["response"]?["usage"]) {
                events.append(.usage(usage))
            }
            throw ProviderFault(value["response"] ?? value).llmError()
        case "error":
            breakOff(into: &events)
            throw ProviderFault(value).llmError()
        default:
            // Gateways put their errors into any stream.
            if value["type"] == nil, value.reportedError != nil {
                breakOff(into: &events)
                throw ProviderFault(value).llmError()
            }
        }
    }

    mutating func finish(into events: inout [StreamEvent]) throws(LLMError) {
        if isFinished { return }
        breakOff(into: &events)
        throw .cutOff
    }

    mutating func identify(_ response: JSONValue) {
        if let id = response["id"]?.string, !id.isEmpty { responseID = id }
        if let name = response["model"]?.string, !name.isEmpty { model = name }
    }

    // MARK: Items

    /// An item that has neither a place nor an id: each is another one.
    private static let nowhere = -1

    /// Where the item stands that an event is about; below `nowhere` where only its id is told.
    private mutating func place(of event: JSONValue) -> Int {
        if let index = event["output_index"]?.int { return max(index, 0) }
        guard let id = event["item_id"]?.string ?? event["item"]?["id"]?.string, !id.isEmpty else {
            return Self.nowhere
        }
        if let place = places[id] { return place }
        places[id] = Self.nowhere - 1 - places.count
        return places[id] ?? Self.nowhere
    }

    private mutating func begin(_ item: JSONValue, at index: Int) {
        if item["type"]?.string == "function_call" {
            calls.add(key: index, id: item["call_id"]?.string, name: item["name"]?.string)
            openCalls.insert(index)
        }
    }

    /// Takes a whole item: its calls and its reasoning, and its text where that was not streamed.
    mutating func take(_ item: JSONValue, at index: Int, into events: inout [StreamEvent]) {
        if !done.insert(index).inserted, index != Self.nowhere { return }
        let isNew = !streamed.contains(index)
        switch item["type"]?.string {
        case "message" where isNew:
            for part in item["content"]?.array ?? [] {
                pieces.append(text: part["text"], to: &events)
                pieces.append(refusal: part["refusal"], to: &events)
            }
        case "reasoning":
            if isNew {
                for part in item["summary"]?.array ?? [] {
                    pieces.append(reasoning: part["text"], to: &events)
                }
                for part in item["content"]?.array ?? [] {
                    pieces.append(reasoning: part["text"], to: &events)
                }
            }
            // Without its content the item names something that the provider has not kept.
            if item[present: "encrypted_content"] != nil
                || item["content"]?.array?.isEmpty == false
            {
                pieces.flush(into: &events)
                events.append(.block(ProviderBlock(wireFormat: .openAIResponses, value: item)))
            }
        case "function_call":
            let key = index == Self.nowhere ? calls.nextKey : index
            calls.add(key: key, id: item["call_id"]?.string, name: item["name"]?.string)
            if let arguments = item["arguments"] { calls.set(arguments: arguments, key: key) }
            openCalls.remove(key)
            giveCalls(into: &events)
        case "custom_tool_call":
            calls.add(
                key: index == Self.nowhere ? calls.nextKey : index, id: item["call_id"]?.string,
                name: item["name"]?.string, arguments: item["input"], isCustom: true)
            giveCalls(into: &events)
        default:
            break
        }
    }

    /// Gives out the calls that are whole where they stand, since reasoning goes back right before
    /// the call it led to.
    private mutating func giveCalls(into events: inout [StreamEvent]) {
        guard openCalls.isEmpty else { return }
        pieces.flush(into: &events)
        let all = calls.calls
        for call in all.dropFirst(callsGiven) { events.append(.toolCall(call)) }
        callsGiven = all.count
    }

    // MARK: The end

    private mutating func breakOff(into events: inout [StreamEvent]) {
        pieces.flush(into: &events)
        for call in calls.wholeCalls(after: callsGiven) { events.append(.toolCall(call)) }
    }

    /// Takes the whole response: what was not streamed of it, its usage, and how it ended.
    mutating func conclude(_ response: JSONValue, into events: inout [StreamEvent])
        throws(LLMError)
    {
        isFinished = true
        if done.isEmpty { take(output: response["output"]?.array ?? [], into: &events) }
        let usage = Usage(openAIResponses: response["usage"])
        if let error = LLMError(openAIResponse: response) {
            breakOff(into: &events)
            if let usage { events.append(.usage(usage)) }
            throw error
        }
        pieces.flush(into: &events)
        openCalls = []
        giveCalls(into: &events)
        if let usage { events.append(.usage(usage)) }
        events.append(.finish(reason(of: response)))
    }

    /// Takes from the whole output what a stream without whole items has left out.
    private mutating func take(output: [JSONValue], into events: inout [StreamEvent]) {
        if !streamed.isEmpty { streamed.formUnion(output.indices) }
        let hasCalls = !calls.isEmpty
        for (index, item) in output.enumerated() {
            let isCall = ["function_call", "custom_tool_call"].contains(item["type"]?.string ?? "")
            if hasCalls, isCall { continue }
            take(item, at: index, into: &events)
        }
    }

    /// There is no finish reason: the status tells of a reply that was cut, the calls of a turn
    /// that is the tools'.
    private func reason(of response: JSONValue) -> FinishReason {
        if response["status"]?.string == "incomplete" {
            let reason = response["incomplete_details"]?["reason"]?.string
            return reason == "content_filter" ? .contentFilter : .length
        }
        return calls.isEmpty ? .stop : .toolCalls
    }
}

extension Usage {
    /// Reads the `usage` of a response, which counts cached tokens and reasoning in.
    init?(openAIResponses usage: JSONValue?) {
        guard let usage, let input = usage["input_tokens"]?.int else { return nil }
        self.init(
            inputTokens: input,
            outputTokens: usage["output_tokens"]?.int ?? 0,
            cachedInputTokens: usage["input_tokens_details"]?["cached_tokens"]?.int,
            cacheWriteTokens: usage["input_tokens_details"]?["cache_write_tokens"]?.int,
            reasoningTokens: usage["output_tokens_details"]?["reasoning_tokens"]?.int,
            cost: Self.cost(usage)
        )
    }
}
