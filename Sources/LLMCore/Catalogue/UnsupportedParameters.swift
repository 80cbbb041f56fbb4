/// What cannot be said in a protocol, whichever model is meant.
public enum UnsupportedParameters {
    /// Why a provider that speaks this protocol cannot be sent a parameter; nil where it can.
    ///
    /// - Parameter wireFormat: as the configuration spells it, `openai-chat` for example.
    public static func refusal(
        of parameter: Parameter, wireFormat: String, provider: String
    ) -> Refusal? {
        for row in table where row.wireFormat == wireFormat && row.parameters.contains(parameter) {
            if row.except.contains(provider) { continue }
            return Refusal(
                parameter: parameter, message: "\(row.name) has no `\(parameter.rawValue)`",
                hint: nil
            )
        }
        return nil
    }

    private struct Row: Sendable {
        let wireFormat: String
        /// Who has none, for people.
        let name: String
        /// The providers for which it does not hold.
        var except: [String] = []
        let parameters: [Parameter]
    }

    private static let table = [
        // developers.openai.com/api/reference/responses
        Row(
            wireFormat: "openai-responses", name: "OpenAI's Responses protocol",
            parameters: [
                .stop, .seed, .frequencyPenalty, .presencePenalty, .repetitionPenalty, .topK,
                .thinkingBudget,
            ]
        ),
        Row(
            wireFormat: "openai-chat", name: "the OpenAI protocol", except: ["openrouter"],
            parameters: [.thinkingBudget]
        ),
        // platform.claude.com/docs/en/api/messages
        Row(
            wireFormat: "anthropic", name: "Anthropic's protocol",
            parameters: [.seed, .frequencyPenalty, .presencePenalty, .repetitionPenalty]
        ),
        // ai.google.dev/api/generate-content#generationconfig
        Row(
            wireFormat: "gemini", name: "Gemini's protocol",
            parameters: [.repetitionPenalty, .parallelToolCalls]
        ),
    ]
}

extension Provider {
    /// Why it cannot be sent a parameter, whichever model is meant; nil where it can.
    public func refusal(of parameter: Parameter) -> Refusal? {
        // OpenAI's chat protocol has neither; many servers that speak it added them.
        let additions: [Parameter] = [.topK, .repetitionPenalty]
        if wireFormat == .openAIChat, quirks.contains(.standardSampling),
            additions.contains(parameter)
        {
            return Refusal(
                parameter: parameter, message: "\(name) has no `\(parameter.rawValue)`", hint: nil)
        }
        return UnsupportedParameters.refusal(
            of: parameter, wireFormat: wireFormat.rawValue, provider: id)
    }
}
