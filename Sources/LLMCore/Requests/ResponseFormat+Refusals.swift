extension ResponseFormat {
    /// Why a provider or a model would not keep to the format; nil where it does, or may.
    func refusal(at provider: Provider, by model: ModelInfo) -> Refusal? {
        switch self {
        case .text:
            nil
        case .json where provider.wireFormat == .anthropic:
            Refusal(
                parameter: .responseFormat,
                message: "Anthropic's protocol has no `response_format = \"json\"`",
                hint: "a table with a JSON Schema is taken: response_format = { schema = { … } }"
            )
        case .json:
            nil
        case .schema where provider.quirks.contains(.noSchemas):
            Refusal(
                parameter: .responseFormat,
                message: "\(provider.name) takes no JSON Schema as `response_format`",
                hint: "response_format = \"json\" is taken; say in the text what it should hold"
            )
        case .schema where model.lacks.contains(.responseSchema):
            Refusal(
                parameter: .responseFormat,
                message: "`\(model.id)` takes no JSON Schema as `response_format`", hint: nil
            )
        case .schema:
            nil
        }
    }
}
