import LLMCore

/// The formats that a conversation is exported to.
enum ExportFormat: String, CaseIterable {
    case openAI = "openai"
    case openAILines = "openai-jsonl"
    case anthropic

    /// Anthropic takes no request without a limit.
    static let anthropicMaxTokens = 4096

    /// The file's bytes, a line ending at the end.
    func bytes(of conversation: ExportedConversation) -> [UInt8] {
        switch self {
        case .openAI: JSONWriter.indentedBytes(of: conversation.openAI)
        case .openAILines: JSONWriter.bytes(of: conversation.openAI) + [UInt8(ascii: "\n")]
        case .anthropic: JSONWriter.indentedBytes(of: conversation.anthropic)
        }
    }

    /// What the format has no place for.
    func losses(of conversation: ExportedConversation) -> [String] {
        guard self == .anthropic else { return [] }
        var losses: [String] = []
        if conversation.messages.contains(where: { $0.name != nil }) {
            losses.append("Anthropic's format has no names, so the labels are left out")
        }
        if conversation.options.seed != nil {
            losses.append("Anthropic's format has no seed, so it is left out")
        }
        return losses
    }
}

/// What would be sent, without where to.
struct ExportedConversation: Equatable {
    var model: String?
    var messages: [Message]
    var options = GenerationOptions()
}

// MARK: - OpenAI

extension ExportedConversation {
    fileprivate var openAI: JSONValue {
        var json = JSONObject()
        json["model"] = model.map(JSONValue.string)
        json["messages"] = .array(
            messages.map { message in
                var json = JSONObject([("role", .string(message.role.rawValue))])
                json["name"] = message.name.map(JSONValue.string)
                json["content"] = .string(message.text)
                return .object(json)
            }
        )
        json["temperature"] = options.temperature.map { JSONValue($0) }
        json["top_p"] = options.topP.map { JSONValue($0) }
        json["max_tokens"] = options.maxTokens.map { JSONValue($0) }
        json["stop"] = options.stop.map { .array($0.map(JSONValue.string)) }
        json["seed"] = options.seed.map { JSONValue($0) }
        return .object(json)
    }
}

// MARK: - Anthropic

extension ExportedConversation {
    fileprivate var anthropic: JSONValue {
        var json = JSONObject()
        json["model"] = model.map(JSONValue.string)
        json["max_tokens"] = JSONValue(options.maxTokens ?? ExportFormat.anthropicMaxTokens)
        let system = messages.filter { $0.role == .system }
        if !system.isEmpty { json["system"] = Self.content(of: system[...]) }
        json["messages"] = .array(turns.map(Self.turn))
        json["temperature"] = options.temperature.map { JSONValue($0) }
        json["top_p"] = options.topP.map { JSONValue($0) }
        json["stop_sequences"] = options.stop.map { .array($0.map(JSONValue.string)) }
        return .object(json)
    }

    /// Messages of one role that follow each other are one turn: Anthropic wants them to take turns.
    private var turns: [ArraySlice<Message>] {
        let spoken = messages.filter { $0.role != .system }
        var turns: [ArraySlice<Message>] = []
        for (index, message) in spoken.enumerated() {
            if let last = turns.last, last.last?.role == message.role {
                turns[turns.count - 1] = spoken[last.startIndex...index]
            } else {
                turns.append(spoken[index...index])
            }
        }
        return turns
    }

    private static func turn(_ messages: ArraySlice<Message>) -> JSONValue {
        let role: JSONValue = messages.first?.role == .assistant ? "assistant" : "user"
        return .object(JSONObject([("role", role), ("content", content(of: messages))]))
    }

    /// One text as a string, several as parts, so that each stays as it is.
    private static func content(of messages: ArraySlice<Message>) -> JSONValue {
        if let message = messages.first, messages.count == 1 { return .string(message.text) }
        return .array(messages.map { ["type": "text", "text": .string($0.text)] })
    }
}
