import LLMCore

/// The most that an answer may cost: `max_cost`.
struct CostLimit {
    /// US dollars.
    var dollars: Double
    var place: SettingsLayer.Place
    /// Whether it was set for all models, also for those whose price is not known.
    var isGeneral: Bool

    init?(of layer: SettingsLayer) {
        guard let dollars = layer.maxCost, let place = layer.place(of: .maxCost) else {
            return nil
        }
        self.dollars = dollars
        self.place = place
        isGeneral = layer.isGeneral
    }

    /// Why an answer would cost too much, or else nil.
    ///
    /// - Parameter spent: what earlier requests of the same answer have cost, in dollars.
    func objection(to cost: CostEstimate, spent: Double = 0) -> String? {
        guard cost.exceeds(dollars, spent: spent) else { return nil }
        let limit = Dollars.text(ofPrice: dollars)
        var amount = Dollars.text(ofCost: cost.dollars)
        if amount == limit { amount = Dollars.text(ofPrice: cost.dollars) }
        let before = spent > 0 ? ", after \(Dollars.text(ofCost: spent)) already spent" : ""
        let output = cost.outputTokens.grouped
        let reply =
            cost.isOutputAssumed ? "a reply of \(output) is assumed" : "up to \(output) come back"
        return "about \(amount)\(before), and `max_cost` is \(limit): some "
            + "\(cost.inputTokens.grouped) tokens are sent, and \(reply)"
    }
}
