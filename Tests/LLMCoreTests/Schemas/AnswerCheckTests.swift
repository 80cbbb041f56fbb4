import LLMCore
import Testing

@Suite struct AnswerCheckTests {
    private let check: AnswerCheck

    init() throws {
        let schema: JSONValue = ["properties": ["age": ["type": "integer"]], "required": ["age"]]
        check = try #require(AnswerCheck(.schema(schema, name: "answer")))
    }

    @Test(arguments: [
        #"{"age": 3}"#, #"  {"age": 3}  "#, "```json\n{\"age\": 3}\n```", "```\n{\"age\": 3}",
        "Here it is:\n\n~~~~ json\n{\"age\": 3}\n~~~~\n\nAnything else?",
        "\u{9}```JSON\r\n{\"age\": 3}\r\n```\r\n",
    ])
    func theJSONIsTakenOutOfWhatStandsAroundIt(text: String) {
        #expect(check.result(of: text) == .json(#"{"age": 3}"#))
    }

    @Test func theJSONStaysAsTheModelWroteIt() {
        let text = "{\n  \"age\": 3.0,\n  \"b\": \"```\"\n}"
        #expect(check.result(of: "\n" + text) == .json(text))
    }

    @Test(arguments: [
        ("", "it is empty"), (" \n", "it is empty"),
        ("Sure: 3", #"it is not JSON: not a JSON value, at "Sure: 3""#),
        (#"{"age": 3"#, "it is not JSON: expected , or } in an object, at its end"),
        (#"{"age": 3} and"#, #"it is not JSON: more text after the JSON value, at "and""#),
        ("```json\n{\"age\" 3}\n```", #"it is not JSON: expected : after a member name, at "3}""#),
        (
            "```\n1\n```\n```\n2\n```",
            #"it is not JSON: not a JSON value, at "```\n1\n```\n```\n2\n```""#
        ),
        (#"{"age": "x"}"#, #"/age: must be an integer, not "x""#),
        ("{}", "`age` is missing"),
    ])
    func whatDoesNotFitIsToldInWords(text: String, problem: String) {
        #expect(check.result(of: text) == .problems([problem]))
    }

    @Test func jsonAloneIsAnObject() throws {
        let check = try #require(AnswerCheck(.json))
        #expect(check.result(of: "{}") == .json("{}"))
        #expect(check.result(of: "[]") == .problems(["must be an object, not an array"]))
    }

    @Test(arguments: [nil, ResponseFormat.text])
    func anyTextIsText(format: ResponseFormat?) {
        #expect(AnswerCheck(format) == nil)
    }

    @Test func aCorrectionShowsTheAnswerAndWhatIsWrong() {
        let messages = check.correction(of: "{}", ["`age` is missing"])
        #expect(messages.map(\.role) == [.assistant, .user])
        #expect(messages[0].text == "{}")
        #expect(messages[1].text.contains("- `age` is missing\n"))
    }

    @Test func anEmptyAnswerIsNotRepeated() {
        #expect(check.correction(of: " \n", ["it is empty"]).map(\.role) == [.user])
    }
}
