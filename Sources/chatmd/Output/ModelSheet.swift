import LLMCore

/// Everything that is known about one model, for people.
struct ModelSheet {
    private let model: ModelInfo
    private let provider: Provider
    /// What was asked for.
    private let written: String
    private var lines: [(label: String, text: String)] = []

    init(_ model: ModelInfo, of provider: Provider, written: String) {
        self.model = model
        self.provider = provider
        self.written = written
        describeOrigin()
        describeSizes()
        describePrice()
        describeAbilities()
        describeRefusals()
        if let date = model.endDate { lines.append(("switched off", "\(date)")) }
    }

    var text: String {
        var text = TerminalText.visibleInLine("\(provider.id)/\(model.id)") + "\n\n"
        for (label, line) in lines {
            text += "  \(label.padded(to: 16))\(TerminalText.visible(line))\n"
        }
        return text
    }

    private mutating func describeOrigin() {
        lines.append(("provider", provider.name))
        if written != "\(provider.id)/\(model.id)", written != model.id {
            lines.append(("asked for as", written))
        }
        switch model.listing {
        case model.id: break
        case let listing?: lines.append(("listed as", listing))
        case nil:
            lines.append(("listed", "no; it is sent all the same"))
            let near = ModelCatalogue.names(near: model.id, of: provider.id)
            if !near.isEmpty { lines.append(("similar are", near.joined(separator: ", "))) }
        }
        switch model.mode {
        case .chat: break
        case .responses: lines.append(("for", "chat, over OpenAI's Responses only"))
        case .completion: lines.append(("for", "text completion"))
        case .embedding: lines.append(("for", "embeddings"))
        }
    }

    private mutating func describeSizes() {
        if let window = model.contextWindow {
            let input = model.maxInput.flatMap {
                $0 < window ? ", input at most \(tokens($0))" : nil
            }
            lines.append(("context", tokens(window) + (input ?? "")))
        }
        if let output = model.maxOutput { lines.append(("maximum output", tokens(output))) }
    }

    private mutating func describePrice() {
        guard let price = model.price else { return }
        guard !price.isFree else { return lines.append(("price", "free")) }
        lines.append(("price", rates(price.rates) + " per million tokens"))
        if let long = price.longContext {
            lines.append(("", "\(rates(long.rates)), above \(tokens(long.threshold)) of input"))
        }
    }

    private mutating func describeAbilities() {
        let abilities = ModelTable.abilities(model)
        if !abilities.isEmpty {
            lines.append(("abilities", abilities.joined(separator: ", ")))
        }
        if let reasoning { lines.append(("reasoning", reasoning)) }
    }

    private var reasoning: String? {
        var parts: [String]
        switch model.thinking {
        case nil, .never: return nil
        case .fixed: return "always on"
        case .toggle: parts = ["on or off"]
        case .budget: parts = ["thinking_budget"]
        case .effort: parts = []
        case .adaptive: parts = ["as it sees fit"]
        }
        if !model.efforts.isEmpty {
            parts.append("effort " + model.efforts.map(\.rawValue).joined(separator: ", "))
        }
        if model.abilities.contains(.alwaysThinks) { parts.append("always on") }
        return parts.joined(separator: "; ")
    }

    private mutating func describeRefusals() {
        let refused = model.refusedParameters(at: provider)
        guard !refused.isEmpty else { return }
        lines.append(("refuses", refused.map(\.rawValue).joined(separator: ", ")))
    }

    private func rates(_ rates: ModelPrice.Rates) -> String {
        var parts = [
            "\(Dollars.text(ofPrice: rates.input)) in",
            "\(Dollars.text(ofPrice: rates.output)) out",
        ]
        if let read = rates.cacheRead { parts.append("\(Dollars.text(ofPrice: read)) cache read") }
        if let write = rates.cacheWrite {
            parts.append("\(Dollars.text(ofPrice: write)) cache write")
        }
        return parts.joined(separator: ", ")
    }

    /// `1,050,000 tokens`
    private func tokens(_ count: Int) -> String { count.grouped + " tokens" }
}
