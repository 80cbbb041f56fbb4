/// Styles Markdown while it arrives, for a terminal.
///
/// Adds SGR sequences and nothing else: every byte stays, markers too, and the cursor is never
/// moved. A line's style is decided by its first bytes; within it a mark that opens something is
/// taken at its word until the line ends. Each line begins its styles anew and ends plain. Bytes
/// wait only while they are all marks and blanks. However the text is cut, the output is the same.
struct MarkdownStyler {
    /// Where in a line the next byte stands.
    private enum Place {
        case start
        /// In text with marks of its own.
        case inline
        /// In what is taken as it is.
        case literal
        /// Behind a fence of backticks, which is none should another backtick follow.
        case info(MarkdownFence)
    }

    private var context = MarkdownContext()
    private var place = Place.start
    /// The bytes of a line's beginning that do not tell yet what it is.
    private var held: [UInt8] = []
    private var inline = InlineMarkdown()
    private var styled: InlineMarkdown.Styled = []
    private var frontMatter: FrontMatterLines?
    /// The style of the line.
    private var base: TextStyle = []
    /// What the terminal is set to.
    private var shown: TextStyle = []
    private var output: [UInt8] = []

    /// - Parameter isConversation: whether the text may begin with front matter.
    init(isConversation: Bool = false) {
        frontMatter = isConversation ? FrontMatterLines() : nil
    }

    mutating func consume(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") { endLine() } else { take(byte) }
        }
        return taken()
    }

    /// Makes the terminal plain; the next byte that needs a style brings it back.
    mutating func pause() -> [UInt8] {
        switchTo([])
        return taken()
    }

    /// Ends the text: what is held back comes out, and the terminal is plain.
    mutating func finish() -> [UInt8] {
        closeLine()
        self = MarkdownStyler(output: output)
        return taken()
    }

    private init(output: [UInt8]) { self.output = output }

    private mutating func taken() -> [UInt8] {
        defer { output = [] }
        return output
    }

    // MARK: - Lines

    private mutating func take(_ byte: UInt8) {
        switch place {
        case .start:
            held.append(byte)
            if mayDecide(at: byte) { decide(isWhole: held.count == Self.maximumHeld) }
        case .inline: take(inline: byte)
        case .literal: print(byte, in: base)
        case .info(let fence):
            if fence.byte == UInt8(ascii: "`"), byte == fence.byte {
                inline.begin(inCodeOf: fence.length)
                (place, base) = (.inline, quoteStyle)
                context.isParagraph = true
                take(inline: byte)
            } else {
                print(byte, in: base)
            }
        }
    }

    /// More marks than anybody means are taken for the whole line.
    private static let maximumHeld = 256

    /// What is long is looked at when something else than marks comes, or hostile lines would take
    /// the square of their length.
    private func mayDecide(at byte: UInt8) -> Bool {
        held.count <= 24 || held.count == Self.maximumHeld || !Self.marks.contains(byte)
    }

    private static let marks = Array(" \t\r`~*-_>+".utf8)

    private mutating func endLine() {
        closeLine()
        output.append(UInt8(ascii: "\n"))
        (place, base) = (.start, [])
        inline = InlineMarkdown()
    }

    private mutating func closeLine() {
        if case .start = place { decide(isWhole: true) }
        if case .info(let fence) = place {
            context.fence = fence
            context.isParagraph = false
        }
        if case .inline = place {
            inline.finish(&styled)
            printStyled()
        }
        switchTo([])
    }

    private mutating func decide(isWhole: Bool) {
        if let isPart = frontMatter?.contains(held, isWhole: isWhole) {
            guard isPart != .undecided else { return }
            if isPart == .yes { return begin(in: .literal, .dim) }
            frontMatter = nil
        }
        guard let line = context.line(held, isWhole: isWhole) else { return }
        context.containers = line.containers
        context.isParagraph = line.kind == .text
        if line.kind != .code { context.fence = nil }
        printMarks(of: line)
        switch line.kind {
        case .blank: begin(in: .literal, quoteStyle)
        case .text: begin(in: .inline, quoteStyle)
        case .indented: begin(in: .literal, quoteStyle)
        case .heading: begin(in: .inline, .bold)
        case .role: begin(in: .literal, [.bold, .magenta])
        case .thematicBreak: begin(in: .literal, .dim)
        case .fence(let fence): begin(in: .info(fence), [.dim, .cyan], taking: fence.length)
        case .fenceEnd: begin(in: .literal, [.dim, .cyan])
        case .code: begin(in: .literal, .cyan)
        }
    }

    private var quoteStyle: TextStyle { context.containers.contains(.quote) ? .green : [] }

    private mutating func printMarks(of line: MarkdownLine) {
        var start = 0
        for mark in line.marks {
            for byte in held[start..<mark.end] { print(byte, in: mark.isQuote ? .green : .bold) }
            start = mark.end
        }
        held.removeFirst(start)
    }

    /// - Parameter marks: how many marks the line begins with, which are no more than that.
    private mutating func begin(in place: Place, _ base: TextStyle, taking marks: Int = 0) {
        (self.place, self.base) = (place, base)
        let bytes = held
        held.removeAll(keepingCapacity: true)
        let blanks = bytes.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        let literal = marks == 0 ? 0 : blanks + marks
        for byte in bytes[..<literal] { print(byte, in: base) }
        for byte in bytes[literal...] { take(byte) }
    }

    // MARK: - Output

    private mutating func take(inline byte: UInt8) {
        inline.take(byte, &styled)
        printStyled()
    }

    private mutating func printStyled() {
        for (byte, style) in styled { print(byte, in: base.union(style)) }
        styled.removeAll(keepingCapacity: true)
    }

    private mutating func print(_ byte: UInt8, in style: TextStyle) {
        if shown != style { switchTo(style) }
        output.append(byte)
    }

    private mutating func switchTo(_ style: TextStyle) {
        output += style.sequence(after: shown).utf8
        shown = style
    }
}
