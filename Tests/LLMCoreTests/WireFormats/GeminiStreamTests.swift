import Testing

@testable import LLMCore

@Suite struct GeminiStreamTests {
    /// What comes of these chunks, and of the connection's end after them.
    private func read(_ chunks: String...) -> ([StreamEvent], LLMError?) {
        var decoder = GeminiStream()
        var found: [StreamEvent] = []
        do throws(LLMError) {
            for data in chunks {
                try decoder.decode(ServerSentEvent(data: Array(data.utf8)), into: &found)
            }
            try decoder.finish(into: &found)
        } catch {
            return (found, error)
        }
        return (found, nil)
    }

    private func read(whole text: String) -> ([StreamEvent], LLMError?) {
        var decoder = GeminiStream()
        var found: [StreamEvent] = []
        do throws(LLMError) {
            try decoder.decode(whole: Array(text.utf8), into: &found)
        } catch {
            return (found, error)
        }
        return (found, nil)
    }

    private func chunk(_ parts: String = "", end: String? = nil, _ rest: String = "") -> String {
        let reason = end.map { #","finishReason":"\#($0)""# } ?? ""
        return #"{"candidates":[{"content":{"parts":[\#(parts)]}\#(reason),"index":0}]\#(rest)}"#
    }

    private let hi = #"{"text":"Hi"}"#
    private let call = #"{"functionCall":{"name":"f","args":{"x": 1.50}}}"#

    // MARK: Endings

    @Test(arguments: [
        ("STOP", FinishReason.stop), ("MAX_TOKENS", .length), ("SAFETY", .contentFilter),
        ("RECITATION", .contentFilter), ("BLOCKLIST", .contentFilter),
        ("PROHIBITED_CONTENT", .contentFilter), ("SPII", .contentFilter),
        ("LANGUAGE", .contentFilter), ("MODEL_ARMOR", .contentFilter), ("A_NEW_ONE", .stop),
    ])
    func everyFinishReasonHasItsMeaning(_ reason: String, _ finish: FinishReason) {
        let (events, error) = read(chunk(hi, end: reason))
        #expect(events == [.text("Hi"), .finish(finish)])
        #expect(error == nil)
    }

    @Test(arguments: [
        ("MALFORMED_FUNCTION_CALL", LLMError.Code.server), ("UNEXPECTED_TOOL_CALL", .server),
        ("TOO_MANY_TOOL_CALLS", .server), ("MALFORMED_RESPONSE", .server), ("OTHER", .server),
        ("MISSING_THOUGHT_SIGNATURE", .invalidRequest),
    ])
    func somethingThatWentWrongIsAnErrorInWords(_ reason: String, _ code: LLMError.Code) {
        let (events, error) = read(chunk(hi), chunk(end: reason))
        #expect(events == [.text("Hi")])
        #expect(error == LLMError(code, "the provider broke the reply off: \(reason)"))
    }

    @Test func theProvidersWordsForItAreAdded() {
        let data =
            #"{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"bad: f("}]}"#
        #expect(
            read(data).1?.message
                == "the provider broke the reply off (MALFORMED_FUNCTION_CALL): bad: f(")
    }

    @Test func aNewReasonWithoutAnAnswerIsAnError() {
        #expect(read(chunk(end: "A_NEW_ONE")).1?.code == .server)
    }

    @Test func callsDecideUnlessTheReplyWasCut() {
        #expect(read(chunk(call, end: "STOP")).0.last == .finish(.toolCalls))
        #expect(read(chunk(call, end: "MAX_TOKENS")).0.last == .finish(.length))
    }

    @Test func textAfterTheFirstFinishReasonCounts() {
        let (events, _) = read(
            chunk(hi, end: "STOP"), chunk(#"{"text":"!"}"#), chunk(end: "MAX_TOKENS"))
        #expect(events == [.text("Hi"), .text("!"), .finish(.length)])
    }

    @Test func aStreamThatBreaksOffSaysSoAfterWhatCame() {
        let (events, error) = read(chunk(hi, #","usageMetadata":{"promptTokenCount":3}"#))
        #expect(events == [.text("Hi"), .usage(Usage(inputTokens: 3, outputTokens: 0))])
        #expect(error?.code == .network)
    }

    @Test func aBlockedPromptIsAnErrorWithItsReason() {
        let (events, error) = read(
            #"{"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"Too hot"}}"#)
        #expect(events == [])
        #expect(error == LLMError(.contentFilter, "the prompt was blocked (SAFETY): Too hot"))
    }

    // MARK: Parts

    @Test func thoughtsAreReasoning() {
        let (events, _) = read(chunk(#"{"text":"Hm","thought":true},\#(hi)"#, end: "STOP"))
        #expect(events == [.reasoning("Hm"), .text("Hi"), .finish(.stop)])
    }

    @Test func halvesOfACharacterAreJoined() {
        let (events, _) = read(
            chunk(#"{"text":"a\ud83d"}"#), chunk(#"{"text":"\ude00b"}"#), chunk(end: "STOP"))
        #expect(events.compactMap(\.text).joined() == "a😀b")
    }

    @Test func signaturesGoWithTheirCallOrStandAlone() {
        let (events, _) = read(
            chunk(#"{"functionCall":{"name":"f"},"thoughtSignature":"c2ln"},\#(call)"#),
            chunk(#"{"text":"Hi","thoughtSignature":"bW9y"}"#, end: "STOP"))
        let block = ProviderBlock(
            wireFormat: .gemini, value: ["text": "", "thoughtSignature": "bW9y"])
        #expect(
            events == [
                .toolCall(ToolCall(id: "call_1", name: "f", arguments: "{}", signature: "c2ln")),
                .toolCall(ToolCall(id: "call_2", name: "f", arguments: #"{"x":1.50}"#)),
                .text("Hi"), .block(block), .finish(.toolCalls),
            ])
    }

    @Test func whatTheServersOwnToolsDidIsPassedOver() {
        let (events, _) = read(
            chunk(
                #"{"executableCode":{"code":"1"}},{"inlineData":{"data":""}},\#(hi)"#, end: "STOP"))
        #expect(events == [.text("Hi"), .finish(.stop)])
    }

    @Test func onlyTheFirstCandidateIsTheReply() {
        let second = #"{"candidates":[{"index":1,"content":{"parts":[{"text":"no"}]}}]}"#
        #expect(read(chunk(hi), second, chunk(end: "STOP")).0 == [.text("Hi"), .finish(.stop)])
    }

    @Test(arguments: [
        "{}", "[]", "null", #"{"candidates":[]}"#, #"{"candidates":[{}]}"#,
        #"{"candidates":[{"content":{}}]}"#, #"{"candidates":[{"content":{"parts":[{}]}}]}"#,
        #"{"usageMetadata":{}}"#, #"{"error":null}"#,
    ])
    func whatSaysNothingChangesNothing(_ data: String) {
        #expect(read(data, chunk(hi, end: "STOP")).0 == [.text("Hi"), .finish(.stop)])
    }

    // MARK: Usage

    @Test func theLastUsageCountsAndIsAddedUp() {
        let first = #","usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":1}"#
        let last =
            #","usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"thoughtsTokenCount":7,"toolUsePromptTokenCount":11,"cachedContentTokenCount":3,"totalTokenCount":25}"#
        #expect(
            read(chunk(hi, first), chunk(end: "STOP", last)).0.dropFirst().first
                == .usage(
                    Usage(
                        inputTokens: 16, outputTokens: 9, cachedInputTokens: 3, reasoningTokens: 7))
        )
    }

    // MARK: Errors

    @Test func anErrorInTheStreamComesAfterTheText() {
        let fault =
            #"{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"#
        let (events, error) = read(chunk(hi), fault)
        #expect(events == [.text("Hi")])
        #expect(error == LLMError(.overloaded, "The model is overloaded.", status: 200))
        #expect(read("[\(fault)]").1?.code == .overloaded)
    }

    @Test func whatIsNotJSONIsAnErrorOfTheProtocol() {
        #expect(read("{oops").1?.code == .protocol)
    }

    // MARK: Answers in one piece

    @Test func anArrayOfChunksIsAStreamInOnePiece() {
        let (events, error) = read(
            whole: "[\(chunk(hi)),\n\(chunk(#"{"text":"!"}"#, end: "STOP"))]")
        #expect(events == [.text("Hi"), .text("!"), .finish(.stop)])
        #expect(error == nil)
    }

    @Test func anAnswerInOnePieceMayEndWithoutReason() {
        #expect(read(whole: chunk(hi)).0 == [.text("Hi"), .finish(.stop)])
    }

    @Test func anErrorAtTheArraysEndComesAfterTheText() {
        let (events, error) = read(whole: #"[\#(chunk(hi)),{"error":{"code":500,"message":"No"}}]"#)
        #expect(events == [.text("Hi")])
        #expect(error?.code == .server)
    }

    @Test(arguments: ["{}", "[]", #"{"content":[]}"#, "{"])
    func whatIsNoContentIsAnErrorOfTheProtocol(_ text: String) {
        #expect(read(whole: text).1?.code == .protocol)
    }
}
