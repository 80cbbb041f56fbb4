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
}
