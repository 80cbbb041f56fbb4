/// A fenced code block of a document, with what a comment before it says about it.
///
/// The comments are invisible where the document is read:
///
///     <!-- not run: REASON -->   its commands are not run
///     <!-- each alone -->        each of its commands finds the files as they were before the block
///     <!-- exits N -->           its last command ends with that status
///     <!-- file: PATH -->        it is a file, which is written before what follows runs
///     <!-- nvim: PATH < TEXT --> its Ex commands run in that file, after the text was typed
///     <!-- shows: PATH -->       it is what that file holds at this point
struct DocumentBlock {
    /// The first word behind the fence; empty where there is none.
    var language: String
    /// Of its first line, from 1.
    var line: Int
    var lines: [String]
    /// The inside of the comment directly before the fence; empty where there is none.
    var note: String

    /// What follows `name` in the comment; nil where it says something else.
    func note(_ name: String) -> String? {
        guard note.hasPrefix(name) else { return nil }
        return String(note.dropFirst(name.count).drop { $0 == " " })
    }

    /// With the final newline that a file has.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// The blocks of a Markdown text, in their order.
    static func all(in document: String) -> [DocumentBlock] {
        var blocks: [DocumentBlock] = []
        var open: (fence: Substring, block: DocumentBlock)?
        var note = ""
        let lines = document.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let (fence, opened) = open {
                var block = opened
                if line == fence {
                    blocks.append(block)
                    open = nil
                } else {
                    block.lines.append(String(line))
                    open = (fence, block)
                }
                continue
            }
            let fence = line.prefix { $0 == "`" }
            if fence.count >= 3 {
                let language = line.dropFirst(fence.count).prefix { $0 != " " }
                let block = DocumentBlock(
                    language: String(language), line: index + 2, lines: [], note: note)
                open = (fence, block)
            }
            let isNote = line.hasPrefix("<!-- ") && line.hasSuffix(" -->")
            note = isNote ? String(line.dropFirst(5).dropLast(4)) : ""
        }
        return blocks
    }
}

/// A command of a `console` block and what the document shows of its output.
struct ShownCommand {
    var line: Int
    var text: String
    var output: [String]

    /// `$ ` begins a command, `> ` goes on with it, and other lines are output.
    static func all(in block: DocumentBlock) -> [ShownCommand] {
        var commands: [ShownCommand] = []
        for (offset, line) in block.lines.enumerated() {
            if line.hasPrefix("$ ") {
                commands.append(
                    ShownCommand(
                        line: block.line + offset, text: String(line.dropFirst(2)), output: []))
            } else if let last = commands.indices.last {
                if line.hasPrefix("> "), commands[last].output.isEmpty {
                    commands[last].text += "\n" + line.dropFirst(2)
                } else {
                    commands[last].output.append(line)
                }
            }
        }
        return commands
    }
}

/// Whether a text is what a document shows: `…` stands for any text within a line, and for any
/// lines where it is alone in one. Blank lines at the end do not count.
struct ShownText {
    var lines: [String]

    func matches(_ text: String) -> Bool {
        let actual = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Self.match(Self.trimmed(lines), Self.trimmed(actual))
    }

    private static func trimmed(_ lines: [String]) -> ArraySlice<String> {
        lines[...].prefix((lines.lastIndex { !$0.isEmpty } ?? -1) + 1)
    }

    private static func match(_ shown: ArraySlice<String>, _ actual: ArraySlice<String>) -> Bool {
        guard let first = shown.first else { return actual.isEmpty }
        if first == "…" {
            return (actual.startIndex...actual.endIndex).contains {
                match(shown.dropFirst(), actual[$0...])
            }
        }
        guard let line = actual.first, matches(line, first) else { return false }
        return match(shown.dropFirst(), actual.dropFirst())
    }

    private static func matches(_ line: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "…", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return line == pattern }
        guard line.hasPrefix(parts[0]) else { return false }
        var rest = line.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() {
            while !rest.isEmpty, !rest.hasPrefix(part) { rest = rest.dropFirst() }
            guard rest.hasPrefix(part) else { return false }
            rest = rest.dropFirst(part.count)
        }
        return rest.count >= parts.last!.count && rest.hasSuffix(parts.last!)
    }
}
