import Testing

@testable import chatmd

@Suite struct EmbedDestinationTests {
    @Test(
        arguments: [
            ("a.png", "a.png", nil), ("a%20b.png", "a b.png", nil), ("%2e%2E/x", "../x", nil),
            ("a%23L10", "a#L10", nil), ("a#b.png", "a#b.png", nil), ("a#L10", "a", 10...10),
            ("a#L10-40", "a", 10...40), ("a#L10-L40", "a", 10...40), ("a#Lx", "a#Lx", nil),
            ("a%3Ab", "a:b", nil), ("./ab:c", "./ab:c", nil), ("c:x", "c:x", nil),
            ("%F0%9F%8E%89", "🎉", nil), ("#L1#L2-3", "#L1", 2...3), ("a?b", "a?b", nil),
        ] as [(String, String, ClosedRange<Int>?)])
    func aPathIsPercentDecodedAfterItsLinesAreCutOff(
        text: String, path: String, lines: ClosedRange<Int>?
    ) throws {
        #expect(try EmbedDestination(text) == .file(path: path, lines: lines))
    }

    @Test(arguments: [
        "", "a%00b", "a%", "a%2", "a%zz", "a%FF", "%C3", "%ED%A0%80", "a#L0", "a#L3-2", "a#L1-",
        "a#L1-x", "a#L10x", "a#L99999999999999999999", "a#L1--2", "#L1", "a#L1-2-3",
    ])
    func whatIsNoPathIsRefused(text: String) {
        #expect(throws: EmbedError.self) { try EmbedDestination(text) }
    }

    @Test(arguments: ["http://example.org/a.png", "HTTPS://example.org/%20#L1"])
    func webAddressesStayAsTheyAre(text: String) throws {
        #expect(try EmbedDestination(text) == .url(text))
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://example.org/a", "javascript:alert(1)", "FILE:x",
        "git+ssh://h/x",
        "http://exa mple.org/", "https://example.org/\u{7F}",
    ])
    func otherSchemesAndBlanksAreRefused(text: String) {
        #expect(throws: EmbedError.self) { try EmbedDestination(text) }
    }

    @Test(
        arguments: [
            ("data:,hi%20there", "hi there"), ("data:text/plain;base64,aGk=", "hi"),
            ("data:;base64,aGk", "hi"), ("DATA:text/plain;charset=utf-8,x", "x"), ("data:,", ""),
            ("data:;BASE64,aGkh", "hi!"), ("data:;base64,aGk%3D", "hi"), ("data:;base64,", ""),
            ("data:a,b,c", "b,c"),
        ])
    func dataIsDecoded(text: String, content: String) throws {
        #expect(try EmbedDestination(text) == .data(Array(content.utf8)))
    }

    @Test(arguments: [
        "data:", "data:text/plain", "data:;base64,a", "data:;base64,aG=k", "data:;base64,aGk==",
        "data:;base64,aG k", "data:;base64,a===", "data:,%", "data:;base64,____",
        "data:;base64,aGkh=",
    ])
    func brokenDataIsRefused(text: String) {
        #expect(throws: EmbedError.self) { try EmbedDestination(text) }
    }
}
