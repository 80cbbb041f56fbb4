import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct ReplyTextTests {
    private func pieces(of reply: [String], _ writer: ReplyWriter?) throws -> [String] {
        var text = ReplyText(writer.map { ReplyAddition($0) })
        let pieces = try reply.map { try text.consume($0) }
        return pieces + [try text.finish()]
    }

    @Test func withoutDelimitersItIsTheModelsOwn() throws {
        let reply = "\n\n# === USER ===\n"
        #expect(try pieces(of: [reply], nil) == [reply, ""])
    }

    @Test func withDelimitersItIsWhatTheFileGrowsBy() throws {
        let file = try ChatFile(parsing: Array("hi\n".utf8))
        let pieces = try pieces(
            of: ["\n", "Hello", " you\n# === US", "ER ===\nhm\n\n"],
            try ReplyWriter(replyingTo: file))
        #expect(
            pieces == [
                "", "\n# === ASSISTANT ===\n\nHello", " you\n", "\\# === USER ===\nhm",
                "\n\n# === USER ===\n",
            ])
    }

    @Test func anEmptyReplyAddsNothing() throws {
        let file = try ChatFile(parsing: Array("hi".utf8))
        #expect(try pieces(of: [" \n\n"], try ReplyWriter(replyingTo: file)) == ["", ""])
    }
}
