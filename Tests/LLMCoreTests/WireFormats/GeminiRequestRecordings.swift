import Testing

@testable import LLMCore

/// Reads recorded requests back into `ChatRequest` and builds them anew.
@Suite(.enabled(if: RecordedStream.directory != nil, "no recordings here"))
struct GeminiRequestRecordings {
    private static let comparison = RequestComparison(ignored: [
        "systemInstruction.role": "a system instruction has no speaker, whatever it names",
        "contents[].parts[].thought": "false, which is what it is without the field",
    ])

    @Test func whatIsBuiltIsWhatWasRecorded() throws {
        var count = 0
        for name in RecordedStream.names(of: "gemini") {
            guard let recorded = try RecordedStream.request(name) else { continue }
            count += 1
            let (request, traits) = read(recorded)
            let http = try Gemini().httpRequest(
                for: request, to: BuiltInProviders.gemini, traits: traits, key: nil)
            let differences = Self.comparison.differences(
                normalised(recorded), normalised(try JSONParser.parse(http.body)))
            #expect(differences == [], "\(name)")
        }
        #expect(count > 0)
    }

    /// Without nulls, which say nothing; a schema under the name `parameters` and with types in lower
    /// case, as the API reads either name and either case.
    private func normalised(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(normalised))
        case .object(let object):
            var result = JSONObject()
            for member in object.members where !member.value.isNull {
                let key = member.key == "parametersJsonSchema" ? "parameters" : member.key
                let type = key == "type" ? member.value.string?.lowercased() : nil
                result.append(key, type.map(JSONValue.string) ?? normalised(member.value))
            }
            return .object(result)
        default: return value
        }
    }

    // MARK: Reading

    private func read(_ body: JSONValue) -> (ChatRequest, ModelTraits) {
        var request = ChatRequest(model: "gemini-3-flash-preview", messages: [])
        var traits = ModelTraits()
        for text in texts(of: body["systemInstruction"]) {
            request.messages.append(Message(role: .system, text: text))
        }
        for member in body.object?.members ?? [] where !member.value.isNull {
            let value = member.value
            switch member.key {
            case "systemInstruction": break
            case "contents":
                for content in value.array ?? [] {
                    let role: MessageRole = content["role"] == "model" ? .assistant : .user
                    let parts = (content["parts"]?.array ?? []).map(part)
                    request.messages.append(Message(role: role, parts: parts))
                }
            case "generationConfig":
                for member in value.object?.members ?? [] {
                    set(member, of: &request, &traits)
                }
            case "tools" where value[0]?["functionDeclarations"] != nil:
                request.tools = value[0]?["functionDeclarations"]?.array?.map(tool) ?? []
            case "toolConfig":
                let modes: [String: ToolChoice] = ["AUTO": .auto, "NONE": .none, "ANY": .required]
                let config = value["functionCallingConfig"]
                request.toolChoice = config?["mode"]?.string.flatMap { modes[$0] }
                if let name = config?["allowedFunctionNames"]?[0]?.string {
                    request.toolChoice = .tool(name)
                }
            default:
                // What only Google has, a server's own tools among it, is the user's `extra`.
                request.extra[member.key] = value
            }
        }
        return (request, traits)
    }

    private func set(
        _ member: JSONObject.Member, of request: inout ChatRequest, _ traits: inout ModelTraits
    ) {
        let value = member.value
        switch member.key {
        case "temperature": request.options.temperature = value.double
        case "topP": request.options.topP = value.double
        case "topK": request.options.topK = value.int
        case "maxOutputTokens": request.options.maxTokens = value.int
        case "stopSequences": request.options.stop = value.array?.compactMap(\.string)
        case "seed": request.options.seed = value.int
        case "thinkingConfig" where value["thinkingBudget"] != nil:
            traits.thinking = .budget
            request.options.thinkingBudget = value["thinkingBudget"]?.int
        case "thinkingConfig" where value["thinkingLevel"] != nil:
            traits.thinking = .effort
            request.options.reasoningEffort =
                value["thinkingLevel"]?.string.flatMap { ReasoningEffort(rawValue: $0) }
        default:
            request.extra.merge(["generationConfig": [member.key: value]])
        }
    }

    private func texts(of content: JSONValue?) -> [String] {
        content?["parts"]?.array?.compactMap { $0["text"]?.string } ?? []
    }

    private func part(_ part: JSONValue) -> Part {
        let signature = part["thoughtSignature"]?.string
        if let call = part["functionCall"] {
            let arguments = JSONWriter.bytes(of: call["args"] ?? [:])
            return .toolCall(
                ToolCall(
                    id: call["id"]?.string ?? "call_1", name: call["name"]?.string ?? "",
                    arguments: String(decoding: arguments, as: UTF8.self), signature: signature))
        }
        if let response = part["functionResponse"] {
            return .toolResult(
                ToolResult(
                    callID: response["id"]?.string ?? "call_1",
                    name: response["name"]?.string ?? "",
                    content: response["response"]?["output"]?.string ?? ""))
        }
        return .text(part["text"]?.string ?? "")
    }

    private func tool(_ tool: JSONValue) -> Tool {
        Tool(
            name: tool["name"]?.string ?? "", description: tool["description"]?.string ?? "",
            parameters: tool["parametersJsonSchema"] ?? tool["parameters"] ?? [:])
    }
}
