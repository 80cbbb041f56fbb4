internal import CCMark

/// The blocks directly under the document, as cmark sees a masked copy of the text.
///
/// That tree is the definition of what is inside a block and what is not. No other file knows cmark.
struct MarkdownTree {
    let blocks: [MarkdownBlock]

    /// Parses `text`, whose first line is line `firstLine` of the conversation file.
    init(parsing text: ArraySlice<UInt8>, firstLine: Int, roleLines: RoleLines) {
        let document = Document(MaskedCopy(of: text, roleLines: roleLines).bytes)
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
    }

    /// The whole block structure, a line a block: depth, type, start and end. For tests that
    /// compare masked with bare text.
    static func dump(_ text: [UInt8], masked: Bool) -> String {
        let document = Document(masked ? MaskedCopy(of: text[...]).bytes : text)
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

/// Owns a cmark document.
private struct Document: ~Copyable {
    let root: OpaquePointer

    init(_ bytes: [UInt8]) {
        // At once: cmark looks for the byte order mark in the first chunk only.
        let node = bytes.withUnsafeBytes { bytes in
            cmark_parse_document(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count,
                CMARK_OPT_DEFAULT
            )
        }
        guard let node else { fatalError("cmark returned no document") }
        root = node
    }

    deinit { cmark_node_free(root) }
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
