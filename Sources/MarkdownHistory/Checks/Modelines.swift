/// Finds lines that Vim would take for a modeline, in text that is not the user's: opening the file
/// would set options that a model or a tool chose. Vim looks at the first and last five lines.
enum Modelines {
    private static let words = ["vim:", "vi:", "ex:", "Vim:"].map { Array($0.utf8) }
    private static let reach = 5

    static func diagnostics(in file: ChatFile) -> [Diagnostic] {
        let source = file.source
        let foreign = file.turns.filter { $0.role == .assistant || $0.role == .tool }
        return foreign.flatMap { turn in
            turn.lines.filter { $0 <= reach || $0 > source.lineCount - reach }.compactMap {
                number in
                column(ofModelineIn: source.line(number)).map { column in
                    Diagnostic(
                        .warning, line: number, column: column,
                        message: "editors may take this line for a modeline",
                        hint: "set nomodeline for conversations"
                    )
                }
            }
        }
    }

    private static func column(ofModelineIn line: ArraySlice<UInt8>) -> Int? {
        let index = line.indices.first { index in
            (index == line.startIndex || line[index - 1].isBlank)
                && words.contains { line[index...].starts(with: $0) }
        }
        return index.map { $0 - line.startIndex + 1 }
    }
}
