import Testing

@testable import LLMCore

@Suite struct SecretTests {
    private let key = "sk-test-0123456789abcdef"

    private func secret() throws -> Secret { try Secret(key) }

    @Test func descriptionsHideIt() throws {
        let secret = try secret()
        #expect("\(secret)" == "[redacted]")
        #expect(String(reflecting: secret) == "[redacted]")
        #expect("\([secret])" == "[[redacted]]")
        #expect("\(Optional(secret) as Any)".contains("redacted"))
    }

    @Test func aDumpHidesIt() throws {
        var text = ""
        dump(try secret(), to: &text)
        #expect(!text.contains("0123"))
    }

    @Test func aMirrorHidesIt() throws {
        #expect(Mirror(reflecting: try secret()).children.isEmpty)
    }

    @Test func aRequestThatHoldsItHidesIt() throws {
        let request = try OpenAIChat().httpRequest(
            for: ChatRequest(model: "m", messages: []), to: BuiltInProviders.openAI,
            traits: ModelTraits(), key: secret())
        var text = ""
        dump(request, to: &text)
        #expect(!text.contains("0123"))
        #expect(!"\(request)".contains("0123"))
    }

    @Test(arguments: ["k-123456\n", "k-123456\r\n", "k-123456"])
    func oneTrailingNewlineIsStripped(_ text: String) throws {
        #expect(try Secret(text).value == "k-123456")
    }

    @Test(
        arguments: [
            "", "\n", "a\n\n", "a\nb", "a\tb", "a\0", "a\u{7F}", "\r\n", "a\r", "a\u{85}",
            "a\u{200B}", "\u{FEFF}a", "  ", " \n",
        ])
    func emptyKeysAndUnseenCharactersAreRefused(_ text: String) {
        let error = #expect(throws: LLMError.self) { try Secret(text) }
        #expect(error?.code == .authentication)
    }

    // MARK: Redaction

    @Test func everyOccurrenceIsReplaced() throws {
        #expect(
            try secret().redacted(in: "\(key), \(key)\(key)!")
                == "[redacted], [redacted][redacted]!")
    }

    @Test func theBeginningOfAKeyIsReplacedWhereItWasCut() throws {
        #expect(try secret().redacted(in: "key: \(key.prefix(15))…") == "key: [redacted]…")
    }

    @Test func aMaskedKeyAndItsUsualPrefixStay() throws {
        let text = "Incorrect API key: sk-test-****cdef"
        #expect(try secret().redacted(in: text) == text)
    }

    @Test func aShortKeyIsReplacedWhole() throws {
        #expect(
            try Secret("secret1").redacted(in: "my secret1, my secret")
                == "my [redacted], my secret")
    }

    @Test func wordsAreNotTornByAVeryShortKey() throws {
        #expect(try Secret("a").redacted(in: "a banana") == "a banana")
    }

    @Test func textWithoutItStaysAsItIs() throws {
        for text in ["", "é€😀", "sk-test-", "sk-test-0124"] {
            #expect(try secret().redacted(in: text) == text)
        }
    }

    @Test func capitalsMakeNoDifference() throws {
        #expect(try secret().redacted(in: "<\(key.uppercased())>") == "<[redacted]>")
    }

    @Test(
        arguments: [
            "a/b+c=\"d\\e", "a%2Fb%2Bc%3D%22d%5Ce", "a%2fb%2bc%3d%22d%5ce",
            #"a\/b+c=\"d\\e"#, #"a\u002fb\u002Bc\u003d\u0022d\u005Ce"#,
        ])
    func escapesMakeNoDifference(text: String) throws {
        #expect(try Secret("a/b+c=\"d\\e").redacted(in: "<\(text)>") == "<[redacted]>")
    }

    @Test(arguments: [" k-123456 ", "\"k-123456\"", "'k-123456'\n"])
    func whatServersStripMakesNoDifference(text: String) throws {
        #expect(try Secret(text).redacted(in: "<k-123456>") == "<[redacted]>")
    }

    /// Cut at every position, with whatever ends there: half an escape is no reason to fail.
    @Test func noCutTextMakesTrouble() throws {
        let secret = try Secret("a/b+c=\"d\\e")
        let text = Array(#"a%2fb a\u002f%2 a/b+c=\"d\\e%"#.utf8)
        for count in 0...text.count {
            let result = secret.redacted(in: Array(text[..<count]))
            #expect(result.count <= count + secret.description.utf8.count)
        }
    }
}
