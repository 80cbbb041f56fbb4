/// A block that would swallow what follows it, and the line that closes it.
struct OpenBlock: Equatable {
    /// The line that chatmd writes to close it, without a line ending.
    var closingLine: [UInt8]
    /// Line where it begins, from 1.
    var line: Int

    /// The block that is still open at the end of the text: a fence, or an HTML block of types 1–5,
    /// directly under the document. Others end at a heading or at a blank line.
    ///
    /// CommonMark 0.30, sections 4.5 and 4.6.
    init?(atEndOf source: SourceText, tree: MarkdownTree) {
        guard let block = tree.blocks.last else { return nil }
        line = block.line
        let first = source.line(block.line)
        switch block.kind {
        case .code:
            guard let fence = CodeFence(openedBy: first) else { return nil }
            let last = min(block.endLine, source.lineCount)
            if last > block.line, fence.isClosed(by: source.line(last)) { return nil }
            closingLine = fence.closingLine
        case .html:
            // Masking may take what would close the block in the file, and cmark decides.
            guard let text = tree.lastHTML?[...], let html = HTMLBlock(openedBy: text),
                !html.isClosed(in: text)
            else { return nil }
            closingLine = html.closingLine
        case .heading, .other:
            return nil
        }
    }
}

/// The opening line of a fenced code block.
struct CodeFence {
    var character: UInt8
    var length: Int

    /// nil for the first line of an indented code block.
    init?(openedBy line: ArraySlice<UInt8>) {
        let indentation = line.prefix { $0 == .space }.count
        let line = line.dropFirst(indentation)
        guard indentation <= 3, let character = line.first,
            character == UInt8(ascii: "`") || character == UInt8(ascii: "~")
        else { return nil }
        self.character = character
        length = line.prefix { $0 == character }.count
    }

    func isClosed(by line: ArraySlice<UInt8>) -> Bool {
        let text = line.drop { $0 == .space }
        guard line.count - text.count <= 3 else { return false }
        let run = text.prefix { $0 == character }.count
        // cmark keeps the length of a fence in a byte.
        return run >= min(length, 255) && text.dropFirst(run).isBlank
    }

    /// One longer than the opener, so that it can be told from a closing line of the author's.
    var closingLine: [UInt8] { Array(repeating: character, count: length + 1) }
}

/// An HTML block that ends where a certain text stands.
enum HTMLBlock: Equatable {
    /// Type 1, opened by `<pre`, `<script`, `<style` or `<textarea`; any of their end tags ends it.
    case rawText(tag: String)
    case comment
    case processingInstruction
    case declaration
    case characterData

    private static let rawTextTags = ["pre", "script", "style", "textarea"]

    /// nil for the types that end at a blank line.
    init?(openedBy line: ArraySlice<UInt8>) {
        let line = line.drop { $0 == .space }
        guard line.first == UInt8(ascii: "<") else { return nil }
        let rest = line.dropFirst()
        if rest.starts(with: "!--".utf8) {
            self = .comment
        } else if rest.first == UInt8(ascii: "?") {
            self = .processingInstruction
        } else if rest.starts(with: "![cdata[".utf8, by: { $0.lowercased == $1 }) {
            self = .characterData
        } else if rest.first == UInt8(ascii: "!") {
            guard let letter = rest.dropFirst().first, (0x41...0x5A).contains(letter) else {
                return nil
            }
            self = .declaration
        } else {
            let name = rest.prefix { $0.isLetter }.map(\.lowercased)
            let after = rest.dropFirst(name.count).first
            guard after == nil || after == UInt8(ascii: ">") || after?.isSpace == true,
                let tag = Self.rawTextTags.first(where: { $0.utf8.elementsEqual(name) })
            else { return nil }
            self = .rawText(tag: tag)
        }
    }

    private var ends: [String] {
        switch self {
        case .rawText: Self.rawTextTags.map { "</\($0)>" }
        case .comment: ["-->"]
        case .processingInstruction: ["?>"]
        case .declaration: [">"]
        case .characterData: ["]]>"]
        }
    }

    var closingLine: [UInt8] {
        switch self {
        case .rawText(let tag): Array("</\(tag)>".utf8)
        default: Array(ends[0].utf8)
        }
    }

    func isClosed(in text: ArraySlice<UInt8>) -> Bool {
        let ends = ends.map { Array($0.utf8) }
        return text.withUnsafeBufferPointer { text in
            text.indices.contains { index in
                ends.contains { end in
                    text[index] == end[0]
                        && text[index...].starts(with: end, by: { $0.lowercased == $1 })
                }
            }
        }
    }
}

extension UInt8 {
    /// What cmark's scanners call a space character.
    fileprivate var isSpace: Bool { self == .space || (0x09...0x0D).contains(self) }
}
