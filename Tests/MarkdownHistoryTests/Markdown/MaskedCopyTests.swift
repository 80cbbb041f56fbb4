import TestSupport
import Testing

@testable import MarkdownHistory

@Suite struct MaskedCopyTests {
    @Test func inlineMarkupBecomesCommas() {
        #expect(masked("a *b* _c_ &amp; `d` [e](f)") == "a ,b, ,c, ,amp; ,d, ,e,(f)")
    }

    @Test func whatMayStartABlockIsKept() {
        for text in ["* * *", "* a", "_ _ _", "``` a`b", "[a]: /u", "<a [b*>", "&"] {
            #expect(masked(text).count == text.count)
        }
        #expect(masked("* a") == "* a")
        #expect(masked("_ _ _") == "_ _ _")
        #expect(masked("``` a`b") == "``` a`b")
        #expect(masked("[a]: /u") == "[a]: /u")
        #expect(masked("<![CDATA[ [x]]>") == "<![CDATA[ ,x]]>")
    }

    @Test func tooManyMarkersAreMasked() {
        let text = String(repeating: "> ", count: 40) + "x"
        let kept = String(repeating: "> ", count: 32) + String(repeating: ", ", count: 8) + "x"
        #expect(masked(text) == kept)
    }

    @Test func aLongThematicBreakIsKept() {
        let text = String(repeating: "- ", count: 500)
        #expect(masked(text) == text)
    }

    /// The promise behind it all, on hostile texts: the block tree of the masked copy is the one
    /// of the text, down to the columns.
    @Test func theBlockTreeStaysTheSame() {
        for seed in Seeds(cases: 4000) {
            var hostile = HostileText(seed: seed)
            // cmark skips a byte order mark at the start, which here never stands for one.
            let text = Array(
                ("x\n" + hostile.text(lines: 1...8)).utf8.dropFirst(seed % 2 == 0 ? 0 : 2))
            if text.starts(with: [0xEF, 0xBB, 0xBF]) { continue }
            // Deep down, and far to the right, markers are masked on purpose.
            let tooDeep =
                ["- ", "> "].map { Array(String(repeating: $0, count: 33).utf8) } + [
                    [UInt8](repeating: 0x20, count: 200)
                ]
            if text.indices.contains(where: { index in
                tooDeep.contains { text[index...].starts(with: $0) }
            }) {
                continue
            }
            let expected = MarkdownTree.dump(text, masked: false)
            let actual = MarkdownTree.dump(text, masked: true)
            #expect(
                actual == expected,
                "CHATMD_SEED=\(seed) \(String(decoding: text, as: UTF8.self).debugDescription)"
            )
            if actual != expected { return }
        }
    }

    /// A line's mask depends on nothing after it.
    @Test func laterBytesChangeNoEarlierMask() {
        for seed in Seeds(cases: 300) {
            var hostile = HostileText(seed: seed)
            let head = hostile.text(lines: 1...6) + "\n"
            let whole = Array((head + hostile.text(lines: 1...6)).utf8)
            let first = MaskedCopy(of: Array(head.utf8)[...]).bytes
            #expect(
                MaskedCopy(of: whole[...]).bytes.starts(with: first), "CHATMD_SEED=\(seed)"
            )
        }
    }

    private func masked(_ text: String) -> String {
        String(decoding: MaskedCopy(of: Array(text.utf8)[...]).bytes, as: UTF8.self)
    }
}
