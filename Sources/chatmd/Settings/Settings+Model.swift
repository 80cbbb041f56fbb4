import LLMCore
import MarkdownHistory

// What the model takes of the settings, and what should be known about it.

extension Settings {
    /// Leaves out what the model refuses of the general settings, with a warning; what was set for
    /// this conversation in particular is an error instead.
    mutating func checkOptions() throws(Failure) {
        var request = ChatRequest(model: model, messages: [], options: options)
        // That says nothing without tools, which are yet to be chosen.
        request.options.parallelToolCalls = nil
        for refusal in request.refusals(at: provider) { try leaveOut(refusal, of: &request) }
        options = request.options
    }

    /// - Parameter isSilent: where a warning would only repeat another one.
    mutating func leaveOut(
        _ refusal: Refusal, of request: inout ChatRequest, isSilent: Bool = false
    ) throws(Failure) {
        let layer = SettingKey(rawValue: refusal.parameter.rawValue)
            .flatMap { key in stack.layer(deciding: key).map { ($0, $0.place(of: key)) } }
        if let (layer, place) = layer, !layer.isGeneral {
            let error = LLMError(
                .unsupported, refusal.message, hint: refusal.hint, provider: provider.id)
            throw Failure(error, at: place)
        }
        request.remove(refusal.parameter)
        if isSilent { return }
        warn(refusal.message + ", so it is left out", hint: refusal.hint, at: layer?.1)
    }

    /// Warns where the model is named of what may go wrong with so much input.
    mutating func warnAboutModel(inputTokens: Int, on today: CalendarDate) {
        guard let info = ModelCatalogue.model(model, of: provider.id) else { return }
        let sentences = [
            info.endWarning(on: today),
            info.contextWarning(inputTokens: inputTokens, maxTokens: options.maxTokens),
            options.maxTokens.flatMap { info.outputWarning(maxTokens: $0) },
        ]
        for case let sentence? in sentences { warn(sentence, at: modelPlace) }
    }

    mutating func warn(_ message: String, hint: String? = nil, at place: SettingsLayer.Place?) {
        // Without a file there is no place to point at.
        let position = place?.path == nil ? nil : place?.position
        let warning = Diagnostic(
            .warning, line: position?.line ?? 0, column: position?.column ?? 0, message: message,
            hint: hint
        )
        warnings.append((warning, place?.path))
    }
}
