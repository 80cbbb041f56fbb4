// What may be asked of a model. Whoever asks in front matter or on the command line is told before
// anything is sent; what comes from further away is left out with a warning.

extension ModelInfo {
    /// Why the model does not take a parameter; nil where it does, or may.
    ///
    /// - Parameter others: what is set besides, since some exclude each other.
    public func refuses(_ parameter: Parameter, besides others: [Parameter] = []) -> Refusal? {
        if family.refuses.contains(parameter) { return refusal(of: parameter, family.reason) }
        switch parameter {
        case .temperature, .topP, .topK:
            if lacks.contains(.sampling) {
                return refusal(of: parameter, "how it samples cannot be set")
            }
        case .tools, .toolChoice:
            if lacks.contains(.tools) { return refusal(of: parameter, "it calls no tools") }
        case .parallelToolCalls:
            if !lacks.isDisjoint(with: [.tools, .parallelTools]) {
                return refusal(of: parameter, "it calls no tools at once")
            }
        case .reasoningEffort:
            if thinking == .never { return refusal(of: parameter, "it does not reason") }
            if thinking == .fixed {
                return refusal(of: parameter, "how it reasons cannot be set")
            }
        case .thinkingBudget:
            if let refusal = refusalOfBudget { return refusal }
        default: break
        }
        if let (first, second) = family.conflict, second == parameter, others.contains(first) {
            return refusal(of: parameter, "it takes either that or `\(first.rawValue)`")
        }
        return nil
    }

    /// Why these parameters would not be taken together, in their order.
    public func refusals(of parameters: [Parameter]) -> [Refusal] {
        parameters.compactMap { refuses($0, besides: parameters) }
    }

    /// The word for `reasoning_effort` that comes nearest to what was asked for, the lesser of two.
    ///
    /// nil where the model takes none. `none` is an answer where thinking can be switched off, by
    /// whichever parameter.
    public func effort(nearestTo wanted: ReasoningEffort) -> ReasoningEffort? {
        let canStop =
            thinking == .toggle || thinking == .budget || thinking == .adaptive
            ? !abilities.contains(.alwaysThinks) : efforts.contains(.off)
        if wanted == .off, canStop { return .off }
        var best: ReasoningEffort?
        for word in efforts where word != .off {
            let distance = abs(word.rank - wanted.rank)
            if best.map({ distance < abs($0.rank - wanted.rank) }) ?? true { best = word }
        }
        return best
    }

    private var refusalOfBudget: Refusal? {
        if family.takesBudget { return nil }
        switch thinking {
        case nil, .budget: return nil
        case .never: return refusal(of: .thinkingBudget, "it does not reason")
        case .fixed, .toggle: return refusal(of: .thinkingBudget, "how it reasons cannot be set")
        case .effort, .adaptive:
            return refusal(
                of: .thinkingBudget, "it is told how much to think by a word",
                hint: "set `reasoning_effort` instead"
            )
        }
    }

    private func refusal(
        of parameter: Parameter, _ reason: String, hint: String? = nil
    ) -> Refusal {
        Refusal(
            parameter: parameter, message: "`\(id)` takes no `\(parameter.rawValue)`: \(reason)",
            hint: hint
        )
    }
}
