// What should be said before a request, though it may be tried: one sentence each, without a full stop.

extension ModelInfo {
    /// Whether a request is longer than what the model reads; the count is an estimate.
    ///
    /// - Parameter maxTokens: the room that is kept for the reply, where a limit is set.
    public func contextWarning(inputTokens: Int, maxTokens: Int? = nil) -> String? {
        if let maxInput {
            guard inputTokens > maxInput else { return nil }
            return "about \(inputTokens) tokens are sent, and `\(id)` reads at most \(maxInput)"
        }
        guard let contextWindow else { return nil }
        if inputTokens > contextWindow {
            return
                "about \(inputTokens) tokens are sent, and `\(id)` reads at most \(contextWindow)"
        }
        guard let maxTokens, maxTokens > contextWindow - inputTokens else { return nil }
        return
            "about \(inputTokens) tokens are sent and \(maxTokens) may come back (max_tokens), but "
            + "the context of `\(id)` holds \(contextWindow)"
    }

    /// Whether more output is asked for than the model writes.
    public func outputWarning(maxTokens: Int) -> String? {
        guard let maxOutput, maxTokens > maxOutput else { return nil }
        return "max_tokens is \(maxTokens), but `\(id)` writes at most \(maxOutput)"
    }

    /// Whether the model is switched off already, or within so many days.
    public func endWarning(on today: CalendarDate, notice: Int = 90) -> String? {
        guard let endDate, endDate.days - today.days <= notice else { return nil }
        if endDate <= today {
            return "the model `\(id)` was to be switched off on \(endDate) and may not answer"
        }
        return "the model `\(id)` will be switched off on \(endDate)"
    }
}
