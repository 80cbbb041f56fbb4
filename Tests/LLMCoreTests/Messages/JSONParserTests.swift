import TestSupport
import Testing

@testable import LLMCore

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(text) }

    private func offset(_ text: String) -> Int? {
        do throws(JSONError) {
            _ = try JSONParser.parse(text)
            return nil
        } catch {
            return error.offset
        }
    }

    // MARK: Values

    @Test(arguments: [
        ("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)),
        ("[]", .array([])),
        ("{}", .object(JSONObject())), ("\"\"", .string("")), ("0", .number("0")),
        (" \t\r\n1 \t\r\n", .number("1")),
    ])
    func aValueMayStandAlone(_ text: String, _ value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test func blanksMayStandBetweenTokens() throws {
        #expect(try parse("\n{ \"a\" :\t[ 1 ,\r\n2 ] , \"b\" : { } }") == ["a": [1, 2], "b": [:]])
    }

    @Test func membersKeepTheirOrder() throws {
        let object = try parse(#"{"z":1,"a":2,"m":3}"#).object
        #expect(object?.members.map(\.key) == ["z", "a", "m"])
    }

    @Test func theLastOfTwoEqualNamesIsFound() throws {
        #expect(try parse(#"{"a":1,"a":2}"#)["a"] == 2)
    }

    @Test func bothOfTwoEqualNamesAreKept() throws {
        #expect(try parse(#"{"a":1,"a":2}"#).object?.members.count == 2)
    }

    // MARK: Numbers

    @Test(arguments: [
        "-0", "0.10", "1e2", "1E+2", "1e-2", "123456789012345678901234567890",
        "1.7976931348623159e309",
        "-12.50e-03",
    ])
    func aNumberKeepsItsSpelling(_ text: String) throws {
        #expect(try parse(text) == .number(text))
    }

    @Test(arguments: [
        "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "1_000", "Infinity", "NaN", "-a",
    ])
    func whatJSONDoesNotCallANumberIsRefused(_ text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test(arguments: [("2", 2), ("2.0", 2), ("2e0", 2), ("-7", -7)])
    func anIntegerIsReadHoweverItIsWritten(_ text: String, _ number: Int) throws {
        #expect(try parse(text).int == number)
    }

    @Test(arguments: ["2.5", "1e400", "99999999999999999999", "\"2\""])
    func whatIsNoIntegerIsNone(_ text: String) throws {
        #expect(try parse(text).int == nil)
    }

    // MARK: Strings

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00""#, "😀"), (#""\uD83D\uDE00""#, "😀"), ("\"é€😀\"", "é€😀"),
        (#""a\u0000b""#, "a\0b"), ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
    ])
    func everyEscapeIsRead(_ text: String, _ string: String) throws {
        #expect(try parse(text) == .string(string))
    }

    @Test(arguments: [
        #""\x""#, #""\u12""#, #""\u12g4""#, #""\"#, "\"\n\"", "\"\u{1}\"", "\"a", "\"", #""\u"#,
        "'a'",
    ])
    func aBrokenStringIsRefused(_ text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test(arguments: [
        #""\ud83d""#, #""\ude00""#, #""\ude00\ud83d""#, #""\ud83d\ud83d""#, #""\ud83dA""#,
    ])
    func aLoneSurrogateIsKeptAsOne(_ text: String) throws {
        guard case .unpairedString = try parse(text) else {
            Issue.record("read as a whole string")
            return
        }
    }

    @Test func aLoneSurrogateReadsAsReplacementCharacter() throws {
        #expect(try parse(#""a\ud83db""#).string == "a\u{FFFD}b")
    }

    @Test func aHighSurrogateBeforeAPairStaysAlone() throws {
        #expect(try parse(#""\ud83d\ud83d\ude00""#).string == "\u{FFFD}😀")
    }

    @Test func bytesThatAreNotUTF8ReadAsReplacementCharacters() throws {
        let value = try JSONParser.parse([0x22, 0x61, 0xFF, 0xC3, 0x22])
        #expect(value == "a\u{FFFD}\u{FFFD}")
    }

    // MARK: Errors

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "[1,]", "[,1]", "[1 2]", "[1", "{", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "{,}", "1 2", "[]]", "//", "{\"a\":1}x", "\u{FEFF}1",
    ])
    func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test(arguments: [("[1,x]", 3), ("{\"a\":1}x", 7), ("", 0), (#"{"é":}"#, 6)])
    func anErrorSaysAtWhichByte(_ text: String, _ position: Int) {
        #expect(offset(text) == position)
    }

    // MARK: Depth

    @Test func nestingIsReadToTheLimit() throws {
        let depth = JSONParser.maximumDepth
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(try parse(text).array != nil)
    }

    @Test(arguments: ["[", #"{"a":"#, "[{\"a\":"])
    func deeperNestingIsRefusedHoweverDeep(_ opening: String) {
        #expect(throws: JSONError.self) {
            try parse(String(repeating: opening, count: JSONParser.maximumDepth + 1))
        }
        #expect(throws: JSONError.self) { try parse(String(repeating: opening, count: 1_000_000)) }
    }

    // MARK: Hostile input

    private static let sample = """
        {"id":"gen-1","n":-1.5e3,"list":[true,false,null,{}],"text":"a\\u00e9\\ud83d\\ude00\\n€",
        "choices":[{"index":0,"delta":{"content":" x"},"finish_reason":null}]}
        """

    @Test func everyCutOfADocumentIsRefused() {
        let bytes = Array(Self.sample.utf8)
        for end in 0..<bytes.count {
            #expect(throws: JSONError.self, "\(end)") { try JSONParser.parse(Array(bytes[..<end])) }
        }
    }

    @Test func everyEndOfADocumentParsesOrThrows() {
        let bytes = Array(Self.sample.utf8)
        for start in 0..<bytes.count { _ = try? JSONParser.parse(Array(bytes[start...])) }
    }

    @Test func whatIsParsedFromChangedBytesCanBeWrittenAndParsedAgain() throws {
        var random = SeededGenerator()
        let sample = Array(Self.sample.utf8)
        for _ in 0..<5000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(sample.randomElement(using: &random)!, at: index)
                }
            }
            guard let value = try? JSONParser.parse(bytes) else { continue }
            #expect(try JSONParser.parse(JSONWriter.bytes(of: value)) == value, "\(random)")
        }
    }

    @Test func randomBytesNeverCrash() {
        var random = SeededGenerator()
        let letters = Array(#"{}[]",:\u0d8eEtrfalsn-+.1 "#.utf8)
        for _ in 0..<5000 {
            let count = Int.random(in: 0..<40, using: &random)
            _ = try? JSONParser.parse(
                (0..<count).map { _ in letters.randomElement(using: &random)! })
        }
    }

    // MARK: Size

    @Test func soManyValuesAreReadAndNoMore() throws {
        let text = Array("[1,[2,{}],3]".utf8)
        #expect(try JSONParser.parse(text, atMost: 6).array?.count == 3)
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(text, atMost: 5) }
        #expect(error == JSONError(offset: 10, message: "more values than are read"))
    }

    @Test func aStrangersNumbersDoNotFillTheMemory() {
        let count = JSONParser.maximumValues
        let text = Array(("[" + String(repeating: "0,", count: count) + "0]").utf8)
        #expect(throws: JSONError.self) { try JSONParser.parse(text) }
    }
}
