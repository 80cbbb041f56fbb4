internal import CCMark

/// Owns a document of cmark's.
///
/// It and the files of `MarkdownTree` are the only ones that know cmark.
struct MarkdownDocument: ~Copyable {
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

    /// The text of a leaf, as long as the document lives.
    static func literal(of node: OpaquePointer) -> UnsafeRawBufferPointer {
        guard let text = cmark_node_get_literal(node) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        var count = 0
        while text[count] != 0 { count += 1 }
        return UnsafeRawBufferPointer(start: text, count: count)
    }
}
