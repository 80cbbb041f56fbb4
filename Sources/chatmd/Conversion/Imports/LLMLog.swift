import LLMCore
import MarkdownHistory

/// Reads what `llm logs --json` prints: an array of responses, each with its prompt, those of one
/// conversation under one id.
///
/// Numbers, dates and counts of tokens are not taken over. Attachments are files of another place:
/// only an image on the web stays one, everything else is named in a note.
struct LLMLog {
    /// In the order of their first responses.
    private(set) var conversations: [ImportedConversation] = []

    init(_ responses: [JSONObject]) {
        var order: [String] = []
        var groups: [String: [JSONObject]] = [:]
        for (index, response) in responses.enumerated() {
            let id = response["conversation_id"]?.string ?? "\(index)"
            if groups[id] == nil { order.append(id) }
            groups[id, default: []].append(response)
        }
        conversations = order.compactMap { id in
            let conversation = LLMConversation(groups[id] ?? []).conversation
            return conversation.isEmpty ? nil : conversation
        }
    }

    /// Whether a value is such an array, and its elements.
    static func responses(in value: JSONValue) -> [JSONObject]? {
        guard let first = value[0]?.object, first["conversation_id"] != nil,
            first["prompt"] != nil, first["response"] != nil
        else { return nil }
        let objects = value.array?.compactMap(\.object)
        return objects?.count == value.array?.count ? objects : nil
    }
}

/// One conversation of the log while it is read.
private struct LLMConversation {
    private(set) var conversation = ImportedConversation(embeds: [])
    private var calls = ImportedCalls()
    private var labels = ReducedNames(fallback: "assistant")
    private var system: String?
    private let model: String?

    init(_ responses: [JSONObject]) {
        model = responses.first?["conversation_model"]?.string ?? responses.first?["model"]?.string
        readSettings(responses)
        for response in responses { read(response) }
        conversation.flushNotes()
    }

    private mutating func readSettings(_ responses: [JSONObject]) {
        var settings = ImportedSettings()
        if let model { settings.set("model", .string(model)) }
        var options: [String: JSONValue] = [:]
        for response in responses {
            for option in response["options_json"]?.object?.members ?? []
            where options.updateValue(option.value, forKey: option.key) != option.value {
                settings.set(option.key, option.value)
            }
        }
        let schemas = responses.map { $0["schema_json"] ?? .null }
        if let schema = schemas.first(where: { !$0.isNull }) {
            let isEveryones = schemas.allSatisfy { $0 == schema }
            if isEveryones {
                settings.set(
                    "response_format", ["type": "json_schema", "json_schema": ["schema": schema]])
            } else {
                settings.leaveOut("schema_json", schema)
            }
        }
        conversation.settings = settings.text
        var leftOut = settings.leftOut
        for key in ["conversation_name", "conversation_id"] {
            leftOut[key] = responses.first?[key].flatMap { $0.isNull ? nil : $0 }
        }
        if let tools = responses.lazy.compactMap({ $0["tools"] }).first(where: { !$0.isNothing }) {
            leftOut["tools"] = tools
        }
        conversation.note(leavingOut: leftOut, of: "llm's log")
    }

    private mutating func read(_ response: JSONObject) {
        if let text = response["system"]?.string, text != system {
            system = text
            conversation.append(.init(role: .system, text: text))
        }
        for result in response["tool_results"]?.array ?? [] { readResult(result) }
        var attachments = response["attachments"]?.array ?? []
        var links: [String] = []
        attachments.removeAll { attachment in
            guard let link = Self.link(to: attachment) else { return false }
            links.append(link)
            return true
        }
        conversation.embeds?.formUnion(links.flatMap(EmbedEscaper.destinations))
        let prompt = ([response["prompt"]?.string ?? ""] + links).filter { !$0.isBlankText }
        if !prompt.isEmpty {
            conversation.append(.init(role: .user, text: prompt.joined(separator: "\n\n")))
        }
        if !attachments.isEmpty {
            let json = JSONWriter.indentedBytes(of: .array(attachments)).dropLast()
            conversation.note(
                "llm sent attachments along with this message; chatmd has not read them. To send a file "
                    + "again, name it in the message: ![…](path)",
                quoting: String(decoding: json, as: UTF8.self), info: "json")
        }
        if let text = response["reasoning"]?.string, !text.isBlankText {
            conversation.append(.init(role: .note, label: "reasoning", text: text))
        }
        readReply(response)
    }

    private mutating func readReply(_ response: JSONObject) {
        calls.beginMessage()
        var section = ImportedConversation.Section(role: .assistant)
        section.text = response["response"]?.string ?? ""
        if let other = response["model"]?.string, other != model {
            section.label = labels.reduced(other)
        }
        for call in response["tool_calls"]?.array ?? [] {
            guard let name = call["name"]?.string else { continue }
            let arguments = call["arguments"] ?? .object(JSONObject())
            section.blocks.append(
                calls.call(
                    name, id: call["tool_call_id"]?.string,
                    arguments: arguments.string
                        ?? String(decoding: JSONWriter.bytes(of: arguments), as: UTF8.self)))
        }
        if !section.text.isBlankText || !section.blocks.isEmpty { conversation.append(section) }
    }

    private mutating func readResult(_ result: JSONValue) {
        let exception = result["exception"]?.string
        let output = result["output"]?.string ?? exception ?? ""
        let block = calls.result(
            output, id: result["tool_call_id"]?.string, name: result["name"]?.string,
            isError: exception != nil)
        conversation.append(.init(role: .tool, blocks: [block]))
        if let attachments = result["attachments"], !attachments.isNothing {
            conversation.note(
                leavingOut: ["attachments": attachments], of: "a result of a tool")
        }
    }

    /// An image on the web as one; nil for everything else.
    private static func link(to attachment: JSONValue) -> String? {
        guard attachment["type"]?.string?.hasPrefix("image/") == true,
            let url = attachment["url"]?.string,
            ["http", "https"].contains(url.prefix { $0 != ":" }.lowercased())
        else { return nil }
        return "![](\(MarkdownLink.destination(url)))"
    }
}
