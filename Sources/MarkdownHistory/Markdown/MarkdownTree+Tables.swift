internal import CCMark

extension MarkdownTree {
    /// Makes a table of a paragraph's lines from the one above the first `|---|:-:|` on. cmark knows
    /// no tables, and as a paragraph nobody could read one.
    static func makeTable(of paragraph: OpaquePointer) {
        var lines: [[OpaquePointer]] = [[]]
        var breaks: [OpaquePointer] = []
        var next = cmark_node_first_child(paragraph)
        while let node = next {
            let type = cmark_node_get_type(node)
            if type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK {
                breaks.append(node)
                lines.append([])
            } else {
                lines[lines.count - 1].append(node)
            }
            next = cmark_node_next(node)
        }
        for (head, line) in lines.dropFirst().enumerated() {
            guard let columns = Column.all(in: line) else { continue }
            let header = TableRow(lines[head])
            guard header.cells.count == columns.count,
                let table = node("<table>\n<thead>\n", "</tbody>\n</table>\n")
            else { return }
            append(header, to: table, columns, isHeader: true)
            for line in lines[(head + 2)...] { append(TableRow(line), to: table, columns) }
            cmark_node_insert_after(paragraph, table)
            if head == 0 {
                cmark_node_free(paragraph)
            } else {
                // The rows' texts were copied, and other nodes moved.
                for text in lines[head...].joined() where isText(text) { cmark_node_free(text) }
                for each in breaks[(head - 1)...] { cmark_node_free(each) }
            }
            return
        }
    }

    fileprivate static func isText(_ node: OpaquePointer) -> Bool {
        cmark_node_get_type(node) == CMARK_NODE_TEXT
    }

    /// A node that brings its tags along.
    private static func node(
        _ start: String, _ end: String, _ type: cmark_node_type = CMARK_NODE_CUSTOM_BLOCK
    ) -> OpaquePointer? {
        guard let node = cmark_node_new(type) else { return nil }
        cmark_node_set_on_enter(node, start)
        cmark_node_set_on_exit(node, end)
        return node
    }

    private static func append(
        _ row: TableRow, to table: OpaquePointer, _ columns: [Column], isHeader: Bool = false
    ) {
        guard let line = node("<tr>", isHeader ? "</tr>\n</thead>\n<tbody>" : "</tr>") else {
            return
        }
        cmark_node_append_child(table, line)
        let tag = isHeader ? "th" : "td"
        for (cell, column) in zip(row.cells(atMost: columns.count), columns) {
            let start = "<\(tag)\(column.attribute)>"
            guard let inner = node(start, "</\(tag)>", CMARK_NODE_CUSTOM_INLINE) else { continue }
            cmark_node_append_child(line, inner)
            for piece in cell {
                switch piece {
                case .node(let node): cmark_node_append_child(inner, node)
                case .text(let bytes):
                    guard let text = cmark_node_new(CMARK_NODE_TEXT) else { continue }
                    cmark_node_set_literal(text, String(decoding: bytes, as: UTF8.self))
                    cmark_node_append_child(inner, text)
                }
            }
        }
    }
}

/// What the line below a table's head says about a column.
private struct Column {
    /// The attribute of its cells, a blank before it.
    let attribute: String

    private init?(_ text: [UInt8]) {
        let mark = text.drop(while: \.isBlank)
        let isLeft = mark.first == UInt8(ascii: ":")
        var line = mark.dropFirst(isLeft ? 1 : 0).drop { $0 == UInt8(ascii: "-") }
        guard line.startIndex > mark.startIndex + (isLeft ? 1 : 0) else { return nil }
        let isRight = line.first == UInt8(ascii: ":")
        line = line.dropFirst(isRight ? 1 : 0)
        guard line.allSatisfy(\.isBlank) else { return nil }
        let side = isRight ? (isLeft ? "center" : "right") : ""
        attribute = side.isEmpty ? "" : " style=\"text-align: \(side)\""
    }

    /// nil where the line is another one.
    static func all(in line: [OpaquePointer]) -> [Column]? {
        guard line.count == 1, MarkdownTree.isText(line[0]),
            MarkdownDocument.literal(of: line[0]).contains(UInt8(ascii: "|"))
        else { return nil }
        let cells = TableRow(line).cells
        let columns = cells.compactMap { cell -> Column? in
            guard cell.count == 1, case .text(let bytes) = cell[0] else { return nil }
            return Column(bytes)
        }
        return columns.isEmpty || columns.count < cells.count ? nil : columns
    }
}

/// A line of a table. A `|` in code or emphasis parts no cells, and neither does the one of a link.
private struct TableRow {
    enum Piece {
        case text([UInt8])
        case node(OpaquePointer)
    }

    private(set) var cells: [[Piece]] = [[]]

    init(_ line: [OpaquePointer]) {
        for node in line {
            guard MarkdownTree.isText(node) else {
                cells[cells.count - 1].append(.node(node))
                continue
            }
            let parts = MarkdownDocument.literal(of: node)
                .split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index > 0 { cells.append([]) }
                if !part.isEmpty { cells[cells.count - 1].append(.text(Array(part))) }
            }
        }
        // Before the first `|` and behind the last one.
        if cells.count > 1, cells[0].isEmpty { cells.removeFirst() }
        if cells.count > 1, cells[cells.count - 1].isEmpty { cells.removeLast() }
    }

    /// What is too much stands in the last of them, so that nothing is lost.
    func cells(atMost count: Int) -> [[Piece]] {
        guard cells.count > count else { return cells }
        let rest = cells[(count - 1)...].joined(separator: [.text([UInt8(ascii: "|")])])
        return cells.prefix(count - 1) + [Array(rest)]
    }
}
