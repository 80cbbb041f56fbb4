extension ModelInfo {
    /// What a wire format has to know of it.
    var traits: ModelTraits {
        ModelTraits(
            maxOutputTokens: maxOutput,
            thinking: {
                switch thinking {
                case nil: .unknown
                case .toggle: .toggle
                case .never, .fixed: .none
                case .budget: .budget
                case .effort, .adaptive: .effort
                }
            }(),
            alwaysThinks: abilities.contains(.alwaysThinks),
            reasoningEfforts: efforts.isEmpty ? nil : (canStopThinking ? [.off] : []) + efforts,
            takesPrefill: lacks.contains(.prefill)
                ? false : abilities.contains(.prefill) ? true : nil
        )
    }

    /// Whether thinking can be switched off by something else than a word of its own.
    private var canStopThinking: Bool {
        !efforts.contains(.off) && effort(nearestTo: .off) == .off
    }
}
