import LLMCore
import MarkdownHistory

/// Reads a conversation in OpenAI's chat format: a request object, or its array of messages.
///
/// What has no place in a conversation file is kept in a NOTE, a message of an unknown role too. The
/// older `function_call` is read, and of Anthropic's format what differs in words only: `system` and
/// `stop_sequences`. Only parts embed: an image in a text was never sent with it, or stands in a part
/// too, as `chatmd export` has it.
struct OpenAIImport {
    /// Why it cannot be read; `place` is a path like `messages[3].role`.
    struct Problem: Error, Equatable {
        var place: String
        var message: String
    }

    private(set) var conversation = ImportedConversation(embeds: [])
    private var labels = ReducedNames(fallback: "user")
    private var changedNames: Set<String> = []
    private var calls = ImportedCalls()

    init(_ json: JSONValue) throws(Problem) {
        if let messages = json.array {
            try read(messages)
        } else if let object = json.object {
            guard let messages = object["messages"] else {
                throw Problem(place: "", message: "there are no `messages`")
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
    /// What says how an answer travels, and nothing about the conversation.
    private static let transport: Set<String> = ["stream", "stream_options", "messages"]

    private mutating func readSettings(_ request: JSONObject) {
        var settings = ImportedSettings()
        for member in request.members where !Self.transport.contains(member.key) {
            if member.value.isNothing { continue }
            if member.key == "system", let text = Self.plainText(of: member.value) {
                conversation.append(.init(role: .system, text: text))
            } else {
                settings.set(member.key, member.value)
            }
        }
        conversation.settings = settings.text
        conversation.note(leavingOut: settings.leftOut, of: "the request")
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
            if let text = rest.takeText("content"), !text.isBlankText {
                conversation.note("Message \(index + 1) is of another role (\(name)):\n\n\(text)")
            }
            return conversation.note(leavingOut: rest, of: "message \(index + 1) (\(name))")
        }
        var texts = try content(of: &rest, role, place)
        var section = ImportedConversation.Section(role: role)
        switch role {
        case .tool:
            let (name, id) = (rest.takeText("name"), rest.takeText("tool_call_id"))
            section.blocks = [
                calls.result(texts.joined(separator: "\n\n"), id: id, name: name)
            ]
        case .assistant:
            if let refusal = rest.takeText("refusal") { texts.append(refusal) }
            if let text = rest.takeText("reasoning_content") ?? rest.takeText("reasoning") {
                conversation.append(.init(role: .note, label: "reasoning", text: text))
            }
            section.blocks = calls.blocks(calledBy: &rest)
            fallthrough
        default:
            section.text = texts.joined(separator: "\n\n")
            section.label = label(from: &rest)
        }
        if !section.text.isBlankText || !section.blocks.isEmpty { conversation.append(section) }
        for member in rest.members where member.value.isNothing { rest[member.key] = nil }
        conversation.note(leavingOut: rest, of: "message \(index + 1) (\(name))")
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
    private mutating func content(
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
                conversation.embeds?.formUnion(EmbedEscaper.destinations(in: link))
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

extension JSONValue {
    fileprivate var isDefaultDetail: Bool { isNull || string == "auto" }
}
