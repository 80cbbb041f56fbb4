import Testing

@testable import LLMCore

/// A recorded request's body, read back into what chatmd would have been asked.
///
/// What has no place in a `ChatRequest` becomes `extra`, as a user would write it.
struct RecordedRequest {
    let body: JSONValue

    init(_ name: String) throws {
        body = try #require(try RecordedStream.request(name))
    }

    /// The names of recordings of a format that have their request beside them.
    static func names(of format: String) -> [String] {
        RecordedStream.names(of: format).filter { (try? RecordedStream.request($0)) != nil }
    }

    /// The provider that was asked, by the folder and the name of the recording.
    static func provider(_ name: String) -> Provider {
        if name.contains("azure") {
            var azure = BuiltInProviders.azure
            azure.setBaseURL(fromVariable: "https://team.openai.azure.com")
            return azure
        }
        let rows = BuiltInProviders.all.filter { $0.id != "openai" }
        let folder = name.split(separator: "/").first.map(String.init) ?? ""
        if let row = rows.first(where: { $0.id == folder }) { return row }
        if let row = rows.first(where: { name.contains("/\($0.id)-") }) { return row }
        return folder.hasPrefix("openai") ? BuiltInProviders.openAI : .compatible
    }

    var options: GenerationOptions {
        GenerationOptions(
            temperature: body["temperature"]?.double,
            topP: body["top_p"]?.double,
            maxTokens: (body["max_tokens"] ?? body["max_completion_tokens"]
                ?? body["max_output_tokens"])?.int,
            seed: (body["seed"] ?? body["random_seed"])?.int,
            reasoningEffort: (body["reasoning_effort"] ?? body["reasoning"]?["effort"])?.string
                .flatMap(ReasoningEffort.init),
            responseFormat: body["text"]?["format"].flatMap(Self.format)
        )
    }

    private static func format(_ value: JSONValue) -> ResponseFormat? {
        guard let schema = value["schema"], let name = value["name"]?.string else { return nil }
        return .schema(schema, name: name)
    }

    /// The functions among the tools; nil where there are tools of another kind.
    var tools: [Tool]? {
        var tools: [Tool] = []
        for value in body["tools"]?.array ?? [] {
            guard value["type"]?.string == "function" else { return nil }
            let function = value["function"] ?? value
            tools.append(
                Tool(
                    name: function["name"]?.string ?? "",
                    description: function["description"]?.string ?? "",
                    parameters: function["parameters"] ?? .null,
                    isStrict: function["strict"]?.bool))
        }
        return tools
    }

    var toolChoice: ToolChoice? {
        switch body["tool_choice"]?.string {
        case "auto": .auto
        case "required": .required
        case "none": ToolChoice.none
        default: body["tool_choice"]?["function"]?["name"]?.string.map(ToolChoice.tool)
        }
    }

    /// The members that a `ChatRequest` has no place for.
    func extra(_ keys: [String]) -> JSONObject {
        var extra = JSONObject()
        for key in keys { extra[key] = body[key] }
        if tools == nil { extra["tools"] = body["tools"] }
        return extra
    }

    /// The text of a `content` that is a string, parts of text, or null.
    static func text(_ content: JSONValue?) -> String {
        content?.string
            ?? (content?.array ?? []).compactMap { $0["text"]?.string }.joined()
    }
}

extension JSONValue {
    /// With members in the order of their names and numbers in one spelling, to be compared.
    var canonical: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.canonical))
        case .object(let object):
            let members = object.members.sorted { $0.key < $1.key }
            return .object(JSONObject(members.map { ($0.key, $0.value.canonical) }))
        case .number: return double.map { JSONValue($0) } ?? self
        default: return self
        }
    }

    /// With the object's member replaced.
    func setting(_ key: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(var object) = self else { return self }
        object[key] = value
        return .object(object)
    }

    func mapping(_ key: String, _ transform: (JSONValue) -> JSONValue) -> JSONValue {
        guard let elements = self[key]?.array else { return self }
        return setting(key, .array(elements.map(transform)))
    }
}
