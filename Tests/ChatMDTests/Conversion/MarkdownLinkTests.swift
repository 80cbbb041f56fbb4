import Testing

@testable import chatmd

@Suite struct MarkdownLinkTests {
    @Test(arguments: [
        ("https://example.org/a.png?b=1&c=2#d", "https://example.org/a.png?b=1&c=2#d"),
        ("https://x/a b<c>`\n", "https://x/a%20b%3Cc%3E%60%0A"),
        ("https://x/(\\)", "https://x/\\(\\\\\\)"),
        ("https://x/?a&copy;&#65;&b", "https://x/?a&amp;copy;&amp;#65;&b"),
        ("https://x/é", "https://x/%C3%A9"),
    ])
    func aDestinationIsReadBackAsTheURL(url: String, destination: String) {
        #expect(MarkdownLink.destination(url) == destination)
    }

    @Test(arguments: [
        ("a.png", "a.png"), ("../ä b.png", "../ä%20b.png"), ("a%20b", "a%2520b"),
        ("a:b?c#L1", "a%3Ab%3Fc%23L1"), ("<a>(`)\\&amp;", "%3Ca%3E%28%60%29%5C%26amp;"),
    ])
    func aPathIsReadBackAsTheFile(path: String, destination: String) throws {
        #expect(MarkdownLink.destination(path: path) == destination)
        #expect(try EmbedDestination(destination) == .file(path: path, lines: nil))
    }

    @Test func aDescriptionHasNoMarkup() {
        #expect(MarkdownLink.description("a[1]*`<b>\\\n") == "a\\[1\\]\\*\\`\\<b>\\\\ ")
    }
}
