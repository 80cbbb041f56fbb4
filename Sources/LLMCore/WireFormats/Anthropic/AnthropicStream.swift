/// Reads the events of a message.
///
/// A message is a row of blocks, each begun, filled by deltas and closed. Kinds of blocks and deltas
/// that are not known here (searches, citations, what servers' own tools do) are passed over.
struct AnthropicStream: StreamDecoder {
    private(set) var model: String?
    private(set) var responseID: String?
    private(set) var isFinished = false

    private var pieces = ReplyPieces()
    private var open: [Int: OpenBlock] = [:]
    private var calls = ToolCallCollector()
    private var callsGiven = 0
    /// Counts are cumulative, and the later event leaves some of them out.
    private var usage = JSONObject()
    private var stopReason: String?

    private static let done = Array("[DONE]".utf8)

    var isComplete: Bool { stopReason != nil }

    mutating func decode(_ event: ServerSentEvent, into events: inout [StreamEvent])
        throws(LLMError)
    {
        if isFinished || event.data.isEmpty { return }
        // Not Anthropic's, but gateways add it.
        if event.data == Self.done { return try finish(into: &events) }
        let value: JSONValue
        do {
            value = try JSONParser.parse(event.data)
        } catch {
            if !event.isTerminated { return }  // cut: `finish` says so
            if event.name == "error" {
                throw ProviderFault(text: String(decoding: event.data, as: UTF8.self)).llmError()
            }
            throw LLMError.notJSON("an event of the stream", event.data, error)
        }
        switch value["type"]?.string ?? event.name {
        case "message_start":
            begin(value["message"] ?? .null)
        case "content_block_start":
            let index = value["index"]?.int ?? 0
            close(index, into: &events)
            begin(value["content_block"] ?? .null, at: index, into: &events)
        case "content_block_delta":
            take(value["delta"] ?? .null, at: value["index"]?.int ?? 0, into: &events)
        case "content_block_stop":
            close(value["index"]?.int ?? 0, into: &events)
        case "message_delta":
            note(stop: value["delta"])
            note(usage: value["usage"])
        case "message_stop":
            conclude(into: &events)
        default:
            if event.name == "error" || value.reportedError != nil {
                try fail(value, into: &events)
            }
        }
    }

    mutating func finish(into events: inout [StreamEvent]) throws(LLMError) {
        if isFinished { return }
        if isComplete { return conclude(into: &events) }
        giveUp(into: &events)
        throw .cutOff
    }

    // MARK: The message

    mutating func begin(_ message: JSONValue) {
        if let id = message["id"]?.string, !id.isEmpty { responseID = id }
        if let name = message["model"]?.string, !name.isEmpty { model = name }
        note(usage: message["usage"])
    }

    mutating func note(stop value: JSONValue?) {
        if let reason = value?["stop_reason"]?.string, !reason.isEmpty { stopReason = reason }
    }

    private mutating func note(usage counts: JSONValue?) {
        for member in counts?.object?.members ?? [] where !member.value.isNull {
            usage[member.key] = member.value
        }
    }

    mutating func conclude(into events: inout [StreamEvent]) {
        isFinished = true
        for index in open.keys.sorted() { close(index, into: &events) }
        pieces.flush(into: &events)
        if let usage = Usage(anthropic: usage) { events.append(.usage(usage)) }
        events.append(.finish(finishReason))
    }

    /// What there is of a reply that breaks off.
    private mutating func giveUp(into events: inout [StreamEvent]) {
        pieces.flush(into: &events)
        if let usage = Usage(anthropic: usage) { events.append(.usage(usage)) }
    }

    mutating func fail(_ value: JSONValue, into events: inout [StreamEvent]) throws(LLMError) {
        giveUp(into: &events)
        throw Anthropic.error(in: value)
    }

    private var finishReason: FinishReason {
        switch stopReason {
        case "max_tokens", "model_context_window_exceeded": .length
        case "refusal": .contentFilter
        // end_turn, stop_sequence, pause_turn (a server's own tool wants another request), any other
        default: calls.isEmpty ? .stop : .toolCalls
        }
    }
}

// MARK: - Blocks

extension AnthropicStream {
    /// A block that deltas may still add to.
    private struct OpenBlock {
        /// As it was begun.
        var value: JSONObject
        var thinking: [UInt8] = []
        var signature = ""
        var hasArguments = false

        var type: String? { value["type"]?.string }
    }

    mutating func begin(_ block: JSONValue, at index: Int, into events: inout [StreamEvent]) {
        guard let object = block.object else { return }
        open[index] = OpenBlock(value: object)
        switch block["type"]?.string {
        case "text":
            pieces.append(text: block["text"], to: &events)
        case "thinking":
            add(thinking: block["thinking"], at: index, into: &events)
            open[index]?.signature = block["signature"]?.string ?? ""
        case "tool_use":
            calls.add(key: index, id: block["id"]?.string, name: block["name"]?.string)
        default:
            break
        }
    }

    private mutating func take(
        _ delta: JSONValue, at index: Int, into events: inout [StreamEvent]
    ) {
        // A gateway may leave out the beginning of a text, but hardly that of anything else.
        let type = open[index].map { $0.type ?? "" } ?? "text"
        switch (delta["type"]?.string, type) {
        case ("text_delta", "text"):
            pieces.append(text: delta["text"], to: &events)
        case ("thinking_delta", "thinking"):
            add(thinking: delta["thinking"], at: index, into: &events)
        case ("signature_delta", "thinking"):
            open[index]?.signature += delta["signature"]?.string ?? ""
        case ("input_json_delta", "tool_use"):
            guard let piece = delta["partial_json"], piece != "" else { return }
            open[index]?.hasArguments = true
            calls.add(key: index, arguments: piece)
        default:
            break
        }
    }

    private mutating func add(
        thinking piece: JSONValue?, at index: Int, into events: inout [StreamEvent]
    ) {
        pieces.append(reasoning: piece, to: &events)
        switch piece {
        case .string(let text): open[index]?.thinking += Array(text.utf8)
        case .unpairedString(let bytes): open[index]?.thinking += bytes
        default: break
        }
    }

    mutating func close(_ index: Int, into events: inout [StreamEvent]) {
        guard let block = open.removeValue(forKey: index) else { return }
        pieces.flush(into: &events)
        switch block.type {
        case "thinking":
            var value = block.value
            value["thinking"] = .string(WTF8.repaired(block.thinking))
            value["signature"] = .string(block.signature)
            events.append(.block(ProviderBlock(wireFormat: .anthropic, value: .object(value))))
        case "redacted_thinking":
            events.append(
                .block(ProviderBlock(wireFormat: .anthropic, value: .object(block.value))))
        case "tool_use":
            if !block.hasArguments, let input = block.value["input"]?.object, !input.isEmpty {
                calls.add(key: index, arguments: .object(input))
            }
            giveCalls(into: &events)
        default:
            break
        }
    }

    /// Gives out the calls that are whole: all of them, unless another is being written.
    private mutating func giveCalls(into events: inout [StreamEvent]) {
        if open.values.contains(where: { $0.type == "tool_use" }) { return }
        let all = calls.calls
        for call in all[callsGiven...] { events.append(.toolCall(call)) }
        callsGiven = all.count
    }
}

extension Usage {
    /// Anthropic's `input_tokens` leave out what was read from the cache or written into it.
    init?(anthropic usage: JSONObject) {
        if usage["input_tokens"] == nil, usage["output_tokens"] == nil { return nil }
        let read = usage["cache_read_input_tokens"]?.int
        let written = usage["cache_creation_input_tokens"]?.int
        let input = usage["input_tokens"]?.int ?? 0
        self.init(
            inputTokens: input.addingClamped(read ?? 0).addingClamped(written ?? 0),
            outputTokens: usage["output_tokens"]?.int ?? 0,
            cachedInputTokens: read,
            cacheWriteTokens: written,
            reasoningTokens: usage["output_tokens_details"]?["thinking_tokens"]?.int
        )
    }
}
