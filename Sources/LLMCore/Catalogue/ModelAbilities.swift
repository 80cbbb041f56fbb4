/// What a model can do beyond reading text and writing it.
public struct ModelAbilities: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Sees images.
    public static let vision = Self(rawValue: 1 << 0)
    public static let pdf = Self(rawValue: 1 << 1)
    public static let audioInput = Self(rawValue: 1 << 2)
    public static let tools = Self(rawValue: 1 << 3)
    /// Calls several tools at once.
    public static let parallelTools = Self(rawValue: 1 << 4)
    /// Keeps to a JSON schema.
    public static let responseSchema = Self(rawValue: 1 << 5)
    public static let webSearch = Self(rawValue: 1 << 6)
    public static let promptCaching = Self(rawValue: 1 << 7)
    /// Goes on with an assistant message at the end of the history.
    public static let prefill = Self(rawValue: 1 << 8)
    public static let reasoning = Self(rawValue: 1 << 9)
    /// Thinks whatever is set.
    public static let alwaysThinks = Self(rawValue: 1 << 10)
    /// Takes `temperature`, `top_p` and `top_k`.
    public static let sampling = Self(rawValue: 1 << 11)
    public static let systemMessages = Self(rawValue: 1 << 12)

    /// The abilities that letters of the catalogue stand for.
    init(letters: some Sequence<UInt8>) {
        self = []
        for letter in letters {
            switch letter {
            case UInt8(ascii: "v"): insert(.vision)
            case UInt8(ascii: "d"): insert(.pdf)
            case UInt8(ascii: "a"): insert(.audioInput)
            case UInt8(ascii: "t"): insert(.tools)
            case UInt8(ascii: "p"): insert(.parallelTools)
            case UInt8(ascii: "s"): insert(.responseSchema)
            case UInt8(ascii: "w"): insert(.webSearch)
            case UInt8(ascii: "c"): insert(.promptCaching)
            case UInt8(ascii: "f"): insert(.prefill)
            case UInt8(ascii: "r"): insert(.reasoning)
            case UInt8(ascii: "k"): insert(.alwaysThinks)
            case UInt8(ascii: "n"): insert(.sampling)
            case UInt8(ascii: "y"): insert(.systemMessages)
            default: break
            }
        }
    }
}
