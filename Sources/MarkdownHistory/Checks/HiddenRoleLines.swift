/// A role line inside a block: content, whatever its author meant.
///
/// chatmd escapes what it writes, so an unescaped role line in a block was typed by hand. In a closed
/// block of a user's section its text is sent anyway; elsewhere a prompt could go silently unsent,
/// so the file has to be mended first.
struct HiddenRoleLine: Equatable {
    var line: Int
    var block: MarkdownBlock
    var isSentAnyway: Bool
    /// What would close the block; nil where a blank line does.
    var closingLine: [UInt8]?
}

enum HiddenRoleLines {
    static func all(in outline: Outline) -> [HiddenRoleLine] {
        let source = outline.source
        let blocks = outline.blocks
        var hidden: [HiddenRoleLine] = []
        var section = 0
        for (index, block) in blocks.enumerated() where block.kind == .code || block.kind == .html {
            let end = index + 1 < blocks.count ? blocks[index + 1].line : source.lineCount + 1
            for line in block.line..<max(end, block.line) {
                guard outline.roleLines.roleLine(source.line(line)) != nil else { continue }
                while outline.sections[section].lines.upperBound <= line { section += 1 }
                hidden.append(
                    HiddenRoleLine(
                        line: line,
                        block: block,
                        isSentAnyway: outline.sections[section].role == .user
                            && !outline.isOpenAtEnd(block),
                        closingLine: closingLine(openedBy: source.line(block.line))
                    )
                )
            }
        }
        return hidden
    }

    static func diagnostics(in outline: Outline) -> [Diagnostic] {
        all(in: outline).map { hidden in
            let text = String(decoding: outline.source.line(hidden.line), as: UTF8.self)
            let name = hidden.block.kind == .html ? "HTML block" : "code block"
            let closing = hidden.closingLine.map { String(decoding: $0, as: UTF8.self) }
            return Diagnostic(
                hidden.isSentAnyway ? .warning : .error,
                line: hidden.line, column: 1,
                message: "`\(text)` stands inside the \(name) that begins on line "
                    + "\(hidden.block.line), so it starts no message",
                hint: "where it is a quotation, write a backslash before it (check --fix=escape); "
                    + "where it is meant as a heading, write "
                    + (closing.map { "the line \($0)" } ?? "a blank line") + " before it"
                    + (hidden.isSentAnyway ? "" : " (check --fix=close)")
            )
        }
    }

    private static func closingLine(openedBy line: ArraySlice<UInt8>) -> [UInt8]? {
        if let fence = CodeFence(openedBy: line) {
            return Array(repeating: fence.character, count: fence.length)
        }
        return HTMLBlock(openedBy: line)?.closingLine
    }
}
