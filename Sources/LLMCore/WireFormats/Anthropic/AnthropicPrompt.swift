/// Tools, system texts and turns as Anthropic wants them, in the order its models read them.
///
/// User and assistant take turns, so messages of one role in a row become one; the results of
/// tools are the user's, and come first in their turn. Texts of blanks alone are refused, and
/// left out.
struct AnthropicPrompt {
    var tools: [JSONObject]
    var system: [JSONObject] = []
    private(set) var turns: [AnthropicTurn] = []
    private let provider: Provider
    private var ids = AnthropicCallIDs()

    init(
        _ messages: [Message], tools: [Tool], to provider: Provider
    ) throws(LLMError) {
        self.provider = provider
        self.tools = tools.map(Self.tool)
        for message in messages { try append(message) }
    }

    mutating func mark(turn index: Int) {
        turns[index].mark()
    }

    private static func tool(_ tool: Tool) -> JSONObject {
        var object: JSONObject = ["name": .string(tool.name)]
        if !tool.description.isEmpty { object.append("description", .string(tool.description)) }
        object.append("input_schema", tool.parameters)
        if let isStrict = tool.isStrict { object.append("strict", .bool(isStrict)) }
        return object
    }

    private mutating func append(_ message: Message) throws(LLMError) {
        if message.role == .system {
            if let block = Self.text(message.text) { system.append(block) }
            return
        }
        let isAssistant = message.role == .assistant
        var blocks: [JSONObject] = []
        var results: [JSONObject] = []
        // Texts that follow each other are one: an embed's text belongs to what stands before it.
        var text = ""
        for part in message.parts {
            if case .text(let piece) = part {
                text += piece
                continue
            }
            if let block = Self.text(text) { blocks.append(block) }
            text = ""
            switch part {
            case .text: break
            case .reasoning(let reasoning):
                if let block = reasoning.block, block.wireFormat == .anthropic, isAssistant,
                    let object = block.value.object
                {
                    blocks.append(object)
                }
            case .attachment(let attachment):
                if let refusal = provider.refusal(of: attachment) { throw refusal }
                blocks.append(attachment.anthropicBlock)
            case .toolCall(let call): blocks.append(block(of: call))
            case .toolResult(let result): results.append(block(of: result))
            }
        }
        if let block = Self.text(text) { blocks.append(block) }
        if blocks.isEmpty, results.isEmpty { return }

        if turns.last?.isAssistant != isAssistant {
            turns.append(AnthropicTurn(isAssistant: isAssistant))
        }
        turns[turns.count - 1].results += results
        turns[turns.count - 1].blocks += blocks
    }

    // MARK: Blocks

    private static func text(_ text: String) -> JSONObject? {
        let isBlank = text.utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return isBlank ? nil : ["type": "text", "text": .string(text)]
    }

    private mutating func block(of call: ToolCall) -> JSONObject {
        // Arguments that broke off were never acted on; an object there must be.
        let input = (try? JSONParser.parse(call.arguments))?.object ?? JSONObject()
        return [
            "type": "tool_use", "id": .string(ids.begin(call.id)), "name": .string(call.name),
            "input": .object(input),
        ]
    }

    private func block(of result: ToolResult) -> JSONObject {
        var block: JSONObject = [
            "type": "tool_result", "tool_use_id": .string(ids.id(of: result.callID)),
        ]
        // An error must say something, anything else may say nothing.
        let content = result.content.isEmpty && result.isError ? "failed" : result.content
        if !content.isEmpty { block.append("content", .string(content)) }
        if result.isError { block.append("is_error", true) }
        return block
    }
}

/// One message as it is sent.
struct AnthropicTurn {
    let isAssistant: Bool
    var results: [JSONObject] = []
    var blocks: [JSONObject] = []

    var value: JSONValue {
        [
            "role": isAssistant ? "assistant" : "user",
            "content": .array((results + blocks).map(JSONValue.object)),
        ]
    }
}

extension [AnthropicTurn] {
    /// Whether the last turn answers calls of a reply that does not begin with thoughts.
    ///
    /// What follows the user's own words up to the end is one turn of the model's, however often it has
    /// called.
    var lacksThoughts: Bool {
        guard let last, !last.results.isEmpty else { return false }
        let start = lastIndex { !$0.isAssistant && $0.results.isEmpty }.map { $0 + 1 } ?? 0
        guard let reply = self[start...].first(where: \.isAssistant) else { return false }
        return reply.blocks.first?["type"]?.string?.hasSuffix("thinking") != true
    }
}

/// Ids of tool calls as Anthropic takes them: letters, digits, `_` and `-`, each once in a history.
///
/// Other providers' ids hold dots and colons, and an id that was made up is so for one reply only.
private struct AnthropicCallIDs {
    private var taken: Set<String> = []
    private var current: [String: String] = [:]

    mutating func begin(_ id: String) -> String {
        let plain = Self.plain(id)
        var own = plain
        var number = 2
        while !taken.insert(own).inserted {
            own = "\(plain)_\(number)"
            number += 1
        }
        current[id] = own
        return own
    }

    /// The id of the latest call that had that one.
    func id(of original: String) -> String {
        current[original] ?? Self.plain(original)
    }

    private static func plain(_ id: String) -> String {
        let bytes = id.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return bytes.isEmpty ? "call" : String(decoding: bytes, as: UTF8.self)
    }
}
