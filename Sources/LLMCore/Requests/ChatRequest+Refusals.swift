extension ChatRequest {
    /// Everything that somebody set.
    var parameters: [Parameter] {
        Parameter.allCases.filter { parameter in
            switch parameter {
            case .tools: !tools.isEmpty
            case .toolChoice: toolChoice != nil
            default: options.isSet(parameter)
            }
        }
    }

    /// What of it the model or its provider's protocol would not take.
    public func refusals(at provider: Provider) -> [Refusal] {
        let parameters = normalized.parameters
        if parameters.isEmpty { return [] }
        let info = ModelCatalogue.info(model, of: provider.id)
        let byFormat =
            parameters.compactMap { provider.refusal(of: $0) }
            + [normalized.refusalOfForcedCall(at: provider, by: info)].compactMap(\.self)
        let byModel = info.refusals(of: parameters).map { refusal in
            refusal.parameter == .tools ? refusalOfTools(at: provider) : refusal
        }
        var refusals = (byFormat + byModel).flatMap { namingWhatIsSet($0, info) }
        if provider.wireFormat == .anthropic {
            refusals += normalized.anthropicRefusalsWhileThinking
        }
        var seen: Set<Parameter> = []
        return refusals.filter { seen.insert($0.parameter).inserted }
    }

    /// The tools by their names: it is they that the user knows.
    private func refusalOfTools(at provider: Provider) -> Refusal {
        var names = tools.prefix(4).map { "`\($0.name)`" }
        if tools.count > 4 { names[3] = "\(tools.count - 3) more" }
        let last = names.removeLast()
        let list = names.isEmpty ? last : names.joined(separator: ", ") + " or " + last
        return Refusal(
            parameter: .tools, message: "`\(model)` takes no `tools`: it cannot call \(list)",
            hint: "leave them out (`-T none`), or name a model that calls tools: "
                + "`chatmd models --provider \(provider.id)`")
    }

    /// A refused effort as the parameter that it was set by: a budget of no tokens means one.
    private func namingWhatIsSet(_ refusal: Refusal, _ info: ModelInfo) -> [Refusal] {
        guard refusal.parameter == .reasoningEffort, options.thinkingBudget == 0 else {
            return [refusal]
        }
        let ofBudget =
            info.refuses(.thinkingBudget)
            ?? Refusal(
                parameter: .thinkingBudget, message: "`\(model)` takes no `thinking_budget`",
                hint: refusal.hint)
        return [ofBudget] + (options.reasoningEffort == nil ? [] : [refusal])
    }

    /// The request with a budget of no tokens said as what it means.
    var normalized: ChatRequest {
        guard options.thinkingBudget == 0 else { return self }
        var request = self
        request.options.thinkingBudget = nil
        request.options.reasoningEffort = .off
        return request
    }

    /// Leaves a parameter to the provider.
    public mutating func remove(_ parameter: Parameter) {
        switch parameter {
        case .tools: tools = []
        case .toolChoice: toolChoice = nil
        default: options.remove(parameter)
        }
    }
}

extension GenerationOptions {
    public func isSet(_ parameter: Parameter) -> Bool {
        var copy = self
        copy.remove(parameter)
        return copy != self
    }

    /// Leaves a parameter to the provider.
    public mutating func remove(_ parameter: Parameter) {
        switch parameter {
        case .temperature: temperature = nil
        case .topP: topP = nil
        case .topK: topK = nil
        case .maxTokens: maxTokens = nil
        case .stop: stop = nil
        case .seed: seed = nil
        case .frequencyPenalty: frequencyPenalty = nil
        case .presencePenalty: presencePenalty = nil
        case .repetitionPenalty: repetitionPenalty = nil
        case .reasoningEffort: reasoningEffort = nil
        case .thinkingBudget: thinkingBudget = nil
        case .responseFormat: responseFormat = nil
        case .parallelToolCalls: parallelToolCalls = nil
        case .tools, .toolChoice: break
        }
    }
}
