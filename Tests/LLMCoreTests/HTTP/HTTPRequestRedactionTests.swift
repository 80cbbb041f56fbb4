import Testing

@testable import LLMCore

/// A request as it may be shown and kept.
@Suite struct HTTPRequestRedactionTests {
    private let key = "sk-Test-0123456789abcdef"

    private func request(
        url: String = "https://llm.example.org/v1/chat", headers: HTTPHeaders = [:],
        body: String = "{}"
    ) throws -> HTTPRequest {
        HTTPRequest(
            url: try HTTPURL(url), headers: headers,
            credential: .init(
                header: "Authorization", prefix: "Bearer ", secret: try Secret(key)),
            body: Array(body.utf8))
    }

    @Test func theKeysHeaderStandsAmongTheOthers() throws {
        let redacted = try request(headers: ["Accept": "*/*"]).redacted
        #expect(redacted.headers == ["Accept": "*/*", "Authorization": "Bearer [redacted]"])
        #expect(redacted.credential == nil)
    }

    @Test func headersThatAreSecretsByNameAreHidden() throws {
        let redacted = try request(headers: ["X-Gateway-Token": "ab", "X-Team": "docs"]).redacted
        #expect(redacted.headers["x-gateway-token"] == "[redacted]")
        #expect(redacted.headers["x-team"] == "docs")
    }

    @Test(arguments: [
        ("?key=ab&alt=sse", "?key=[redacted]&alt=sse"), ("?alt=sse", "?alt=sse"),
        ("?token=0123456789", "?token=[redacted]"), ("?key", "?key"), ("?", "?"),
        ("?a=b&&api_key==x&", "?a=b&&api_key=[redacted]&"),
    ])
    func queriesThatAreSecretsByNameAreHidden(query: String, shown: String) throws {
        let url = try request(url: "https://llm.example.org/v1\(query)").redacted.url
        #expect(url.description == "https://llm.example.org/v1\(shown)")
    }

    @Test func everySecretIsTakenOutOfTheRest() throws {
        let redacted = try request(
            url: "https://llm.example.org/\(key)/x?a=\(key)&token=gateway-token-1",
            headers: ["X-Note": "for \(key)", "X-Api-Key": "Basic header-key-1"],
            body: #"{"a":"\#(key.lowercased()) gateway-token-1 header-key-1"}"#
        ).redacted
        #expect(
            redacted.url.description
                == "https://llm.example.org/[redacted]/x?a=[redacted]&token=[redacted]")
        #expect(redacted.headers["x-note"] == "for [redacted]")
        #expect(
            String(decoding: redacted.body, as: UTF8.self)
                == #"{"a":"[redacted] [redacted] [redacted]"}"#)
    }
}
