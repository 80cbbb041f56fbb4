/// What a character is to a tokenizer, given what stood before it: the states of a little machine.
///
/// Tokenizers begin a token at most changes of kind (a word, a number, a mark, a line end) and cut
/// long words; what a character costs therefore depends on its kind and on whether it goes on with
/// what stood before. `tokenWeights` says how much.
enum TokenState: UInt8, CaseIterable {
    /// The first small letter of a word, and the letters that follow: the rarest of them betray names,
    /// foreign words and other languages, which are cut into more tokens.
    case word, letter, rareLetter
    /// A capital at the beginning of a word, after a small letter, and after another capital.
    case capital, hump, capitals
    /// A Latin letter beyond ASCII.
    case accented
    case number, digits
    /// A blank, further ones, and the first one of a line.
    case blank, blanks, indent
    case lineEnd, lineEnds
    /// A mark, one after a blank, further ones, and the characters that lines are drawn with.
    case mark, opening, marks, rule
    case greek, cyrillicWord, cyrillic
    /// Hebrew, Arabic, and others of their range.
    case semitic
    /// The scripts of India, and of Thailand and Laos.
    case indic
    case kana, han, hangul
    /// Anything else: typographic quotes, dashes, arrows, frames.
    case symbol
    case emoji
}

extension TokenState {
    /// The state that a character of that kind leads to.
    func after(_ kind: CharacterKind) -> TokenState {
        switch kind {
        case .lower: isLetter ? .letter : .word
        case .rare: isLetter ? .rareLetter : .word
        case .upper: isCapital ? .capitals : isLetter ? .hump : .capital
        case .digit: self == .number || self == .digits ? .digits : .number
        case .blank:
            switch self {
            case .lineEnd, .lineEnds: .indent
            case .blank, .blanks, .indent: .blanks
            default: .blank
            }
        case .lineEnd: self == .lineEnd || self == .lineEnds ? .lineEnds : .lineEnd
        case .rule where self == .marks || self == .rule: .rule
        case .rule, .punctuation:
            switch self {
            case .blank, .blanks, .indent: .opening
            case .mark, .opening, .marks, .rule: .marks
            default: .mark
            }
        case .cyrillic: self == .cyrillicWord || self == .cyrillic ? .cyrillic : .cyrillicWord
        case .accented: .accented
        case .greek: .greek
        case .semitic: .semitic
        case .indic: .indic
        case .kana: .kana
        case .han: .han
        case .hangul: .hangul
        case .symbol: .symbol
        case .emoji: .emoji
        case .continuation: self
        }
    }

    private var isCapital: Bool { self == .capital || self == .hump || self == .capitals }

    private var isLetter: Bool {
        isCapital || self == .word || self == .letter || self == .rareLetter || self == .accented
    }

    /// For each state and each kind of character the state that follows; 32 entries a state.
    static let transitions: [UInt8] = {
        var table = [UInt8](repeating: 0, count: allCases.count << 5)
        for state in allCases {
            for kind in CharacterKind.allCases {
                table[Int(state.rawValue) << 5 | Int(kind.rawValue)] = state.after(kind).rawValue
            }
        }
        return table
    }()
}

/// The kind of a character, by the first byte of its UTF-8.
enum CharacterKind: UInt8, CaseIterable {
    case lower, rare, upper, digit, blank, lineEnd, rule, punctuation
    case accented, greek, cyrillic, semitic, indic, kana, han, hangul, symbol, emoji
    /// No first byte.
    case continuation

    /// The kind of each byte.
    static let ofBytes = (UInt8.min...UInt8.max).map { CharacterKind(firstByte: $0).rawValue }

    init(firstByte byte: UInt8) {
        self =
            switch byte {
            case UInt8(ascii: "j"), UInt8(ascii: "k"), UInt8(ascii: "q"), UInt8(ascii: "x"),
                UInt8(ascii: "z"):
                .rare
            case UInt8(ascii: "a")...UInt8(ascii: "z"): .lower
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
            case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
            case UInt8(ascii: " "), UInt8(ascii: "\t"): .blank
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): .lineEnd
            case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "#"),
                UInt8(ascii: "~"), UInt8(ascii: "_"):
                .rule
            case ..<0x80: .punctuation
            case ..<0xC0: .continuation
            // U+00C0 to U+036F, and Vietnamese.
            case 0xC3...0xCD, 0xE1: .accented
            case 0xCE...0xCF: .greek
            case 0xD0...0xD3: .cyrillic
            case 0xD4...0xDF: .semitic
            case 0xE0: .indic
            case 0xE3: .kana
            case 0xE4...0xE9: .han
            case 0xEA...0xED: .hangul
            case 0xF0...: .emoji
            default: .symbol
            }
    }
}
