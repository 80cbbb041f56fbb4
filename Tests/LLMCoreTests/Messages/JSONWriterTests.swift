import Testing

@testable import LLMCore

@Suite struct JSONWriterTests {
    private func text(_ value: JSONValue) -> String {
        String(decoding: JSONWriter.bytes(of: value), as: UTF8.self)
    }

    @Test func nothingIsWrittenBetweenTokens() {
        #expect(
            text(["a": [1, 2, .null], "b": ["c": true]]) == #"{"a":[1,2,null],"b":{"c":true}}"#)
    }

    @Test func membersAreWrittenInTheirOrder() {
        #expect(text(["z": 1, "a": 2]) == #"{"z":1,"a":2}"#)
    }

    @Test func everyC0CharacterIsEscaped() {
        for code in UInt8(0)..<0x20 {
            let string = String(Unicode.Scalar(code))
            let bytes = JSONWriter.bytes(of: .string(string))
            #expect(bytes.allSatisfy { $0 >= 0x20 }, "\(code)")
            #expect((try? JSONParser.parse(bytes)) == .string(string), "\(code)")
        }
    }

    @Test func shortEscapesAreUsedWhereThereAreAny() {
        #expect(text("\u{8}\t\n\u{C}\r\"\\\u{1}") == #""\b\t\n\f\r\"\\\u0001""#)
    }

    @Test func slashesAndTextBeyondASCIIStayAsTheyAre() {
        #expect(text("</a> é€😀\u{2028}\u{7F}") == "\"</a> é€😀\u{2028}\u{7F}\"")
    }

    @Test func memberNamesAreEscapedToo() {
        #expect(text(["a\"\n": 1]) == #"{"a\"\n":1}"#)
    }

    @Test func numbersKeepTheirSpelling() {
        #expect(text(.number("1.50e+03")) == "1.50e+03")
    }

    @Test(arguments: [(0.2, "0.2"), (1, "1.0"), (1e-9, "1e-09"), (-3.25, "-3.25")])
    func aDoubleIsWrittenSoThatItIsReadBack(_ number: Double, _ expected: String) throws {
        #expect(text(JSONValue(number)) == expected)
        #expect(try JSONParser.parse(expected).double == number)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func whatIsNoJSONNumberIsNull(_ number: Double) {
        #expect(text(JSONValue(number)) == "null")
    }

    @Test func aLoneSurrogateIsWrittenAsItsEscape() throws {
        let source = #""a\ud83db\n\ude00""#
        #expect(text(try JSONParser.parse(source)) == source)
    }
}

@Suite struct IndentedJSONTests {
    @Test func membersAndElementsHaveLinesOfTheirOwn() {
        let value: JSONValue = ["a": [1, ["b": "x\n"]], "c": [], "d": [:]]
        #expect(
            String(decoding: JSONWriter.indentedBytes(of: value), as: UTF8.self) == """
                {
                  "a": [
                    1,
                    {
                      "b": "x\\n"
                    }
                  ],
                  "c": [],
                  "d": {}
                }

                """
        )
    }

    @Test func itIsTheSameValue() throws {
        let value: JSONValue = [["a": [[], [1.5, true, "é"]]], "x"]
        #expect(try JSONParser.parse(JSONWriter.indentedBytes(of: value)) == value)
    }
}
