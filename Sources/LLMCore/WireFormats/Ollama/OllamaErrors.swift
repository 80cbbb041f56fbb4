/// An error is an object whose `error` is the text itself, in a stream as well.
extension LLMError {
    /// nil for a line that reports none.
    init?(ollamaLine line: JSONValue) {
        guard line.reportedError != nil else { return nil }
        self = ProviderFault(line).llmError()
    }
}
