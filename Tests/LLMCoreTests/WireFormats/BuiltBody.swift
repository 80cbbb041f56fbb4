@testable import LLMCore

extension WireFormat {
    /// The body that is sent for a request.
    func body(
        of request: ChatRequest, to provider: Provider, traits: ModelTraits = ModelTraits()
    ) throws -> JSONValue {
        let http = try httpRequest(for: request, to: provider, traits: traits, key: nil)
        return try JSONParser.parse(http.body)
    }
}

extension ChatRequest {
    /// A request with one question, and the options given.
    static func asking(
        _ model: String = "m", messages: [Message] = [Message(role: .user, text: "Hi")],
        _ options: GenerationOptions = GenerationOptions()
    ) -> ChatRequest {
        ChatRequest(model: model, messages: messages, options: options)
    }

    static func asking(_ options: GenerationOptions) -> ChatRequest {
        asking("m", options)
    }
}

extension JSONObject {
    init(parsing text: String) throws {
        self = try JSONParser.parse(text).object ?? JSONObject()
    }
}

extension JSONValue {
    init(parsing text: String) throws {
        self = try JSONParser.parse(text)
    }
}
