import MarkdownHistory

/// The text of a reply as it is printed: the model's own, or with delimiters what `append` would
/// add to the file.
struct ReplyText {
    private var writer: ReplyWriter?

    init(_ writer: ReplyWriter?) {
        self.writer = writer
    }

    mutating func consume(_ text: String) -> String {
        guard let bytes = writer?.consume(text) else { return text }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func finish() throws(Failure) -> String {
        do throws(MarkdownHistoryError) {
            return String(decoding: try writer?.finish() ?? [], as: UTF8.self)
        } catch {
            throw Failure(error, path: nil)
        }
    }
}
