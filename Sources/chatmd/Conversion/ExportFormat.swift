import LLMCore
import MarkdownHistory

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
        var losses: [String] = []
        for message in conversation.messages {
            for case .attachment(let attachment) in message.parts {
                guard let loss = loss(of: attachment, in: message.role), !losses.contains(loss)
                else { continue }
                losses.append(loss)
            }
        }
        guard self == .anthropic else {
            if conversation.messages.contains(where: { $0.result?.isError == true }) {
                losses.append(
                    "OpenAI's format has no mark for a failed call, so `error` is left out")
            }
            return losses
        }
        if conversation.messages.contains(where: { $0.name != nil }) {
            losses.append("Anthropic's format has no names, so the labels are left out")
        }
        if conversation.options.seed != nil {
            losses.append("Anthropic's format has no seed, so it is left out")
        }
        let calls = conversation.messages.flatMap(\.calls)
        if calls.contains(where: { AnthropicWords.word(of: $0.name) != $0.name }) {
            losses.append("Anthropic's format takes letters, digits, `_` and `-` in names of tools")
        }
        if calls.contains(where: { ExportedConversation.input(of: $0) == nil }) {
            losses.append(
                "arguments that are no JSON object are exported as {\"arguments\": \"…\"}"
            )
        }
        return losses
    }
}

/// What would be sent, without where to.
struct ExportedConversation: Equatable {
    var model: String?
    var messages: [ExportedMessage]
    var options = GenerationOptions()
}

// MARK: - OpenAI

extension ExportedConversation {
    fileprivate var openAI: JSONValue {
        var json = JSONObject()
        json["model"] = model.map(JSONValue.string)
        json["messages"] = .array(messages.map { .object(Self.openAI($0)) })
        json["temperature"] = options.temperature.map { JSONValue($0) }
        json["top_p"] = options.topP.map { JSONValue($0) }
        json["max_tokens"] = options.maxTokens.map { JSONValue($0) }
        json["stop"] = options.stop.map { .array($0.map(JSONValue.string)) }
        json["seed"] = options.seed.map { JSONValue($0) }
        return .object(json)
    }

    private static func openAI(_ message: ExportedMessage) -> JSONObject {
        var json = JSONObject([("role", .string(message.role.rawValue))])
        json["name"] = message.name.map(JSONValue.string)
        json["tool_call_id"] = (message.result?.id).map(JSONValue.string)
        let isCallOnly = message.text.isEmpty && !message.calls.isEmpty
        json["content"] =
            message.parts.isEmpty
            ? (isCallOnly ? .null : .string(message.text))
            : .array(ExportFormat.openAI.parts(of: message))
        if !message.calls.isEmpty { json["tool_calls"] = .array(message.calls.map(openAI)) }
        return json
    }

    private static func openAI(_ call: ToolRecord) -> JSONValue {
        [
            "id": .string(call.id), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(call.content)],
        ]
    }
}

// MARK: - Anthropic

extension ExportedConversation {
    fileprivate var anthropic: JSONValue {
        var json = JSONObject()
        json["model"] = model.map(JSONValue.string)
        json["max_tokens"] = JSONValue(options.maxTokens ?? ExportFormat.anthropicMaxTokens)
        var ids = AnthropicWords()
        let system = messages.filter { $0.role == .system }
        if !system.isEmpty { json["system"] = Self.content(of: system[...], &ids) }
        json["messages"] = .array(
            turns.map { turn in
                let role: JSONValue = turn.first?.role == .assistant ? "assistant" : "user"
                return ["role": role, "content": Self.content(of: turn, &ids)]
            }
        )
        json["temperature"] = options.temperature.map { JSONValue($0) }
        json["top_p"] = options.topP.map { JSONValue($0) }
        json["stop_sequences"] = options.stop.map { .array($0.map(JSONValue.string)) }
        return .object(json)
    }

    /// Messages of one side that follow each other are one turn: Anthropic wants them to take turns.
    /// Results are the user's, and stand first in the turn because they follow their calls.
    private var turns: [ArraySlice<ExportedMessage>] {
        let spoken = messages.filter { $0.role != .system }
        var turns: [ArraySlice<ExportedMessage>] = []
        for (index, message) in spoken.enumerated() {
            if let last = turns.last, let role = last.last?.role,
                (role == .assistant) == (message.role == .assistant)
            {
                turns[turns.count - 1] = spoken[last.startIndex...index]
            } else {
                turns.append(spoken[index...index])
            }
        }
        return turns
    }

    /// One text as a string, anything else as blocks, so that each stays as it is.
    private static func content(
        of messages: ArraySlice<ExportedMessage>, _ ids: inout AnthropicWords
    ) -> JSONValue {
        if let message = messages.first, messages.count == 1, message.calls.isEmpty,
            message.result == nil, message.parts.isEmpty
        {
            return .string(message.text)
        }
        var blocks: [JSONValue] = []
        for message in messages {
            if let result = message.result {
                blocks.append(block(result, message.text, id: ids.unique(result.id)))
                continue
            }
            if !message.parts.isEmpty {
                blocks += ExportFormat.anthropic.parts(of: message)
            } else if !message.text.isEmpty {
                blocks.append(["type": "text", "text": .string(message.text)])
            }
            for call in message.calls { blocks.append(block(call, id: ids.unique(call.id))) }
        }
        return .array(blocks)
    }

    private static func block(_ call: ToolRecord, id: String) -> JSONValue {
        [
            "type": "tool_use", "id": .string(id),
            "name": .string(AnthropicWords.word(of: call.name)),
            "input": input(of: call) ?? ["arguments": .string(call.content)],
        ]
    }

    private static func block(_ result: ToolRecord, _ text: String, id: String) -> JSONValue {
        var json = JSONObject([("type", "tool_result"), ("tool_use_id", .string(id))])
        // Anthropic refuses a failure that says nothing.
        let text = text.isEmpty && result.isError ? "error" : text
        if !text.isEmpty { json["content"] = .string(text) }
        if result.isError { json["is_error"] = true }
        return .object(json)
    }

    /// The arguments as an object; nil where they are none. Without any the object is empty.
    fileprivate static func input(of call: ToolRecord) -> JSONValue? {
        if call.content.utf8.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
            return .object(JSONObject())
        }
        guard let json = try? JSONParser.parse(call.content), json.object != nil else { return nil }
        return json
    }
}

/// Ids and names as Anthropic takes them: `[A-Za-z0-9_-]`. Two ids never become one.
private struct AnthropicWords {
    private var words: [String: String] = [:]
    private var taken = ReducedNames()

    mutating func unique(_ id: String) -> String {
        if let word = words[id] { return word }
        let word = taken.unused(Self.word(of: id))
        words[id] = word
        return word
    }

    static func word(of text: String) -> String {
        String(
            decoding: text.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    byte
                default: UInt8(ascii: "_")
                }
            },
            as: UTF8.self
        )
    }
}
