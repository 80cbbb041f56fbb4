import LLMCore

/// One line about a finished reply: `grok-3 · 1204 in · 310 out · $0.0041 · 2.1 s`.
enum ClosingLine {
    static func text(_ summary: ReplySummary) -> String {
        var parts = [TerminalText.visibleInLine(summary.model)]
        if summary.isCached { parts.append("cached") }
        if let usage = summary.usage {
            let isDetailed = summary.isUsageWanted
            let (cached, thought) = (usage.cachedInputTokens ?? 0, usage.reasoningTokens ?? 0)
            parts.append(
                "\(usage.inputTokens) in" + (isDetailed && cached > 0 ? " (\(cached) cached)" : ""))
            parts.append(
                "\(usage.outputTokens) out"
                    + (isDetailed && thought > 0 ? " (\(thought) reasoning)" : ""))
            if let cost = usage.cost { parts.append(Dollars.text(ofCost: cost)) }
        } else if summary.isUsageWanted {
            parts.append("tokens unknown")
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
