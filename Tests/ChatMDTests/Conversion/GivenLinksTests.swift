import Testing

@testable import chatmd

@Suite struct GivenLinksTests {
    @Test(arguments: [
        ("/a/b/c.png", "/a/b", "c.png"), ("/a/b/c/d.png", "/a/b", "c/d.png"),
        ("/a/c.png", "/a/b", "../c.png"), ("/a/x/c.png", "/a/b/d", "../../x/c.png"),
        ("/mnt/c.png", "/a/b", "/mnt/c.png"), ("/c.png", "/", "c.png"),
    ])
    func aPathIsRelativeToTheConversation(path: String, folder: String, relative: String) {
        #expect(GivenLinks.relative(path, to: folder) == relative)
    }

    @Test(arguments: [
        ("https://a", true), ("HTTP://a", true), ("https:", true), ("http", false),
        ("httpx://a", true), ("./https://a", false), ("a.png", false), ("a:b.png", false),
        ("ftp://a/b", true), ("data:,x", true), ("data", false), ("a/b://c", false),
    ])
    func anAddressBeginsWithItsScheme(text: String, isAddress: Bool) {
        #expect(GivenAttachment.isAddress(text) == isAddress)
    }
}
