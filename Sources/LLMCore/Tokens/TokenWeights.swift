// The rows are made by scripts/measure-tokens --fit.

extension TokenState {
    /// What a character in this state costs, in hundredths of a token.
    func cost(by tokenizer: Tokenizer) -> Int {
        let (openAI, claude, olderClaude, other) = costs
        return switch tokenizer {
        case .openAI: openAI
        case .claude: claude
        case .olderClaude: olderClaude
        case .other: other
        }
    }

    /// A column for each case of `Tokenizer`, in their order.
    private var costs: (Int, Int, Int, Int) {
        switch self {
        case .word: (53, 0, 38, 47)
        case .letter: (13, 38, 18, 16)
        case .rareLetter: (137, 147, 99, 132)
        case .capital: (72, 132, 119, 87)
        case .hump: (128, 172, 198, 138)
        case .capitals: (20, 89, 32, 21)
        case .accented: (51, 155, 153, 54)
        case .number: (156, 142, 158, 162)
        case .digits: (45, 55, 44, 65)
        case .blank: (4, 10, 0, 0)
        case .blanks: (0, 0, 2, 0)
        case .indent: (0, 0, 2, 0)
        case .lineEnd: (117, 98, 115, 105)
        case .lineEnds: (0, 96, 70, 1)
        case .mark: (40, 93, 88, 40)
        case .opening: (99, 160, 131, 103)
        case .marks: (26, 25, 9, 23)
        case .rule: (2, 15, 9, 3)
        case .greek: (38, 73, 74, 44)
        case .cyrillicWord: (175, 184, 185, 195)
        case .cyrillic: (0, 15, 16, 0)
        case .semitic: (34, 76, 78, 40)
        case .indic: (37, 82, 84, 53)
        case .kana: (68, 77, 77, 58)
        case .han: (71, 109, 110, 63)
        case .hangul: (69, 133, 137, 71)
        case .symbol: (72, 95, 71, 96)
        case .emoji: (201, 434, 338, 199)
        }
    }
}
