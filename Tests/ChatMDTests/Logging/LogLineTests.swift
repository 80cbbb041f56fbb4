import LLMCore
import Testing

@testable import chatmd

@Suite struct LogLineTests {
    private func line(_ message: String, _ fields: JSONObject) -> String {
        LogLine.text(
            LogEntry(level: .warn, message: message, fields: fields),
            at: Timestamp(milliseconds: 1_769_862_896_007), process: 4711)
    }

    private func value(_ text: String) -> String {
        String(line("m", ["a": .string(text)]).split(separator: " ", maxSplits: 4)[4].dropFirst(2))
    }

    @Test func anEntryIsTimeLevelProcessMessageAndFields() {
        #expect(
            line("retry", ["model": "grok-3", "attempt": 2, "cost_usd": 0.5, "cached": true])
                == "2026-01-31T12:34:56.007Z warn 4711 retry model=grok-3 attempt=2 cost_usd=0.5 "
                + "cached=true")
    }

    @Test(arguments: ["a", "a=b", "https://llm.example.org/v1?a=b", "Größe", "漢"])
    func aPlainWordStaysAsItIs(word: String) {
        #expect(value(word) == word)
    }

    /// Whatever has to be quoted is a JSON string, on one line, and reads back as it was.
    @Test(
        arguments: [
            ("", #""""#), ("a b", #""a b""#), ("\"", #""\"""#), ("\\", #""\\""#),
            ("a\nb\r\tc", #""a\nb\r\tc""#), ("\u{1B}[2J", #""\u001b[2J""#), ("\0", #""\u0000""#),
            ("\u{7F}\u{9B}", #""\u007f\u009b""#), ("\u{202E}x", #""\u202ex""#),
            ("\u{2028}", #""\u2028""#), ("\u{E0001}", #""\udb40\udc01""#),
        ])
    func whatIsNotPlainIsAJSONString(text: String, written: String) throws {
        #expect(value(text) == written)
        #expect(try JSONParser.parse(written).string == text)
    }

    @Test func aNameWithAnEqualsSignIsQuoted() {
        #expect(line("a=b", ["c=d": 1]).hasSuffix(#" "a=b" "c=d"=1"#))
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (4_102_444_800_010, "2100-01-01T00:00:00.010Z"),
        ])
    func timesAreInUTC(milliseconds: Int, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }
}
