internal import CCMark

/// The blocks directly under the document, as cmark sees a masked copy of the text.
///
/// That tree is the definition of what is inside a block and what is not.
struct MarkdownTree {
    let blocks: [MarkdownBlock]
    /// What cmark saw of an HTML block that is the last block; nil where another is.
    let lastHTML: [UInt8]?

    /// Parses `text`, whose first line is line `firstLine` of the conversation file.
    init(parsing text: ArraySlice<UInt8>, firstLine: Int, roleLines: RoleLines) {
        let document = MarkdownDocument(MaskedCopy(of: text, roleLines: roleLines).bytes)
        var blocks: [MarkdownBlock] = []
        var node = cmark_node_first_child(document.root)
        while let block = node {
            blocks.append(
                MarkdownBlock(
                    kind: MarkdownBlock.Kind(of: block),
                    line: Int(cmark_node_get_start_line(block)) + firstLine - 1,
                    endLine: Int(cmark_node_get_end_line(block)) + firstLine - 1
                )
            )
            node = cmark_node_next(block)
        }
        self.blocks = blocks
        lastHTML = cmark_node_last_child(document.root).flatMap { last in
            cmark_node_get_type(last) == CMARK_NODE_HTML_BLOCK
                ? Array(MarkdownDocument.literal(of: last).bindMemory(to: UInt8.self)) : nil
        }
    }

    static var libraryVersion: String { String(cString: cmark_version_string()) }

    /// The whole block structure, a line a block: depth, type, start and end. For tests that
    /// compare masked with bare text.
    static func dump(_ text: [UInt8], masked: Bool) -> String {
        let document = MarkdownDocument(masked ? MaskedCopy(of: text[...]).bytes : text)
        guard let iterator = cmark_iter_new(document.root) else { return "" }
        defer { cmark_iter_free(iterator) }
        var lines = ""
        var depth = 0
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { break }
            let type = cmark_node_get_type(node)
            guard type.rawValue <= CMARK_NODE_LAST_BLOCK.rawValue else { continue }
            guard event == CMARK_EVENT_ENTER else {
                depth -= 1
                continue
            }
            lines += String(repeating: " ", count: depth)
            lines += String(cString: cmark_node_get_type_string(node))
            lines += " \(cmark_node_get_start_line(node)):\(cmark_node_get_start_column(node))"
            lines += "-\(cmark_node_get_end_line(node)):\(cmark_node_get_end_column(node))\n"
            let isLeaf =
                type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK
                || type == CMARK_NODE_THEMATIC_BREAK
            depth += isLeaf ? 0 : 1
        }
        return lines
    }
}

// MARK: - Code

extension MarkdownTree {
    /// Lines of the fenced and indented code blocks at any depth, from 1, in order.
    static func codeBlocks(in text: [UInt8]) -> [ClosedRange<Int>] {
        let document = MarkdownDocument(MaskedCopy(of: text[...]).bytes)
        var blocks: [ClosedRange<Int>] = []
        document.forEachNode { node, isEntered in
            guard isEntered, cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK else { return }
            let first = Int(cmark_node_get_start_line(node))
            blocks.append(first...max(Int(cmark_node_get_end_line(node)), first))
        }
        return blocks
    }
}

// MARK: - Images

extension MarkdownTree {
    /// Lines of the paragraphs and headings at any depth, from 1; the last may be one too far.
    static func textBlocks(in text: [UInt8]) -> [ClosedRange<Int>] {
        let document = MarkdownDocument(text)
        var blocks: [ClosedRange<Int>] = []
        document.forEachNode { node, isEntered in
            let type = cmark_node_get_type(node)
            guard isEntered, type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING else {
                return
            }
            let first = Int(cmark_node_get_start_line(node))
            blocks.append(first...max(Int(cmark_node_get_end_line(node)), first))
        }
        return blocks
    }

    /// The image nodes of a text in order. An image in another's description is part of it.
    static func images(in text: [UInt8]) -> [MarkdownImageNode] {
        let document = MarkdownDocument(text)
        var images: [MarkdownImageNode] = []
        var depth = 0
        var description: [UInt8] = []
        document.forEachNode { node, isEntered in
            switch cmark_node_get_type(node) {
            case CMARK_NODE_IMAGE:
                depth += isEntered ? 1 : -1
                guard depth == 0 else { return }
                images.append(
                    MarkdownImageNode(
                        destination: cmark_node_get_url(node).map { String(cString: $0) } ?? "",
                        description: String(decoding: description, as: UTF8.self),
                        textBefore: endOfText(cmark_node_previous(node)),
                        textAtEnd: endOfText(cmark_node_last_child(node))
                    )
                )
                description = []
            case CMARK_NODE_TEXT, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
                if depth > 0 { description += MarkdownDocument.literal(of: node) }
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
                if depth > 0 { description.append(.space) }
            default: break
            }
        }
        return images
    }

    /// The last bytes of a text node, enough for a mark.
    private static func endOfText(_ node: OpaquePointer?) -> [UInt8] {
        guard let node, cmark_node_get_type(node) == CMARK_NODE_TEXT else { return [] }
        return Array(MarkdownDocument.literal(of: node).suffix(32))
    }
}

extension MarkdownBlock.Kind {
    fileprivate init(of node: OpaquePointer) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_HEADING: self = .heading(level: Int(cmark_node_get_heading_level(node)))
        case CMARK_NODE_CODE_BLOCK: self = .code
        case CMARK_NODE_HTML_BLOCK: self = .html
        default: self = .other
        }
    }
}
