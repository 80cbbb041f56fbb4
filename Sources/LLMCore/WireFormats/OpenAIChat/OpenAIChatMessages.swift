/// The `messages` of a chat completion.
struct OpenAIChatMessages {
    private let messages: [Message]
    private let isPrefill: Bool
    private let provider: Provider
    private let quirks: Set<Quirk>
    private let refusesSystem: Bool
    /// Whether thinking was switched off, or may go on.
    private let thinks: Bool

    init(of request: ChatRequest, to provider: Provider, _ traits: ModelTraits) {
        self.provider = provider
        quirks = provider.quirks
        let takesPrefill = Self.prefill(provider) != nil && traits.takesPrefill != false
        let continuation = Continuation(of: request.messages, takesPrefill: takesPrefill)
        isPrefill = continuation.isPrefill
        messages =
            quirks.contains(.mergesTurns)
            ? continuation.messages.mergingTurns : continuation.messages
        refusesSystem = OpenAIModel.refusesSystem(request.model)
        thinks = request.normalized.options.reasoningEffort != ReasoningEffort.off
    }

    func json() throws(LLMError) -> [JSONValue] {
        var result: [JSONValue] = []
        var previous: MessageRole?
        for message in messages {
            switch message.role {
            case .tool: result += try self.results(of: message)
            case .assistant:
                result.append(.object(try assistant(message, afterResults: previous == .tool)))
            case .user, .system: result.append(.object(try spoken(message)))
            }
            previous = message.role
        }
        if isPrefill, let mark = Self.prefill(provider), !mark.isEmpty,
            case .object(var last)? = result.last
        {
            last.append(mark, true)
            result[result.count - 1] = .object(last)
        }
        return result
    }

    /// The member that marks a last message to be gone on with, empty where none is needed; nil
    /// where the provider does not go on with one.
    private static func prefill(_ provider: Provider) -> String? {
        if provider.quirks.contains(.prefill) { return "" }
        if provider.quirks.contains(.prefillPrefix) { return "prefix" }
        if provider.quirks.contains(.prefillPartial) { return "partial" }
        let isBeta = provider.baseURL.hasSuffix("/beta") || provider.baseURL.hasSuffix("/beta/")
        return isBeta && provider.quirks.contains(.prefillPrefixOnBeta) ? "prefix" : nil
    }

    // MARK: By role

    private func spoken(_ message: Message) throws(LLMError) -> JSONObject {
        let role = message.role == .system && refusesSystem ? .user : message.role
        var object = JSONObject([("role", .string(role.rawValue))])
        if let name = message.name, !quirks.contains(.noNames) {
            object.append("name", .string(name))
        }
        object.append("content", try content(of: message))
        return object
    }

    private func assistant(
        _ message: Message, afterResults: Bool
    ) throws(LLMError) -> JSONObject {
        var object = JSONObject([("role", "assistant")])
        if let name = message.name, !quirks.contains(.noNames) {
            object.append("name", .string(name))
        }
        let calls = message.parts.compactMap { part -> JSONValue? in
            if case .toolCall(let call) = part { json(call) } else { nil }
        }
        let text = message.text
        object.append("content", text.isEmpty && !calls.isEmpty ? .null : self.text(text))
        if !calls.isEmpty { object.append("tool_calls", .array(calls)) }
        addReasoning(of: message, isInLoop: !calls.isEmpty || afterResults, to: &object)
        return object
    }

    /// - Parameter isInLoop: whether it calls, or answers to what was called.
    private func addReasoning(of message: Message, isInLoop: Bool, to object: inout JSONObject) {
        var text = ""
        var details: [JSONValue] = []
        for case .reasoning(let reasoning) in message.parts {
            text += reasoning.text
            if let block = reasoning.block, block.wireFormat == .openAIChat {
                details += block.value.array ?? []
            }
        }
        if quirks.contains(.reasoningContent), isInLoop, thinks || !text.isEmpty {
            // Without it the message is refused, and what was thought is not in the file: a blank is
            // what is taken for it.
            object.append("reasoning_content", .string(text.isEmpty ? " " : text))
        }
        if quirks.contains(.reasoningObject), !details.isEmpty {
            object.append("reasoning_details", .array(details))
        }
    }

    private func json(_ call: ToolCall) -> JSONValue {
        if call.isCustom {
            return [
                "id": .string(id(call.id)), "type": "custom",
                "custom": ["name": .string(call.name), "input": call.customInput],
            ]
        }
        let arguments = call.arguments.isEmpty ? "{}" : call.arguments
        return [
            "id": .string(id(call.id)), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(arguments)],
        ]
    }

    /// Each result is a message of its own.
    private func results(of message: Message) throws(LLMError) -> [JSONValue] {
        var results: [JSONValue] = []
        for case .toolResult(let result) in message.parts {
            results.append([
                "role": "tool", "tool_call_id": .string(id(result.callID)),
                "content": text(result.content),
            ])
        }
        return results
    }

    /// An id from elsewhere becomes nine characters of its hash, the same for call and result.
    private func id(_ id: String) -> String {
        guard quirks.contains(.shortCallIDs) else { return id }
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        if id.utf8.count == 9, id.utf8.allSatisfy(digits.contains) { return id }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var short: [UInt8] = []
        for _ in 0..<9 {
            short.append(digits[Int(hash % 62)])
            hash /= 62
        }
        return String(decoding: short, as: UTF8.self)
    }

    // MARK: Content

    private func text(_ text: String) -> JSONValue {
        provider.contentFormat == .array
            ? [["type": "text", "text": .string(text)]] : .string(text)
    }

    /// One string as long as there is only text: every server reads that.
    private func content(of message: Message) throws(LLMError) -> JSONValue {
        var parts: [JSONValue] = []
        var text = ""
        for part in message.parts {
            switch part {
            case .text(let piece): text += piece
            case .attachment(let attachment):
                if !text.isEmpty { parts.append(["type": "text", "text": .string(text)]) }
                text = ""
                parts.append(try json(attachment))
            case .reasoning, .toolCall, .toolResult: break
            }
        }
        if parts.isEmpty { return self.text(text) }
        if !text.isEmpty { parts.append(["type": "text", "text": .string(text)]) }
        return .array(parts)
    }

    private func json(_ attachment: Attachment) throws(LLMError) -> JSONValue {
        if let refusal = provider.refusal(of: attachment) { throw refusal }
        return quirks.contains(.documentURLs)
            ? attachment.openAIChatPartWithURLs : attachment.openAIChatPart
    }
}
