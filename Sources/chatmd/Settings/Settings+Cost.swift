import LLMCore

// What may be spent, before anything is sent.

extension Settings {
    /// Refuses what would cost more than `max_cost` allows, and takes out fallbacks that would.
    ///
    /// To be asked again before each further request of one answer, with what was `spent` so far.
    mutating func checkCost(of messages: [Message], spent: Double = 0) throws(Failure) {
        guard let limit = maxCost else { return }
        let request = chatRequest(for: messages)
        if let cost = CostEstimate(of: request, at: provider) {
            if let objection = limit.objection(to: cost, spent: spent) {
                throw failure(
                    .maxCostExceeded, "the answer would cost " + objection,
                    hint: "raise max_cost, set max_tokens, name a cheaper model, or shorten the "
                        + "conversation: `chatmd tokens` shows what is long", at: limit.place)
            }
        } else if limit.isGeneral {
            warn(
                "\(Self.unknownPrice(model, provider)), so `max_cost` is not kept", at: limit.place)
        } else {
            throw failure(
                .unsupported,
                "`max_cost` cannot be kept: \(Self.unknownPrice(model, provider))",
                hint: "leave it out, or name a model that `chatmd models` lists with a price",
                at: limit.place)
        }
        fallback = fallback.filter { isAffordable($0, request, limit, spent: spent) }
    }

    private mutating func isAffordable(
        _ target: ModelTarget, _ request: ChatRequest, _ limit: CostLimit, spent: Double
    ) -> Bool {
        var request = request
        request.model = target.model
        let name = "\(target.provider.id)/\(target.model)"
        guard let cost = CostEstimate(of: request, at: target.provider) else {
            let consequence = limit.isGeneral ? "`max_cost` is not kept there" : "it is not asked"
            warn(
                "the fallback `\(name)`: \(Self.unknownPrice(target.model, target.provider)), so "
                    + consequence, at: limit.place)
            return limit.isGeneral
        }
        guard let objection = limit.objection(to: cost, spent: spent) else { return true }
        warn("the fallback `\(name)` is not asked: it would cost \(objection)", at: limit.place)
        return false
    }

    private static func unknownPrice(_ model: String, _ provider: Provider) -> String {
        "the price of `\(model)` at \(provider.name) is not known"
    }

    private func failure(
        _ code: Failure.Code, _ message: String, hint: String, at place: SettingsLayer.Place
    ) -> Failure {
        var failure = Failure(code, message, hint: hint, path: place.path)
        failure.provider = provider.id
        if place.path != nil {
            failure.line = place.position?.line
            failure.column = place.position?.column
        }
        return failure
    }
}
