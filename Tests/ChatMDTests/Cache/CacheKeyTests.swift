import LLMCore
import Testing

@testable import chatmd

@Suite struct CacheKeyTests {
    private func request(
        url: String = "https://llm.example.org/v1", headers: HTTPHeaders = ["Accept": "a"],
        key: String = "sk-test-0123456789", body: String = #"{"a":1}"#
    ) throws -> HTTPRequest {
        HTTPRequest(
            url: try HTTPURL(url), headers: headers,
            credential: .init(header: "Authorization", prefix: "Bearer ", secret: try Secret(key)),
            body: Array(body.utf8))
    }

    /// Written down, since entries outlive the program.
    @Test(
        arguments: [
            ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
        ])
    func theHashIsTheSameEverywhere(text: String, hash: String) {
        var stable = StableHash()
        stable.add(Array(text.utf8))
        #expect(stable.text == hash)
    }

    @Test func equalRequestsHaveOneKey() throws {
        #expect(try CacheKey(request()) == CacheKey(request()))
    }

    @Test func whoAsksMakesNoDifference() throws {
        var other = try request(key: "sk-other-9876543210")
        other.headers.append("X-Gateway-Token", "gateway-secret")
        #expect(try CacheKey(request()) == CacheKey(other))
        let bytes = String(decoding: try #require(CacheKey(other)).bytes, as: UTF8.self)
        for word in ["Authorization", "Gateway", "User-Agent", "redacted"] {
            #expect(!bytes.contains(word))
        }
    }

    @Test func everythingElseMakesOne() throws {
        let key = try CacheKey(request())
        #expect(try CacheKey(request(body: #"{"a":2}"#))?.name != key?.name)
        #expect(try CacheKey(request(url: "https://llm.example.org/v2"))?.name != key?.name)
        // A header is no part of the name; the request is compared.
        let other = try CacheKey(request(headers: ["Accept": "b"]))
        #expect(other?.name == key?.name)
        #expect(other?.bytes != key?.bytes)
    }

    @Test func aRequestThatHoldsTheKeyHasNone() throws {
        #expect(try CacheKey(request(body: #"{"a":"sk-test-0123456789"}"#)) == nil)
    }
}
