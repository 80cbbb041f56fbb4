/// Finds role lines inside blocks, so that no prompt goes silently unsent.
///
/// chatmd escapes what it writes, so an unescaped role line in a block was typed by hand. It is
/// content, whatever its author meant. In a closed block of a user's section its text is sent
/// anyway; elsewhere the file has to be mended first.
enum HiddenRoleLines {
    static func diagnostics(in outline: Outline) -> [Diagnostic] {
        let source = outline.source
        let blocks = outline.blocks
        var diagnostics: [Diagnostic] = []
        var section = 0
        for (index, block) in blocks.enumerated() where block.kind == .code || block.kind == .html {
            let end = index + 1 < blocks.count ? blocks[index + 1].line : source.lineCount + 1
            for line in block.line..<max(end, block.line) {
                let text = source.line(line)
                guard outline.roleLines.roleLine(text) != nil else { continue }
                while outline.sections[section].lines.upperBound <= line { section += 1 }
                let isSentAnyway =
                    outline.sections[section].role == .user
                    && outline.openBlock?.line != block.line
                let name = block.kind == .html ? "HTML block" : "code block"
                diagnostics.append(
                    Diagnostic(
                        isSentAnyway ? .warning : .error,
                        line: line, column: 1,
                        message:
                            "`\(String(decoding: text, as: UTF8.self))` stands inside the \(name) that begins on line "
                            + "\(block.line), so it starts no message",
                        hint: "where it is a quotation, write a backslash before it; where it is "
                            + "meant as a heading, write \(mend(of: block, in: source)) before it"
                    )
                )
            }
        }
        return diagnostics
    }

    private static func mend(of block: MarkdownBlock, in source: SourceText) -> String {
        let first = source.line(block.line)
        let closing =
            CodeFence(openedBy: first).map { fence in
                Array(repeating: fence.character, count: fence.length)
            } ?? HTMLBlock(openedBy: first)?.closingLine
        guard let closing else { return "a blank line" }
        return "the line `\(String(decoding: closing, as: UTF8.self))`"
    }
}
