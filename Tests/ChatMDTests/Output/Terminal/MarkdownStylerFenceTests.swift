import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

/// What is shown as a block of code is what cmark takes for one.
@Suite struct MarkdownStylerFenceTests {
    private static let marks = ["", "", "", " ", "  ", "   ", "    ", "     ", "> ", "> > ", "\t"]
    private static let bodies = [
        "```", "```", "````", "~~~", "~~~~ x", "``` py", "a", "b c", "", "# d", "---", "***",
        "~~~ `e`",
        "  ```", "    f", "``", "\\```",
    ]

    /// The lines that are code from their first column on, counted from 1.
    private func codeLines(_ text: String) -> Set<Int> {
        var styler = MarkdownStyler()
        let shown = styler.consume(text.utf8) + styler.finish()
        let lines = shown.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let starts = ["\u{1B}[36m", "\u{1B}[2;36m"].map { Array($0.utf8) }
        return Set(
            zip(1..., lines).filter { _, line in starts.contains { line.starts(with: $0) } }
                .map(\.0))
    }

    @Test func fencesAreCommonMarks() throws {
        for seed in Seeds(cases: 300) {
            var generator = SeededGenerator(seed: seed)
            let lines = (0..<Int.random(in: 1...10, using: &generator)).map { _ in
                generator.element(of: Self.marks) + generator.element(of: Self.bodies)
            }
            let text = lines.joined(separator: "\n") + "\n"
            var expected = Set(try CodeBlock.blocks(in: text).flatMap { Array($0.lines) })
            var shown = codeLines(text)
            for (number, line) in zip(1..., lines) {
                let isBlank = line.allSatisfy { $0 == " " || $0 == "\t" }
                // Two backticks open code in a line, which looks the same.
                if isBlank || line == "``" {
                    expected.remove(number)
                    shown.remove(number)
                }
            }
            #expect(shown == expected, "\(generator) \(text.debugDescription)")
        }
    }
}
