/// System texts and contents as Gemini wants them.
///
/// Messages of one role in a row become one content: the results of parallel calls must stand
/// together. Results are found again by name and order, so ids are sent only where they are not
/// chatmd's own.
struct GeminiPrompt {
    private(set) var system: [JSONValue] = []
    private(set) var contents: [GeminiContent] = []
    /// The names of calls by id, for results that lost theirs.
    private var names: [String: String] = [:]

    /// - Parameter needsSignatures: whether the model refuses calls of its own without signature, as
    ///   Gemini does from 3 on.
    init(_ messages: [Message], needsSignatures: Bool) {
        for message in messages { append(message) }
        if needsSignatures {
            for index in contents.indices { contents[index].signForeignCalls() }
        }
    }

    private mutating func append(_ message: Message) {
        if message.role == .system {
            if !message.text.isEmpty { system.append(["text": .string(message.text)]) }
            return
        }
        let isModel = message.role == .assistant
        var parts: [JSONObject] = []
        // Texts that follow each other are one: an embed's text belongs to what stands before it.
        var text = ""
        for part in message.parts {
            if case .text(let piece) = part {
                text += piece
                continue
            }
            if !text.isEmpty { parts.append(["text": .string(text)]) }
            text = ""
            if let part = self.part(for: part, isModel: isModel) { parts.append(part) }
        }
        if !text.isEmpty { parts.append(["text": .string(text)]) }
        if parts.isEmpty { return }

        if contents.last?.isModel != isModel { contents.append(GeminiContent(isModel: isModel)) }
        contents[contents.count - 1].parts += parts
    }

    private mutating func part(for part: Part, isModel: Bool) -> JSONObject? {
        switch part {
        case .text: return nil
        case .reasoning(let reasoning):
            guard let block = reasoning.block, block.wireFormat == .gemini, isModel else {
                return nil
            }
            return block.value.object
        case .attachment(let attachment): return Self.part(for: attachment)
        case .toolCall(let call):
            names[call.id] = call.name
            return Self.part(for: call)
        case .toolResult(let result): return self.part(for: result)
        }
    }

    private static func part(for attachment: Attachment) -> JSONObject {
        var part = JSONObject()
        // A type that nobody knows is left for Gemini to find out.
        if attachment.mediaType != "image/*" {
            part.append("mimeType", .string(type(of: attachment)))
        }
        switch attachment.content {
        case .data(let bytes):
            part.append("data", .string(Base64.encoded(bytes)))
            return ["inlineData": .object(part)]
        case .url(let url):
            part.append("fileUri", .string(url))
            return ["fileData": .object(part)]
        }
    }

    /// ai.google.dev/gemini-api/docs/audio lists MP3 under a name of its own.
    private static func type(of attachment: Attachment) -> String {
        attachment.mediaType == "audio/mpeg" ? "audio/mp3" : attachment.mediaType
    }

    private static func part(for call: ToolCall) -> JSONObject {
        // Arguments that broke off were never acted on; an object there must be.
        let arguments = (try? JSONParser.parse(call.arguments))?.object ?? JSONObject()
        var value: JSONObject = ["name": .string(call.name), "args": .object(arguments)]
        if !ToolCallCollector.isMadeUp(call.id) { value.append("id", .string(call.id)) }
        var part: JSONObject = ["functionCall": .object(value)]
        if let signature = call.signature {
            part.append("thoughtSignature", .string(signature))
        }
        return part
    }

    private func part(for result: ToolResult) -> JSONObject {
        let name = result.name.isEmpty ? names[result.callID] ?? "" : result.name
        var value: JSONObject = [
            "name": .string(name),
            "response": [result.isError ? "error" : "output": .string(result.content)],
        ]
        if !ToolCallCollector.isMadeUp(result.callID) {
            value.append("id", .string(result.callID))
        }
        return ["functionResponse": .object(value)]
    }
}

/// One message as it is sent.
struct GeminiContent {
    let isModel: Bool
    var parts: [JSONObject] = []

    /// Google's own word for calls that another model made, or that are told from memory.
    private static let foreign: JSONValue = "skip_thought_signature_validator"

    var value: JSONValue {
        [
            "role": isModel ? "model" : "user",
            "parts": .array(parts.map(JSONValue.object)),
        ]
    }

    /// Of calls side by side only the first is signed, so the first is the one that is looked for.
    mutating func signForeignCalls() {
        guard let first = parts.firstIndex(where: { $0["functionCall"] != nil }) else { return }
        if parts[first]["thoughtSignature"] == nil {
            parts[first].append("thoughtSignature", Self.foreign)
        }
    }
}
