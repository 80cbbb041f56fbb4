import ConfigText
import LLMCore
import MarkdownHistory

/// Reads a conversation in OpenAI's chat format: a request object, or its array of messages.
///
/// What has no place in a conversation file is kept in a NOTE, a message of an unknown role too. The
/// older `function_call` is read, and of Anthropic's format what differs in words only: `system` and
/// `stop_sequences`.
struct OpenAIImport {
    /// Why it cannot be read; `place` is a path like `messages[3].role`.
    struct Problem: Error, Equatable {
        var place: String
        var message: String
    }

    private(set) var conversation = ImportedConversation()
    private var labels = ReducedNames(fallback: "user")
    private var changedNames: Set<String> = []
    private var ids = ReducedNames()
    private var tools = ReducedNames()
    /// The calls of the last assistant's message that still wait for a result.
    private var openCalls: [Call] = []
    /// The last call of each id.
    private var calls: [String: Call] = [:]
    /// How many calls have come without an id.
    private var unnamedCalls = 0

    init(_ json: JSONValue) throws(Problem) {
        if let messages = json.array {
            try read(messages)
        } else if let object = json.object {
            guard let messages = object["messages"] else {
                throw Problem(place: "messages", message: "there are no `messages`")
            }
            readSettings(object)
            guard let messages = messages.array else {
                throw Problem(place: "messages", message: "must be an array of messages")
            }
            try read(messages)
        } else {
            throw Problem(
                place: "", message: "expected an object with `messages`, or an array of messages"
            )
        }
        conversation.flushNotes()
        if conversation.isEmpty {
            throw Problem(place: "messages", message: "there is no message with anything in it")
        }
    }

    private mutating func read(_ messages: [JSONValue]) throws(Problem) {
        for (index, message) in messages.enumerated() {
            guard let object = message.object else {
                throw Problem(place: "messages[\(index)]", message: "must be an object")
            }
            try read(object, at: index)
        }
    }
}

// MARK: - Settings

extension OpenAIImport {
    /// Names that differ from the front matter's.
    private static let otherNames = [
        "max_completion_tokens": "max_tokens", "stop_sequences": "stop",
    ]

    private static let settings: Set<String> = [
        "model", "temperature", "top_p", "top_k", "max_tokens", "stop", "seed",
        "frequency_penalty", "presence_penalty", "repetition_penalty", "reasoning_effort",
        "parallel_tool_calls",
    ]

    /// What says how an answer travels, and nothing about the conversation.
    private static let transport: Set<String> = ["stream", "stream_options", "messages"]

    private mutating func readSettings(_ request: JSONObject) {
        var settings = ConfigTable()
        var leftOut = JSONObject()
        for member in request.members where !Self.transport.contains(member.key) {
            let key = Self.otherNames[member.key] ?? member.key
            if member.value.isNothing { continue }
            if key == "system", let text = Self.plainText(of: member.value) {
                conversation.append(.init(role: .system, text: text))
            } else if settings[key] == nil, let value = Self.setting(key, member.value) {
                settings.entries.append(
                    ConfigTable.Entry(key: key, keyPosition: value.position, value: value)
                )
            } else {
                leftOut.append(member.key, member.value)
            }
        }
        conversation.settings = TOMLWriter.text(of: settings)
        conversation.note(leavingOut: leftOut, of: "the request")
    }

    /// nil where front matter has no such key, or would refuse the value.
    private static func setting(_ key: String, _ json: JSONValue) -> ConfigValue? {
        if key == "response_format" { return responseFormat(json) }
        guard settings.contains(key), let value = ConfigValue(json) else { return nil }
        var layer = SettingsLayer()
        if let known = SettingKey(rawValue: key) {
            guard (try? layer.set(known, to: value)) != nil else { return nil }
        }
        return value
    }

    private static func responseFormat(_ json: JSONValue) -> ConfigValue? {
        switch json["type"]?.string {
        case "text": return ConfigValue("text")
        case "json_object": return ConfigValue("json")
        case "json_schema":
            guard let schema = json["json_schema"]?["schema"] else { return nil }
            return ConfigValue(.object(JSONObject([("schema", schema)])))
        default: return nil
        }
    }

    /// A string, or an array of nothing but text parts.
    private static func plainText(of json: JSONValue) -> String? {
        if let text = json.string { return text }
        guard let parts = json.array else { return nil }
        let texts = parts.compactMap { $0["text"]?.string }
        return texts.count == parts.count ? texts.joined(separator: "\n\n") : nil
    }
}

// MARK: - Messages

extension OpenAIImport {
    private static let roles: [String: Role] = [
        "system": .system, "developer": .system, "user": .user, "assistant": .assistant,
        "tool": .tool, "function": .tool,
    ]

    private mutating func read(_ message: JSONObject, at index: Int) throws(Problem) {
        let place = "messages[\(index)]"
        guard let name = message["role"]?.string else {
            throw Problem(
                place: "\(place).role",
                message: "must be system, developer, user, assistant or tool"
            )
        }
        var rest = message
        rest["role"] = nil
        guard let role = Self.roles[name] else {
            if let text = rest.takeText("content"), !Self.isBlank(text) {
                conversation.note("Message \(index + 1) is of another role (\(name)):\n\n\(text)")
            }
            return conversation.note(leavingOut: rest, of: "message \(index + 1) (\(name))")
        }
        var texts = try content(of: &rest, role, place)
        var section = ImportedConversation.Section(role: role)
        switch role {
        case .tool:
            section.blocks = [result(texts.joined(separator: "\n\n"), &rest)]
        case .assistant:
            if let refusal = rest.takeText("refusal") { texts.append(refusal) }
            if let text = rest.takeText("reasoning_content") ?? rest.takeText("reasoning") {
                conversation.append(.init(role: .note, label: "reasoning", text: text))
            }
            section.blocks = calls(&rest)
            fallthrough
        default:
            section.text = texts.joined(separator: "\n\n")
            section.label = label(from: &rest)
        }
        if !Self.isBlank(section.text) || !section.blocks.isEmpty { conversation.append(section) }
        for member in rest.members where member.value.isNothing { rest[member.key] = nil }
        conversation.note(leavingOut: rest, of: "message \(index + 1) (\(name))")
    }

    private static func isBlank(_ text: String) -> Bool {
        text.utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }

    /// The label that the name becomes. Where it loses characters, the first message under it gets a
    /// note of the whole.
    private mutating func label(from rest: inout JSONObject) -> String? {
        guard let name = rest["name"]?.string else { return nil }
        let label = labels.reduced(name)
        if label == name || !changedNames.insert(name).inserted { rest["name"] = nil }
        return label
    }

    /// The texts of the content, images of a user among them; what is left in `rest` was not read.
    private func content(
        of rest: inout JSONObject, _ role: Role, _ place: String
    ) throws(Problem) -> [String] {
        guard let content = rest.take("content"), !content.isNull else { return [] }
        if let text = content.string { return [text] }
        guard let parts = content.array else {
            throw Problem(
                place: "\(place).content", message: "must be a string or an array of parts")
        }
        var texts: [String] = []
        var others: [JSONValue] = []
        for part in parts {
            switch part["type"]?.string {
            case "text", "input_text", "output_text":
                guard let text = part["text"]?.string else { fallthrough }
                texts.append(text)
            case "refusal":
                guard let text = part["refusal"]?.string else { fallthrough }
                texts.append(text)
            case "image_url" where role == .user || role == .system:
                guard let link = part["image_url"].flatMap(Self.imageLink) else { fallthrough }
                texts.append(link)
            default:
                others.append(part)
            }
        }
        if !others.isEmpty { rest.append("content", .array(others)) }
        return texts
    }

    /// `![](url)`, nil for anything that is not on the web and does not bring its own bytes: a path
    /// in a foreign file shall not become one of this machine.
    private static func imageLink(_ image: JSONValue) -> String? {
        guard let url = image.string ?? image["url"]?.string else { return nil }
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard ["http", "https", "data"].contains(scheme), image["detail"]?.isDefaultDetail ?? true
        else { return nil }
        return "![](\(MarkdownLink.destination(url)))"
    }
}

// MARK: - Tools

extension OpenAIImport {
    /// A call that a result may belong to.
    private struct Call {
        /// As the message has it.
        var foreignID: String?
        var foreignName: String
        /// As the file has it: no two calls share an id there.
        var id: String
        var name: String
    }

    private mutating func calls(_ rest: inout JSONObject) -> [FencedBlock] {
        openCalls = []
        var blocks: [FencedBlock] = []
        if let calls = rest["tool_calls"]?.array {
            var others: [JSONValue] = []
            for call in calls {
                if let function = call["function"],
                    let block = block(calling: function, id: call["id"]?.string)
                {
                    blocks.append(block)
                } else {
                    others.append(call)
                }
            }
            rest["tool_calls"] = others.isEmpty ? nil : .array(others)
        }
        if let function = rest["function_call"], let block = block(calling: function, id: nil) {
            rest["function_call"] = nil
            blocks.append(block)
        }
        return blocks
    }

    private mutating func block(calling function: JSONValue, id: String?) -> FencedBlock? {
        guard let name = function["name"]?.string, let arguments = function["arguments"] else {
            return nil
        }
        if id == nil { unnamedCalls += 1 }
        let call = Call(
            foreignID: id, foreignName: name,
            id: ids.unused(id ?? "call:\(name):\(unnamedCalls)"), name: tools.reduced(name)
        )
        openCalls.append(call)
        calls[id ?? call.id] = call
        let content =
            arguments.string ?? String(decoding: JSONWriter.bytes(of: arguments), as: UTF8.self)
        return ToolRecord(.call, name: call.name, id: call.id, content: content).block
    }

    private mutating func result(_ text: String, _ rest: inout JSONObject) -> FencedBlock {
        let name = rest.takeText("name")
        let id = rest.takeText("tool_call_id")
        let call = call(answeredBy: id, name)
        return ToolRecord(
            .result, name: call?.name ?? tools.reduced(name ?? "tool"),
            id: call?.id ?? ids.unused(id ?? "call"), content: text
        ).block
    }

    /// The first call that waits for such a result, so that calls of one id keep each its own; else
    /// the last one of that id.
    private mutating func call(answeredBy id: String?, _ name: String?) -> Call? {
        let index = openCalls.firstIndex {
            id != nil ? $0.foreignID == id : $0.foreignName == name
        }
        if let index { return openCalls.remove(at: index) }
        return id.flatMap { calls[$0] }
    }
}

// MARK: - JSON

extension JSONObject {
    /// Removes the member of that name and returns its value.
    fileprivate mutating func take(_ key: String) -> JSONValue? {
        defer { self[key] = nil }
        return self[key]
    }

    /// The same for a text; anything else stays.
    fileprivate mutating func takeText(_ key: String) -> String? {
        guard let text = self[key]?.string else { return nil }
        self[key] = nil
        return text
    }
}

extension JSONValue {
    /// Whether it says no more than its absence would.
    fileprivate var isNothing: Bool {
        isNull || array?.isEmpty == true || object?.isEmpty == true
    }

    fileprivate var isDefaultDetail: Bool { isNull || string == "auto" }
}

extension ConfigValue {
    fileprivate init(_ text: String) {
        self.init(.string(text), at: SourcePosition(line: 1, column: 1))
    }

    /// nil where the JSON holds what TOML has no word for: null.
    fileprivate init?(_ json: JSONValue) {
        let kind: Kind
        switch json {
        case .null: return nil
        case .bool(let flag): kind = .boolean(flag)
        case .string, .unpairedString: kind = .string(json.string ?? "")
        case .number:
            if let integer = json.int {
                kind = .integer(integer)
            } else if let number = json.double, number.isFinite {
                kind = .float(number)
            } else {
                return nil
            }
        case .array(let elements):
            let values = elements.compactMap { ConfigValue($0) }
            guard values.count == elements.count else { return nil }
            kind = .array(values)
        case .object(let object):
            var table = ConfigTable()
            for member in object.members {
                guard let value = ConfigValue(member.value), table[member.key] == nil else {
                    return nil
                }
                table.entries.append(
                    .init(key: member.key, keyPosition: value.position, value: value))
            }
            kind = .table(table)
        }
        self.init(kind, at: SourcePosition(line: 1, column: 1))
    }
}
