/// The requests for embeddings, in the two shapes there are.
extension EmbeddingService {
    func httpRequest(for request: EmbeddingRequest, to provider: Provider, key: Secret?)
        throws(LLMError) -> HTTPRequest
    {
        switch format {
        case .openAI:
            try provider.request(
                "embeddings", body: try openAIBody(for: request, to: provider),
                accept: "application/json", key: key)
        case .gemini:
            try provider.request(
                Gemini.path(
                    "models/\(geminiName(of: request.model).percentEncoded):batchEmbedContents",
                    below: provider.baseURL),
                body: geminiBody(for: request), accept: "application/json", key: key)
        }
    }

    private func openAIBody(for request: EmbeddingRequest, to provider: Provider)
        throws(LLMError) -> JSONObject
    {
        var body = JSONObject()
        body.append("model", .string(request.model))
        body.append("input", .array(request.inputs.map(JSONValue.string)))
        if let dimensions = request.dimensions {
            body.append(dimensionsField, JSONValue(dimensions))
        }
        // A quarter of the size; other servers know arrays alone, or refuse the field.
        if try HTTPURL(provider.baseURL).host == "api.openai.com" {
            body.append("encoding_format", "base64")
        }
        return body
    }

    /// A list names models `models/NAME`, people write `NAME`.
    private func geminiName(of model: String) -> String {
        model.hasPrefix("models/") ? String(model.dropFirst(7)) : model
    }

    private func geminiBody(for request: EmbeddingRequest) -> JSONObject {
        let name = JSONValue.string("models/" + geminiName(of: request.model))
        let requests = request.inputs.map { text -> JSONValue in
            var one = JSONObject()
            one.append("model", name)
            one.append("content", ["parts": [["text": .string(text)]]])
            if let dimensions = request.dimensions {
                one.append("outputDimensionality", JSONValue(dimensions))
            }
            return .object(one)
        }
        return JSONObject([("requests", .array(requests))])
    }
}
