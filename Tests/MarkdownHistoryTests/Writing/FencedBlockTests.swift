import TestSupport
import Testing

@testable import MarkdownHistory

@Suite struct FencedBlockTests {
    private func text(_ content: String) -> String {
        FencedBlock(info: "json", content: content).text
    }

    @Test func theFenceIsLongerThanAnyRunInside() {
        #expect(text("a") == "``` json\na\n```")
        #expect(text("a ```` b") == "````` json\na ```` b\n`````")
    }

    @Test func theOtherMarkIsTakenWhereCmarkStopsCounting() {
        let many = String(repeating: "`", count: 255)
        #expect(text(many) == "~~~ json\n\(many)\n~~~")
        let fewer = String(repeating: "`", count: 254)
        #expect(text(fewer) == "\(many) json\n\(fewer)\n\(many)")
    }

    @Test func linesThatWouldCloseAnyFenceAreIndented() {
        let backticks = String(repeating: "`", count: 300)
        let tildes = String(repeating: "~", count: 300)
        let fence = String(repeating: "~", count: 255)
        #expect(
            text("\(backticks)\n\(tildes)\nx")
                == "\(fence) json\n\(backticks)\n    \(tildes)\nx\n\(fence)"
        )
    }

    @Test func lineEndingsBecomeLineFeeds() {
        #expect(text("a\r\nb\rc\r") == "``` json\na\nb\nc\n\n```")
    }

    /// Nothing in a content ends its fence.
    @Test func anyContentStaysInside() throws {
        for seed in Seeds(cases: 2000) {
            var hostile = HostileText(seed: seed)
            let text = text(hostile.text())
            let tree = MarkdownTree(
                parsing: Array(text.utf8)[...], firstLine: 1, roleLines: .standard)
            #expect(
                tree.blocks.map(\.kind) == [.code], "CHATMD_SEED=\(seed) \(text.debugDescription)")
            let source = try SourceText(Array(text.utf8))
            #expect(OpenBlock(atEndOf: source, tree: tree) == nil, "CHATMD_SEED=\(seed)")
            #expect(tree.blocks.last?.endLine == source.lineCount, "CHATMD_SEED=\(seed)")
        }
    }
}
