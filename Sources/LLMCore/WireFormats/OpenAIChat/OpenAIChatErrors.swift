/// The errors of a chat completion come as `ProviderFault` reads them, and as finish reasons.
extension LLMError {
    /// nil for a finish reason that is no error.
    init?(openAIChatFinishReason reason: String?) {
        switch reason {
        // OpenRouter's, where an upstream fails.
        case "error":
            self.init(.server, "the provider broke the reply off with an error")
        // DeepSeek's.
        case "insufficient_system_resource", "aborted":
            self.init(.overloaded, "the provider broke the reply off for lack of resources")
        default:
            return nil
        }
    }
}
