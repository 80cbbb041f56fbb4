/// What is known about one model at one provider.
public struct ModelInfo: Sendable {
    /// The name that was asked for, as the provider spells it.
    public var id: String
    /// The provider's id.
    public var provider: String
    /// The name under which the catalogue lists it; nil where only its name tells anything.
    public var listing: String?
    public var mode: Mode = .chat
    /// Tokens that input and output share.
    public var contextWindow: Int?
    /// The most input tokens, where input has a limit of its own: output is not counted with it.
    public var maxInput: Int?
    /// The most output tokens, reasoning included, where anything but the window limits them.
    public var maxOutput: Int?
    public var price: ModelPrice?
    public var abilities: ModelAbilities
    /// What it is known not to be able to do. What is in neither set may be tried.
    public var lacks: ModelAbilities
    /// How it is told to think; nil where nobody knows.
    public var thinking: ThinkingStyle?
    /// The words that it takes for `reasoning_effort`, rising; empty where it has none, or nobody knows.
    public var efforts: [ReasoningEffort]
    /// The day it is switched off, or was.
    public var endDate: CalendarDate?
    /// Whether a limit is spelled `max_completion_tokens`, since `max_tokens` is refused.
    public var needsMaxCompletionTokens: Bool

    /// What holds for models of its make.
    let family: ModelFamily

    /// How a model is asked.
    public enum Mode: String, Sendable {
        case chat
        /// A chat, but over OpenAI's Responses only.
        case responses
        /// A text to be continued.
        case completion
        case embedding
    }

    /// A model of which nothing but its name is known.
    init(unlisted name: String, of providerID: String) {
        id = name
        provider = providerID
        family = ModelFamily.of(name, at: providerID)
        abilities = family.grants
        lacks = family.denials
        thinking = family.thinking
        efforts = family.efforts
        needsMaxCompletionTokens = family.needsMaxCompletionTokens
        settle()
    }

    /// A model as the catalogue lists it; `name` is what it is asked for by, if not by that.
    init(_ line: CatalogueLine, askedFor name: String?) {
        let listing = line.name
        self.init(unlisted: name ?? listing, of: line.provider)
        self.listing = listing
        mode = line.mode
        contextWindow = line.integer(4)
        maxInput = line.integer(5)
        maxOutput = line.integer(6)
        price = line.price
        endDate = line.endDate

        let (has, hasNot) = line.abilities
        abilities.formUnion(has)
        lacks.formUnion(hasNot)
        // Where even tools are not mentioned, the entry was not filled in.
        if has.union(hasNot).contains(.tools) {
            lacks.formUnion(ModelAbilities.told(of: provider).subtracting(has))
        }
        let words = line.efforts
        if !words.isEmpty {
            efforts = words
            thinking = thinking ?? .effort
        }
        settle()
    }

    /// Makes one of what was said in two places.
    private mutating func settle() {
        if !lacks.contains(.sampling) { abilities.insert(.sampling) }
        if !lacks.contains(.systemMessages) { abilities.insert(.systemMessages) }
        abilities.subtract(lacks)
        if lacks.contains(.reasoning) {
            thinking = .never
            efforts = []
        }
        switch thinking {
        case nil, .toggle, .budget, .adaptive: break
        case .fixed: abilities.insert(.alwaysThinks)
        case .effort where !efforts.isEmpty && !efforts.contains(.off):
            abilities.insert(.alwaysThinks)
        case .never, .effort: abilities.remove(.alwaysThinks)
        }
    }
}

extension ModelAbilities {
    /// The abilities that the catalogue's source tells of every model of a provider: of these, silence
    /// means no.
    fileprivate static func told(of providerID: String) -> ModelAbilities {
        switch providerID {
        case "openai", "gemini": [.reasoning, .vision, .pdf, .audioInput]
        case "anthropic": [.reasoning, .vision, .pdf]
        case "mistral": [.reasoning, .vision, .audioInput]
        case "deepseek", "groq", "moonshot", "xai": [.reasoning, .vision]
        default: []
        }
    }
}
