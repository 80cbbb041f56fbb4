internal import CCMark

/// The blocks directly under the document, as cmark sees a masked copy of the text.
///
/// That tree is the definition of what is inside a block and what is not. No other file knows cmark.
struct MarkdownTree {
    let blocks: [MarkdownBlock]
    /// What cmark saw of an HTML block that is the last block; nil where another is.
    let lastHTML: [UInt8]?

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
        lastHTML = cmark_node_last_child(document.root).flatMap { last in
            cmark_node_get_type(last) == CMARK_NODE_HTML_BLOCK
                ? Array(Self.literal(of: last).bindMemory(to: UInt8.self)) : nil
        }
    }

    static var libraryVersion: String { String(cString: cmark_version_string()) }

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

// MARK: - Code

extension MarkdownTree {
    /// Lines of the fenced and indented code blocks at any depth, from 1, in order.
    static func codeBlocks(in text: [UInt8]) -> [ClosedRange<Int>] {
        let document = Document(MaskedCopy(of: text[...]).bytes)
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
        let document = Document(text)
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
        let document = Document(text)
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
                if depth > 0 { description += literal(of: node) }
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
        return Array(literal(of: node).suffix(32))
    }

    private static func literal(of node: OpaquePointer) -> UnsafeRawBufferPointer {
        guard let text = cmark_node_get_literal(node) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        var count = 0
        while text[count] != 0 { count += 1 }
        return UnsafeRawBufferPointer(start: text, count: count)
    }
}

// MARK: - HTML

extension MarkdownTree {
    /// The text as HTML in which no tag is its own, no image loads, and no link runs anything.
    static func html(of text: [UInt8], images: [String: String]) -> String {
        let document = Document(text)
        var tags: [OpaquePointer] = []
        var links: [OpaquePointer] = []
        var pictures: [(node: OpaquePointer, description: [UInt8], isInLink: Bool)] = []
        var (depth, linkDepth) = (0, 0)
        var description: [UInt8] = []
        document.forEachNode { node, isEntered in
            switch cmark_node_get_type(node) {
            case CMARK_NODE_IMAGE:
                depth += isEntered ? 1 : -1
                guard depth == 0 else { return }
                pictures.append((node, description, linkDepth > 0))
                description = []
            case CMARK_NODE_LINK:
                linkDepth += isEntered ? 1 : -1
                if isEntered { links.append(node) }
            case CMARK_NODE_HTML_BLOCK: tags.append(node)
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: if depth > 0 { description += literal(of: node) }
            case CMARK_NODE_HTML_INLINE:
                if depth > 0 { description += literal(of: node) } else { tags.append(node) }
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
                if depth > 0 { description.append(.space) }
            default: break
            }
        }
        // Before the images go, with the links in their descriptions.
        for link in links where !Self.isHarmless(link) { cmark_node_set_url(link, "") }
        for tag in tags {
            let isBlock = cmark_node_get_type(tag) == CMARK_NODE_HTML_BLOCK
            let type = isBlock ? CMARK_NODE_CODE_BLOCK : CMARK_NODE_TEXT
            replace(tag, by: type, Array(literal(of: tag)))
        }
        for (node, description, isInLink) in pictures {
            let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
            if let image = images[url] {
                cmark_node_set_url(node, image)
                continue
            }
            let text = description.isBlank ? Array(url.utf8) : description
            guard !isInLink, isHarmless(node), let link = cmark_node_new(CMARK_NODE_LINK),
                let label = cmark_node_new(CMARK_NODE_TEXT)
            else {
                replace(node, by: CMARK_NODE_TEXT, text)
                continue
            }
            cmark_node_set_url(link, url)
            cmark_node_set_literal(label, String(decoding: text, as: UTF8.self))
            cmark_node_append_child(link, label)
            cmark_node_insert_before(node, link)
            cmark_node_free(node)
        }
        guard let html = cmark_render_html(document.root, CMARK_OPT_DEFAULT) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(html) }
        return String(cString: html)
    }

    private static func replace(
        _ node: OpaquePointer, by type: cmark_node_type, _ text: [UInt8]
    ) {
        guard let new = cmark_node_new(type) else { return }
        cmark_node_set_literal(new, String(decoding: text, as: UTF8.self))
        cmark_node_insert_before(node, new)
        cmark_node_free(node)
    }

    /// Whether a link or image leads to the web, to a mail, or to a place beside the page.
    private static func isHarmless(_ node: OpaquePointer) -> Bool {
        let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        let start = url.utf8.prefix { !"/?#:".utf8.contains($0) }
        guard start.endIndex < url.utf8.endIndex, url.utf8[start.endIndex] == UInt8(ascii: ":")
        else { return true }
        return ["http", "https", "mailto"].contains(String(Substring(start)).lowercased())
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
        // cmark aborts by itself where memory ends; it has no other reason to return nothing.
        guard let node else { fatalError("cmark returned no document") }
        root = node
    }

    deinit { cmark_node_free(root) }

    /// Walks over all nodes, containers on the way in and on the way out.
    func forEachNode(_ body: (OpaquePointer, _ isEntered: Bool) -> Void) {
        guard let iterator = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else {
                return
            }
            body(node, event == CMARK_EVENT_ENTER)
        }
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
