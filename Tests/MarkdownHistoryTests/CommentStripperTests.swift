import TestSupport
import Testing

@testable import MarkdownHistory

@Suite struct CommentStripperTests {
    @Test(arguments: [
        ("a <!-- b --> c", "a  c"), ("<!-- note --> please answer", " please answer"),
        ("<!-- a\n\nb -->c", "c"), ("x <!-- a\nb --> y", "x  y"), ("<!----> a", " a"),
        ("a<!-- b --><!-- c -->d", "ad"), ("   <!-- a\n\n-->b", "   b"), ("<!-- ``` -->x", "x"),
        ("`a` <!-- b --> `c`", "`a`  `c`"), ("<!-- ` --> a ` b", " a ` b"),
    ])
    func aCommentIsTakenOutAndNothingElse(text: String, expected: String) {
        #expect(CommentStripper.strip(text) == expected)
    }

    @Test(arguments: [
        "plain", "a <!-- never closed", "<!-- never closed\n\nb", "`<!-- code -->`",
        "``a ` <!-- b --> ``", "```\n<!-- code -->\n```", "    <!-- code -->", "\\<!-- a -->",
        "a <!-- b\n\nc --> d", "- x\n\n  ```\n  <!-- y -->\n  ```", "> ~~~\n> <!-- y -->\n> ~~~",
        "<!- a -->",
    ])
    func everythingElseStays(text: String) {
        #expect(CommentStripper.strip(text) == text)
    }

    /// What is taken out is comments, so what is left is the text with pieces missing.
    @Test func onlyPiecesFromOpeningToClosingGo() {
        for seed in Seeds(cases: 1500) {
            var hostile = HostileText(seed: seed)
            let text = hostile.text() + "<!-- x -->" + hostile.text()
            let left = Array(CommentStripper.strip(text).utf8)
            var rest = Array(text.utf8)[...]
            for byte in left {
                while let first = rest.first,
                    first != byte || rest.starts(with: "<!-- x".utf8) && byte != first
                {
                    rest = rest.dropFirst()
                }
                #expect(!rest.isEmpty, "CHATMD_SEED=\(seed)")
                rest = rest.dropFirst()
            }
            #expect(left.count <= text.utf8.count, "CHATMD_SEED=\(seed)")
        }
    }
}
