/// OpenAI's legacy text completions, which local servers still have: `POST /completions`.
///
/// The chunks differ from a chat completion's in one member: a choice holds `text`, not a delta. So
/// the same decoder reads them, and errors are the same.
struct OpenAICompletions {
    func httpRequest(for request: CompletionRequest, to provider: Provider, key: Secret?)
        throws(LLMError) -> HTTPRequest
    {
        try provider.request(
            "completions",
            body: body(for: request, provider.quirks),
            accept: request.isStreamed ? "text/event-stream" : "application/json",
            key: key
        )
    }

    func makeStreamDecoder() -> any StreamDecoder {
        OpenAIChatStream()
    }

    private func body(for request: CompletionRequest, _ quirks: Set<Quirk>) -> JSONObject {
        var body = JSONObject()
        body.append("model", .string(request.model))
        body.append("prompt", .string(request.prompt))
        if let suffix = request.suffix { body.append("suffix", .string(suffix)) }
        if request.isStreamed {
            body.append("stream", true)
            if !quirks.contains(.noStreamOptions) {
                body.append("stream_options", ["include_usage": true])
            }
        }
        // Here the limit has its old name everywhere.
        OpenAIChat().addSampling(
            request.options, model: "", quirks.subtracting([.maxCompletionTokens]), to: &body)
        body.merge(request.extra)
        return body
    }
}
