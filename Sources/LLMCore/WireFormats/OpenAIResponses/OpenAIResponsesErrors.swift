/// An error of a response comes as an event `error`, flat or with an object `error` in it, as
/// `response.failed`, or as a whole response whose `error` is not null.
extension LLMError {
    /// nil for a response that did not fail.
    init?(openAIResponse response: JSONValue) {
        let hasFailed = response["status"]?.string == "failed"
        guard hasFailed || response.reportedError != nil else { return nil }
        self = ProviderFault(response).llmError()
    }
}
