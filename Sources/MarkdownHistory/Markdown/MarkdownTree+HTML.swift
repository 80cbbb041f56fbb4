internal import CCMark

extension MarkdownTree {
    /// The text as HTML in which no tag is its own, no image loads, and no link runs anything.
    static func html(of text: [UInt8], images: [String: String]) -> String {
        let document = MarkdownDocument(text)
        var tags: [OpaquePointer] = []
        var links: [OpaquePointer] = []
        var paragraphs: [OpaquePointer] = []
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
            case CMARK_NODE_PARAGRAPH: if isEntered { paragraphs.append(node) }
            case CMARK_NODE_HTML_BLOCK: tags.append(node)
            case CMARK_NODE_TEXT, CMARK_NODE_CODE:
                if depth > 0 { description += MarkdownDocument.literal(of: node) }
            case CMARK_NODE_HTML_INLINE:
                if depth > 0 {
                    description += MarkdownDocument.literal(of: node)
                } else {
                    tags.append(node)
                }
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
                if depth > 0 { description.append(.space) }
            default: break
            }
        }
        // Before the images go, with the links in their descriptions.
        for link in links where !isHarmless(link) { unwrap(link) }
        for paragraph in paragraphs { makeTable(of: paragraph) }
        for tag in tags {
            let isBlock = cmark_node_get_type(tag) == CMARK_NODE_HTML_BLOCK
            let type = isBlock ? CMARK_NODE_CODE_BLOCK : CMARK_NODE_TEXT
            replace(tag, by: type, Array(MarkdownDocument.literal(of: tag)))
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

    /// Leaves of a link what is read.
    private static func unwrap(_ link: OpaquePointer) {
        while let child = cmark_node_first_child(link) { cmark_node_insert_before(link, child) }
        cmark_node_free(link)
    }

    /// Whether a link or image leads to the web, to a mail, or to a place beside the page. What begins
    /// with `//` leads to another machine: in a page that is a file, by the network's file system.
    private static func isHarmless(_ node: OpaquePointer) -> Bool {
        let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        if url.hasPrefix("//") { return false }
        let start = url.utf8.prefix { !"/?#:".utf8.contains($0) }
        guard start.endIndex < url.utf8.endIndex, url.utf8[start.endIndex] == UInt8(ascii: ":")
        else { return true }
        return ["http", "https", "mailto"].contains(String(Substring(start)).lowercased())
    }
}
