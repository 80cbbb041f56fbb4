import TestSupport
import Testing

@testable import MarkdownHistory

@Suite struct EmbedTests {
    // MARK: - Which ones count

    @Test func anImageInAUsersMessageIsAnEmbed() throws {
        let embeds = try embeds("look:\n\n![the *river*](maps/river.png \"A title\") end\n")
        #expect(
            embeds == [
                Embed(
                    destination: "maps/river.png", alternativeText: "the river", line: 3, column: 1,
                    offset: 7
                )
            ])
    }

    @Test func onlyTheUserAndTheSystemEmbed() throws {
        let file = try parse(
            Role.allCases.map { "# === \($0.spelling) ===\n![x](\($0).png)\n" }.joined()
        )
        let found = file.turns.filter { !$0.embeds.isEmpty }.map(\.role)
        #expect(found == [.user, .system])
    }

    @Test(arguments: [
        "`![x](y)`", "```\n![x](y)\n```", "    ![x](y)", "<!-- ![x](y) -->",
        "<div>\n![x](y)\n</div>",
        "a <b title=\"![x](y)\">", "\\![x](y)", "!\\[x](y)", "![x\\](y)", "![x] (y)", "![x](y z)",
        "![x]", "![x](<y\n>)", "<![CDATA[\n![x](y)\n]]>", "a <![CDATA[![x](y)]]>",
        "a <?![x](y)?>", "! [x](y)", "[x](y)", "- ```\n  ![x](y)\n  ```", "<http://![x](y)>",
        "[a]: ![x](y)", "[a](<![x](y)>)", "![x](y \"t)", "```\n![x](y)", "![x\n\n](y)",
    ])
    func whatMarkdownDoesNotSeeAsAnImageIsText(text: String) throws {
        #expect(try embeds(text).isEmpty)
    }

    @Test(arguments: [
        "![a]\n\n[a]: secret.txt", "![a][]\n\n[a]: secret.txt", "![b][a]\n\n[a]: secret.txt",
        "![a](no dest)\n\n[a]: secret.txt", "![a](no dest)[a]\n\n[a]: secret.txt",
        "[a]: secret.txt\n![a] (x)",
    ])
    func theReferenceFormIsText(text: String) throws {
        #expect(try embeds(text).isEmpty)
    }

    @Test func messagesAreSearchedAlone() throws {
        let file = try parse("![a]\n\n# === ASSISTANT ===\n\n[a]: secret.txt\n\n# === USER ===\nq")
        #expect(file.turns.allSatisfy { $0.embeds.isEmpty })
        let closed = try parse(
            "look:\n```\nfoo\n````\n\n# === ASSISTANT ===\n\n```\n\n![x](secret.txt)\n"
        )
        #expect(closed.turns.map(\.role) == [.user, .assistant])
        #expect(closed.turns.allSatisfy { $0.embeds.isEmpty })
    }

    @Test func anImageInAnothersDescriptionIsPartOfIt() throws {
        let embeds = try embeds("![a ![b](c) `d` &amp;](e)")
        #expect(embeds.map(\.destination) == ["e"])
        #expect(embeds.map(\.alternativeText) == ["a b d &"])
    }

    @Test(arguments: [
        ("![x]()", ""), ("![x](<a b.png>)", "a b.png"), ("![x](a\\_b\\(c.png)", "a_b(c.png"),
        ("![x](a&amp;b%20c)", "a&b%20c"), ("![x](a(b)c 'title')", "a(b)c"),
        ("![x](a](b))", "a](b)"),
        ("![x](a![b)", "a![b"), ("![x](![y](z))", "![y](z)"), ("[![x](y)](z)", "y"),
        ("> - *![x](y)*", "y"), ("# ![x](y) #", "y"), ("![x](y)\n===", "y"),
        ("![x\ny](\nz\n)", "z"),
        ("a\\\\![x](y)", "y"), ("[a]: /u\n![x](y)", "y"), ("\\\n![x](y)", "y"), ("<![x](y)", "y"),
        ("![\u{10FFFD}1\u{10FFFD}](\u{10FFFD}2\u{10FFFD})", "\u{10FFFD}2\u{10FFFD}"),
        ("- [ ] ![x](y)", "y"), ("a | ![x](y) |", "y"), ("`a ![x](y)", "y"), ("![ `](` ](y)", "y"),
        ("[a]: /u\n\n![see [a] there](y)", "y"), ("\u{FEFF}    ![x](y)", "y"),
    ])
    func theDestinationIsWhatMarkdownReads(text: String, destination: String) throws {
        #expect(try embeds("q\n\n" + text).map(\.destination) == [destination])
        #expect(try embeds("# === USER ===\n" + text).map(\.destination) == [destination])
    }

    /// Whatever a reply says, it embeds nothing and changes nothing of what is embedded.
    @Test func noReplyMakesAnEmbed() throws {
        for seed in Seeds(cases: 1500) {
            var hostile = HostileText(seed: seed)
            let history = try parse(hostile.conversation())
            let reply = hostile.text() + "\n![x](secret.txt)\n" + hostile.text()
            var writer = try ReplyWriter(replyingTo: history)
            let addition = writer.consume(reply) + (try writer.finish())
            let after = try ChatFile(parsing: history.source.bytes + addition)
            #expect(
                after.turns.flatMap(\.embeds) == history.turns.flatMap(\.embeds),
                "CHATMD_SEED=\(seed)"
            )
        }
    }

    // MARK: - Where they stand

    @Test func placesAreThoseOfTheExclamationMark() throws {
        let text =
            "\u{FEFF}+++\nmodel = \"echo\"\n+++\r\nq\r\n\r\n> é ![a\r\n> b](c) \\![d](e) ![f](g)\r"
        let bytes = Array(text.utf8)
        let embeds = try embeds(text)
        #expect(embeds.map(\.line) == [6, 7])
        #expect(embeds.map(\.column) == [6, 18])
        #expect(embeds.map(\.alternativeText) == ["a b", "f"])
        for embed in embeds { #expect(bytes[embed.offset...].starts(with: "![".utf8)) }
    }

    @Test func anEscapedRoleLineCountsItsBackslash() throws {
        let embed = try #require(try embeds("q\n\\# === USER (![x](y)) ===\n").first)
        #expect((embed.line, embed.column, embed.offset) == (2, 14, 15))
    }

    // MARK: - Much of it

    @Test(arguments: [
        "![[]()", "![[a]", "![[a](", "![a", "![[]()<?", "![[]()\n", "> ![[]()\n", "![`", "![a](<b",
        "![a](\"", "![[[]]()", "![a](b", "![*_", "![a][", "![<a b=\"",
    ])
    func hostileRepetitionIsLinear(unit: String) throws {
        // A quadratic search takes minutes over the larger one.
        let count = (1 << 20) / unit.utf8.count - 20
        let text = "[a]: /u\n\na " + String(repeating: unit, count: count)
        let file = try parse(text)
        #expect(file.turns.count == 1)
        #expect(file.turns[0].embeds.count <= count)
    }

    @Test func aParagraphThatIsTooMuchIsSaidToBeText() throws {
        let file = try parse(
            "![a](b)\n\n" + String(repeating: "![[]()", count: 170_000) + "\n\n![c](d)\n"
        )
        #expect(file.turns[0].embeds.map(\.destination) == ["b", "d"])
        #expect(file.diagnostics.map(\.line) == [3])
        #expect(file.diagnostics.map(\.severity) == [.warning])
    }

    @Test func aParagraphOfLinkedImagesIsSearched() throws {
        let badge = "[![build](https://example.org/badge.svg)](https://example.org/)\n"
        #expect(try embeds(String(repeating: badge, count: 5000)).count == 5000)
    }

    @Test func whatIsLargeAndHostileIsText() throws {
        let file = try parse(String(repeating: "![[]()", count: 200_000))
        #expect(file.turns[0].embeds.isEmpty)
        #expect(file.diagnostics.map(\.line) == [1])
    }

    @Test func aMessageOverTheLimitIsSaidToBeText() throws {
        let long = String(repeating: "long ", count: 210_000)
        let file = try parse("\(long)\n\n![a](b)\n\n# === USER ===\n![c](d)")
        #expect(file.turns.map { $0.embeds.map(\.destination) } == [[], ["d"]])
        #expect(file.diagnostics.map(\.line) == [1])
        #expect(try parse(long + long).diagnostics.isEmpty)
    }

    @Test(arguments: ["\n", "\n\n", " "])
    func tenThousandEmbedsAreFound(separator: String) throws {
        let text = (1...10_000).map { "![\($0)](f/\($0).png)" }.joined(separator: separator)
        let embeds = try embeds(text)
        #expect(embeds.count == 10_000)
        #expect(embeds.last?.destination == "f/10000.png")
    }

    // MARK: - Against cmark alone

    /// The marks and the mask change nothing: what is found is what cmark finds in the bare text.
    @Test func theImagesAreThoseOfTheBareText() throws {
        for seed in Seeds(cases: 3000) {
            var hostile = HostileImages(seed: seed)
            let text = Array(hostile.text().utf8)
            let found = ImageSearch(in: text).images
            let bare = MarkdownTree.images(in: text)
            #expect(
                found.map { [$0.destination, $0.description] }
                    == bare.map { [$0.destination, $0.description] },
                "CHATMD_SEED=\(seed) \(String(decoding: text, as: UTF8.self).debugDescription)"
            )
            let lines = text.split(separator: .lineFeed, omittingEmptySubsequences: false)
            var last = (0, 0)
            for image in found {
                #expect((image.line, image.column) > last, "CHATMD_SEED=\(seed)")
                last = (image.line, image.column)
                let rest = lines[image.line - 1].dropFirst(image.column - 1)
                #expect(
                    rest.starts(with: "![".utf8)
                        || String(decoding: text, as: UTF8.self).contains("<![CDATA["),
                    "CHATMD_SEED=\(seed) \(String(decoding: text, as: UTF8.self).debugDescription)"
                )
            }
        }
    }

    /// Each place is the right one: with a backslash there, cmark sees that image no more, and those
    /// before it as they were.
    @Test func thePlacesAreRight() throws {
        for seed in Seeds(cases: 800) {
            var hostile = HostileImages(seed: seed)
            let text = Array(hostile.text().utf8)
            let found = ImageSearch(in: text).images
            var starts = [0]
            for (offset, byte) in text.enumerated() where byte == .lineFeed {
                starts.append(offset + 1)
            }
            for (index, image) in found.enumerated() {
                var without = text
                without.insert(.backslash, at: starts[image.line - 1] + image.column - 1)
                let left = ImageSearch(in: without).images
                #expect(
                    Array(left.prefix(index)) == Array(found.prefix(index)), "CHATMD_SEED=\(seed)")
                let stays = left.dropFirst(index).contains {
                    $0.line == image.line && $0.column == image.column + 1
                }
                #expect(!stays, "CHATMD_SEED=\(seed)")
            }
        }
    }

    private func parse(_ text: String) throws -> ChatFile {
        try ChatFile(parsing: Array(text.utf8))
    }

    private func embeds(_ text: String) throws -> [Embed] {
        try parse(text).turns.flatMap(\.embeds)
    }
}

/// Texts full of brackets, code, tags and block structure; no reference definitions, whose images
/// cmark alone cannot tell from others.
private struct HostileImages {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func text() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...24, using: &generator) {
            text += generator.element(of: Self.pieces)
        }
        return text
    }

    private static let pieces = [
        "![", "![", "![", "[", "]", "](", "](y)", "](y)", "](y)", ")", "(", "!", "\\", "`", "``",
        "x", " ",
        "\n", "\n", "\n\n", "> ", "- ", "    ", "* ", "1. ", "<", ">", "<a b=\"", "\">", "<!--",
        "-->", "<?",
        "?>", "<![CDATA[", "]]>", "<div>", "```\n", "~~~\n", "# ", "\n===\n", "---\n", "*", "_",
        "**", "&amp;",
        "![a](b)", "![a](<b c> 't')", "![a ![b](c)](d)", "[a](b)", "é", "\u{10FFFD}",
        "\u{10FFFD}3\u{10FFFD}",
        "\"", "'", "](<", "](x \"", "\\!", "\\]", "\\[", "<http:", "\t", "<b", "![x](",
        String(repeating: "> ", count: 9),
    ]
}
