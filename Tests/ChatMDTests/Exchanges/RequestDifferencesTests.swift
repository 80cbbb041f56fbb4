import LLMCore
import Testing

@testable import chatmd

@Suite struct RequestDifferencesTests {
    private func request(
        _ body: String?, url: String = "https://llm.example.org/v1", headers: String = "{}"
    ) throws -> RedactedRequest {
        let body = body.map { ",\"body\":\($0)" } ?? ""
        let json = try JSONParser.parse(
            "{\"method\":\"POST\",\"url\":\"\(url)\",\"headers\":\(headers)\(body)}")
        return try #require(RedactedRequest(json))
    }

    private func differences(_ recorded: String?, _ asked: String?) throws -> String? {
        RequestDifferences(from: try request(recorded), to: try request(asked)).text
    }

    @Test(
        arguments: [
            ("{}", "{}"), (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#), ("1.0", "1"),
            (#"{"a":"my key is [redacted], ok"}"#, #"{"a":"my key is sk-1, ok"}"#),
            (#"["[redacted] [redacted]"]"#, #"["a b c"]"#), (#""a[redacted]""#, #""a""#),
        ])
    func nothingDiffers(recorded: String, asked: String) throws {
        #expect(try differences(recorded, asked) == nil)
    }

    @Test(
        arguments: [
            (#"{"model":"a"}"#, #"{"model":"b"}"#, #"`model` is "b", not "a""#),
            (#"{"m":[{"c":"a"}]}"#, #"{"m":[{"c":1}]}"#, #"`m[0].c` is 1, not "a""#),
            (#"{"a":1}"#, "{}", "`a` is missing"), ("{}", #"{"a":1}"#, "`a` is new"),
            (#"{"a":[1]}"#, #"{"a":[1,2]}"#, "`a[1]` is new"),
            ("{}", "[]", "the body is [], not {}"),
            (#"{"a":"x[redacted]"}"#, #"{"a":"y"}"#, #"`a` is "y", not "x[redacted]""#),
            (
                #"{"a":1,"b":1,"c":1,"d":1,"e":1}"#, "{}",
                "`a` is missing; `b` is missing; `c` is missing; and 2 more"
            ),
        ])
    func whatDiffersIsNamed(recorded: String, asked: String, text: String) throws {
        #expect(try differences(recorded, asked) == text)
    }

    @Test func ofLongTextsThePlaceIsShown() throws {
        let before = String(repeating: "same ", count: 100)
        let text = try differences(
            "{\"a\":\"\(before)one\"}", "{\"a\":\"\(before)two\(before)\"}")
        let now = "…same same two\(before.prefix(27))…"
        #expect(text == "`a` is \(now), not …same same one\"")
    }

    @Test func methodAndAddressCount() throws {
        let (one, other) = (
            try request(nil, url: "https://a.example.org/?key=[redacted]&a=b"),
            try request(nil, url: "https://b.example.org/?key=[redacted]&a=b")
        )
        #expect(RequestDifferences(from: one, to: one).text == nil)
        #expect(RequestDifferences(from: one, to: other).text?.hasPrefix("the URL is ") == true)
    }

    @Test func headersCountSaveForKeysAndWhoAsks() throws {
        let one = try request(
            nil, headers: #"{"Accept":"a","Authorization":"x","User-Agent":"1","X-Api-Key":"y"}"#)
        let other = try request(nil, headers: #"{"accept":"b","user-agent":"2","X-Team":"z"}"#)
        #expect(
            RequestDifferences(from: one, to: other).text
                == #"the header `accept` is "b", not "a"; the header `x-team` is new"#)
    }

    @Test(
        arguments: [
            ("", "", true), ("", "a", false), ("[redacted]", "", true), ("[redacted]", "a", true),
            ("a[redacted]b", "ab", true), ("a[redacted]b", "a", false),
            ("a[redacted]a", "a", false), ("[redacted]x[redacted]y", "1x2y", true),
            ("[redacted]x[redacted]y", "1y2x", false), ("[redacted", "[redacted", true),
        ])
    func whatWasTakenOutStandsForAnything(pattern: String, text: String, matches: Bool) {
        #expect(RedactedPattern(pattern).matches(text) == matches)
    }
}
