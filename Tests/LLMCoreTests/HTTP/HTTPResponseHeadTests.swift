import Testing

@testable import LLMCore

@Suite struct HTTPResponseHeadTests {
    private func head(_ lines: String...) -> HTTPResponseHead? {
        var parser = HTTPResponseHeadParser()
        for line in lines {
            Array("\(line)\r\n".utf8).withUnsafeBytes { parser.consume(line: $0) }
        }
        return parser.head
    }

    @Test func statusAndFieldsAreRead() {
        let head = head("HTTP/1.1 429 Too Many Requests", "Retry-After: 7", "X: a:b ", "")
        #expect(head?.status == 429)
        #expect(head?.headers["retry-after"] == "7")
        #expect(head?.headers["x"] == "a:b")
    }

    @Test func anHTTP2StatusLineHasNoWords() {
        #expect(head("HTTP/2 200", "")?.status == 200)
    }

    @Test func thereIsNoHeadBeforeTheBlankLine() {
        #expect(head("HTTP/1.1 200 OK", "A: b") == nil)
    }

    @Test func interimAnswersArePassedOver() {
        let head = head("HTTP/1.1 103 Early Hints", "Link: x", "", "HTTP/1.1 200 OK", "A: b", "")
        #expect(head?.status == 200)
        #expect(head?.headers.fields.count == 1)
    }

    @Test func trailersChangeNothing() {
        #expect(head("HTTP/1.1 200 OK", "", "Retry-After: 7", "")?.headers.fields.isEmpty == true)
    }

    @Test func linesWithoutColonAreIgnored() {
        #expect(head("HTTP/1.1 200 OK", "nonsense", "")?.headers.fields.isEmpty == true)
    }

    @Test func aBrokenStatusIsNone() {
        #expect(head("HTTP/1.1 abc", "") == nil)
    }

    @Test(arguments: [
        ("text/event-stream", "text/event-stream"),
        ("Application/JSON; charset=utf-8", "application/json"), ("", ""),
        (" text/html ;x", "text/html"),
    ])
    func theMediaTypeIsWithoutParameters(_ value: String, _ type: String) {
        let head = HTTPResponseHead(status: 200, headers: ["Content-Type": value])
        #expect(head.mediaType == type)
    }

    @Test(arguments: [
        ("gzip", true), ("gzip, br", true), ("identity", false), ("Identity", false), ("", false),
    ])
    func anEncodingIsACompression(_ value: String, _ isCompressed: Bool) {
        let head = HTTPResponseHead(status: 200, headers: ["Content-Encoding": value])
        #expect(head.isCompressed == isCompressed)
    }

    // MARK: Retry-After

    private func retryAfter(_ fields: (String, String)...) -> Int? {
        var headers = HTTPHeaders()
        for (name, value) in fields { headers.append(name, value) }
        return HTTPResponseHead(status: 429, headers: headers).retryAfter
    }

    @Test(arguments: [("7", 7000), ("0", 0), ("1.5", 1500), ("0.0001", 1)])
    func secondsAreRead(_ value: String, _ milliseconds: Int) {
        #expect(retryAfter(("Retry-After", value)) == milliseconds)
    }

    @Test func millisecondsComeFirst() {
        #expect(retryAfter(("retry-after", "7"), ("retry-after-ms", "1234.5")) == 1235)
    }

    @Test func aDateIsMeasuredAgainstTheAnswersOwn() {
        let date = retryAfter(
            ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"))
        #expect(date == 30_000)
    }

    @Test func aDateThatHasPassedIsNow() {
        #expect(retryAfter(("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")) == 0)
    }

    @Test(arguments: ["", "soon", "-1", "nan", "inf", "1e300", "Sun, 06 Foo 1994 08:49:37 GMT"])
    func anythingElseIsNone(_ value: String) {
        #expect(retryAfter(("Retry-After", value)) == nil)
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
        ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
        ("Fri, 31 Dec 2027 12:00:00 GMT", 1_830_254_400),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ])
    func datesAreSecondsSince1970(_ text: String, _ seconds: Int) {
        #expect(HTTPDate(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "1994-11-06", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 99999 08:49:37 GMT",
    ])
    func whatIsNoDateIsNone(_ text: String) {
        #expect(HTTPDate(text) == nil)
    }
}
