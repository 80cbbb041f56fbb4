/// Rows under headings, in columns as wide as their widest cell.
struct TextTable {
    enum Alignment {
        case left, right
    }

    private let alignments: [Alignment]
    private var rows: [[String]]

    init(_ columns: [(heading: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.heading)]
    }

    /// One cell a column; control characters are made visible, since cells may hold foreign text.
    mutating func append(_ cells: [String]) {
        rows.append(cells.map { TerminalText.visibleInLine($0) })
    }

    /// One line a row, without blanks at the end.
    var text: String {
        var widths = alignments.map { _ in 0 }
        for row in rows {
            for (column, cell) in row.enumerated() {
                widths[column] = max(widths[column], DisplayWidth.of(cell))
            }
        }
        var text = ""
        for row in rows {
            var line = ""
            for (column, cell) in row.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
                line += column == 0 ? "" : "  "
                line += alignments[column] == .left ? cell + blanks : blanks + cell
            }
            while line.hasSuffix(" ") { line.removeLast() }
            text += line + "\n"
        }
        return text
    }
}
