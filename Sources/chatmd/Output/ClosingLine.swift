import LLMCore

/// One line about a finished reply: `grok-3 · 1204 in · 310 out · $0.0041 · 2.1 s`.
enum ClosingLine {
    static func text(_ summary: ReplySummary) -> String {
        var parts = [TerminalText.visibleInLine(summary.model)]
        if summary.isCached { parts.append("cached") }
        if let usage = summary.usage {
            parts += ["\(usage.inputTokens) in", "\(usage.outputTokens) out"]
            if let cost = usage.cost { parts.append(Dollars.text(ofCost: cost)) }
        }
        if summary.finishReason == .cancelled { parts.append("cancelled") }
        parts.append("\(summary.duration / 1000).\(summary.duration % 1000 / 100) s")
        return parts.joined(separator: " · ")
    }

    /// What to say about a reply that is not whole, though the program succeeded.
    static func note(_ reason: FinishReason) -> String? {
        switch reason {
        case .length: "the reply was cut off at the token limit; raise max_tokens"
        case .contentFilter: "the provider's content filter ended the reply"
        case .stop, .toolCalls, .cancelled: nil
        }
    }
}
