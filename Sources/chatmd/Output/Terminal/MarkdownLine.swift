/// What the beginning of a line says about it: in which quotes and items it stands, and what it is.
///
/// The rules are CommonMark's where a few bytes decide. What needs later text (setext headings, HTML
/// blocks, whether a fence is ever closed) is left out.
struct MarkdownLine {
    enum Container: Equatable {
        case quote
        /// An item of a list; its text begins so many columns further in.
        case item(columns: Int)
    }

    enum Kind: Equatable {
        case blank
        case text
        case indented
        case heading
        case role
        case thematicBreak
        case fence(MarkdownFence)
        case fenceEnd
        case code
    }

    var kind: Kind
    var containers: [Container]
    /// Where the marks of quotes and items end, each with whose it is.
    var marks: [(end: Int, isQuote: Bool)] = []
}

/// What a block of code stands between.
struct MarkdownFence: Equatable {
    var byte: UInt8
    var length: Int
}

/// What the lines before leave open.
struct MarkdownContext {
    var containers: [MarkdownLine.Container] = []
    /// The fence of the block of code that is open.
    var fence: MarkdownFence?
    /// Whether text may go on in the next line without its marks.
    var isParagraph = false
}

extension MarkdownContext {
    /// Reads the beginning of a line; nil where more of it must come.
    ///
    /// - Parameter isWhole: whether the line ends here.
    func line(_ bytes: [UInt8], isWhole: Bool) -> MarkdownLine? {
        var scanner = LineScanner(bytes, isWhole: isWhole)
        do throws(Undecided) {
            return try line(&scanner)
        } catch {
            return nil
        }
    }

    private func line(_ scanner: inout LineScanner) throws(Undecided) -> MarkdownLine {
        var result = MarkdownLine(kind: .text, containers: [])
        for container in containers {
            guard try scanner.goOn(in: container) else { break }
            result.containers.append(container)
            if container == .quote { result.marks.append((scanner.index, true)) }
        }
        let isInside = result.containers.count == containers.count
        if isInside, let fence {
            result.kind = try scanner.closes(fence) ? .fenceEnd : .code
            return result
        }
        let matched = result.containers.count
        while true {
            // Only a paragraph right here, with nothing new begun, can be gone on with.
            let interrupts =
                isParagraph && isInside && result.containers.count == matched
            guard try begin(&scanner, &result, interrupts: interrupts) else { break }
        }
        let goesOn = isParagraph && result.containers.count == matched
        if goesOn, result.kind == .text || result.kind == .indented {
            result.kind = .text
            result.containers = containers
        }
        return result
    }

    /// Reads one mark of a quote or an item and answers true, or tells what the rest is.
    private func begin(
        _ scanner: inout LineScanner, _ line: inout MarkdownLine, interrupts: Bool
    ) throws(Undecided) -> Bool {
        let indent = try scanner.indent()
        guard let byte = try scanner.byte(at: scanner.afterBlanks) else {
            line.kind = .blank
            return false
        }
        if indent >= 4 {
            line.kind = .indented
            return false
        }
        if byte == UInt8(ascii: ">") {
            try scanner.takeQuoteMark()
            line.containers.append(.quote)
            line.marks.append((scanner.index, true))
            return true
        }
        if let kind = try scanner.leaf(byte, isTop: line.containers.isEmpty && indent == 0) {
            line.kind = kind
            return false
        }
        guard let columns = try scanner.takeItemMark(interrupts: interrupts) else {
            line.kind = .text
            return false
        }
        line.containers.append(.item(columns: indent + columns))
        line.marks.append((scanner.index, false))
        return true
    }
}
