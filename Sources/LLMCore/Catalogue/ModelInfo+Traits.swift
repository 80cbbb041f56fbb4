extension ModelInfo {
    /// What a wire format has to know of it.
    var traits: ModelTraits {
        ModelTraits(
            maxOutputTokens: maxOutput,
            thinking: {
                switch thinking {
                case nil, .toggle: .unknown
                case .never, .fixed: .none
                case .budget: .budget
                case .effort, .adaptive: .effort
                }
            }(),
            reasoningEfforts: efforts.isEmpty ? nil : efforts,
            takesPrefill: lacks.contains(.prefill)
                ? false : abilities.contains(.prefill) ? true : nil
        )
    }
}
