import Testing

@testable import LLMCore

@Suite struct HTTPURLTests {
    @Test(arguments: [
        "https://api.x.ai/v1", "http://localhost:11434/v1", "http://[::1]:80/", "https://a.example",
        "https://a.example/v1?api-version=2025-01-01",
    ])
    func whatIsReadIsWrittenBack(_ text: String) throws {
        #expect(try HTTPURL(text).description == text)
    }

    @Test func schemeAndHostAreLowered() throws {
        #expect(
            try HTTPURL("HTTPS://API.Example.ORG/V1").description == "https://api.example.org/V1")
    }

    @Test(arguments: [
        ("https://a.example/v1", "https://a.example/v1/chat/completions"),
        ("https://a.example/v1/", "https://a.example/v1/chat/completions"),
        ("https://a.example//", "https://a.example/chat/completions"),
        ("https://a.example", "https://a.example/chat/completions"),
        ("https://a.example/v1?k=1", "https://a.example/v1/chat/completions?k=1"),
    ])
    func aPathIsAddedWithOneSlash(_ base: String, _ url: String) throws {
        #expect(try HTTPURL(base).appending(path: "chat/completions").description == url)
    }

    @Test(arguments: [
        "", "localhost", "localhost:8080", "ftp://a", "https:/a", "https://", "https:///v1",
        "http://a b", "https://a:0/",
        "https://a:65536/", "https://a:+80/", "https://a:/", "https://a:8x/", "https://user@a/",
        "https://u:p@a/",
        "https://a/#x", "https://a\\b", "https://a/\n", "https://é.example", "https://[::1",
        "https://[::1]x/",
        "https://a]:1/", "file:///etc/passwd", "https://a/{b}", "https://a/\"",
    ])
    func everythingElseIsRefused(_ text: String) {
        let error = #expect(throws: LLMError.self) { try HTTPURL(text) }
        #expect(error?.code == .invalidConfig)
    }

    @Test func aRefusalQuotesTheURLVisibly() {
        let error = #expect(throws: LLMError.self) { try HTTPURL("https://a/\u{1B}[31m\u{202E}") }
        #expect(error?.message.contains(#"`https://a/\u{1b}[31m\u{202e}`"#) == true)
    }

    @Test(arguments: ["localhost", "LOCALHOST", "127.0.0.1", "127.255.0.9", "[::1]"])
    func loopbackIsRecognised(_ host: String) throws {
        #expect(try HTTPURL("http://\(host):1/").isLoopback)
    }

    @Test(arguments: [
        "127.0.0.1.example.org", "localhost.example.org", "127.1", "127.0.0.01", "128.0.0.1",
        "0x7f.0.0.1", "0177.0.0.1",
        "127.0.0.256", "127.0.0.", "example.org", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost.",
        "2130706433",
    ])
    func nothingElseIsLoopback(_ host: String) throws {
        #expect(try !HTTPURL("http://\(host)/").isLoopback)
    }

    @Test(arguments: [
        ("https://a.example/v1", "https://a.example/v1"),
        ("https://a.example/v1?key=S3cret", "https://a.example/v1"),
        ("https://user:S3cret@a.example/v1?key=S3cret", "https://…@a.example/v1"),
        ("https://user:S3/cret@a.example:80", "https://…@a.example:80"),
        ("https://S3cret@a.example", "https://…@a.example"),
        ("S3cret@a.example:80", "…@a.example:80"),
        ("user:S3cret@a.example", "…@a.example"),
        ("user:S3://cret@a.example", "…@a.example"),
        // It cannot be told which half of it is a query.
        ("https://user:S3?cret@a.example", "https://…"),
        ("https://user:S3#cret@a.example", "https://…"),
        ("https://a.example/v1?user=S3@cret", "https://…"),
        ("a.example:80", "a.example:80"), ("", ""),
    ])
    func whatMayBeASecretIsNotShown(_ url: String, _ shown: String) {
        #expect(HTTPURL.shown(url) == shown)
    }

    @Test(
        arguments: [
            ("https://llm.example.org/v1", nil), ("http://127.0.0.1:1/v1", nil),
            ("http://llm.example.org/v1", "llm.example.org would be asked without encryption"),
            ("", "no base URL for work"),
            ("llm.example.org", "`llm.example.org` is not a usable base URL"),
        ] as [(String, String?)])
    func aBaseURLThatNothingIsSentToIsKnownBefore(_ url: String, _ message: String?) {
        var provider = Provider(id: "work", baseURL: url)
        var problem: String?
        do throws(LLMError) { try provider.checkBaseURL() } catch { problem = error.message }
        #expect((problem == nil) == (message == nil))
        if let message { #expect(problem?.hasPrefix(message) == true) }
        guard url.hasPrefix("http:") else { return }
        provider.allowsPlainHTTP = true
        #expect(throws: Never.self) { try provider.checkBaseURL() }
    }
}
