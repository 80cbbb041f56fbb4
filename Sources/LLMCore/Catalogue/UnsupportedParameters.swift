/// What cannot be said in a protocol, whichever model is meant.
public enum UnsupportedParameters {
    /// Why a provider that speaks this protocol cannot be sent a parameter; nil where it can.
    ///
    /// - Parameter wireFormat: as the configuration spells it, `openai-chat` for example.
    public static func refusal(
        of parameter: Parameter, wireFormat: String, provider: String
    ) -> Refusal? {
        for row in table where row.wireFormat == wireFormat && row.parameters.contains(parameter) {
            if let only = row.only, !only.contains(provider) { continue }
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
        /// The providers it holds for; nil for all.
        var only: [String]?
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
        // OpenAI refuses what it does not know. Other servers of this protocol have their own additions.
        Row(
            wireFormat: "openai-chat", name: "OpenAI", only: ["openai", "azure"],
            parameters: [.topK, .repetitionPenalty]
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
