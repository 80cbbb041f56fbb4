import Testing

@testable import LLMCore

@Suite struct OpenAIChatStreamTests {
    /// What a reader of the reply gets.
    private struct Outcome: Equatable {
        var events: [StreamEvent] = []
        var error: LLMError?
        var model = ""
        var responseID: String?
    }

    private func read(_ pieces: [[UInt8]], _ type: String = "text/event-stream") -> Outcome {
        let head = HTTPResponseHead(status: 200, headers: ["Content-Type": type])
        var reply = NetworkReply(
            ScriptedExchange(head: head, pieces: pieces), head: head,
            from: try! HTTPURL("https://llm.example.org/v1"), decoder: OpenAIChatStream())
        var outcome = Outcome()
        do throws(LLMError) {
            while try reply.read(into: &outcome.events) {}
        } catch {
            outcome.error = error
        }
        outcome.model = reply.model ?? "asked"
        outcome.responseID = reply.responseID
        return outcome
    }

    /// The same outcome whole, byte by byte and cut in two at every position.
    private func read(_ body: String, _ type: String = "text/event-stream") -> Outcome {
        let bytes = Array(body.utf8)
        let whole = read([bytes], type)
        #expect(read(bytes.map { [$0] }, type) == whole)
        for cut in bytes.indices {
            #expect(read([Array(bytes[..<cut]), Array(bytes[cut...])], type) == whole, "\(cut)")
        }
        return whole
    }

    private func events(_ chunks: String..., end: String = "data: [DONE]\n\n") -> Outcome {
        read(chunks.map { "data: \($0)\n\n" }.joined() + end)
    }

    private func delta(_ fields: String, reason: String = "null") -> String {
        #"{"choices":[{"index":0,"delta":{\#(fields)},"finish_reason":\#(reason)}]}"#
    }

    private let stop = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#

    // MARK: Text

    @Test func textPassesInItsPieces() {
        let outcome = events(delta(#""content":"Hel""#), delta(#""content":"lo""#), stop)
        #expect(outcome.events == [.text("Hel"), .text("lo"), .finish(.stop)])
        #expect(outcome.error == nil)
    }

    @Test(arguments: [
        #"{"choices":[]}"#, "{}", #"{"choices":null}"#, #"{"choices":[{"index":0}]}"#,
        #"{"choices":[{"index":0,"delta":null}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":null}}]}"#,
        #"{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#, "null", "1", "[]",
        "\"x\"",
        #"{"error":null,"choices":[{"index":0,"delta":{"refusal":null,"tool_calls":null}}]}"#,
    ])
    func aChunkWithoutTextGivesNothing(_ chunk: String) {
        #expect(events(chunk, stop).events == [.finish(.stop)])
    }

    @Test func unknownKeysAreIgnored() {
        let chunk =
            #"{"x":{"y":[1]},"obfuscation":"abc","choices":[{"index":0,"logprobs":{},"z":1,"#
            + #""delta":{"content":"a","annotations":[],"audio":{"data":""}}}],"service_tier":"x"}"#
        #expect(events(chunk, stop).events == [.text("a"), .finish(.stop)])
    }

    @Test func onlyTheFirstChoiceIsRead() {
        let outcome = events(
            #"{"choices":[{"index":1,"delta":{"content":"no"},"finish_reason":"length"},"#
                + #"{"index":0,"delta":{"content":"yes"}}]}"#, stop)
        #expect(outcome.events == [.text("yes"), .finish(.stop)])
    }

    @Test func aChoiceWithoutIndexIsTheFirst() {
        #expect(
            events(#"{"choices":[{"delta":{"content":"a"}}]}"#, stop).events == [
                .text("a"), .finish(.stop),
            ])
    }

    @Test func aRefusalIsToldFromText() {
        #expect(
            events(delta(#""refusal":"I cannot""#), stop).events == [
                .refusal("I cannot"), .finish(.stop),
            ])
    }

    @Test func contentMayBeAnArrayOfParts() {
        let outcome = events(
            delta(#""content":[{"type":"text","text":"a"},{"text":"b"},"c",{"type":"x"}]"#), stop)
        #expect(outcome.events == [.text("a"), .text("b"), .text("c"), .finish(.stop)])
    }

    @Test func nulBecomesAReplacementCharacter() {
        #expect(events(delta(#""content":"a\u0000b""#), stop).events.first == .text("a\u{FFFD}b"))
    }

    @Test func aSurrogatePairCutInTwoIsJoined() {
        let outcome = events(delta(#""content":"a\ud83d""#), delta(#""content":"\ude00b""#), stop)
        #expect(outcome.events == [.text("a"), .text("😀b"), .finish(.stop)])
    }

    @Test func halfAPairAtTheEndIsReplaced() {
        let outcome = events(delta(#""content":"a\ud83d""#), stop)
        #expect(outcome.events == [.text("a"), .text("\u{FFFD}"), .finish(.stop)])
    }

    @Test func textAndReasoningHaveSurrogatesOfTheirOwn() {
        let outcome = events(
            delta(#""content":"\ud83d","reasoning":"\ud83d""#), delta(#""reasoning":"\ude01""#),
            delta(#""content":"\ude00""#), stop)
        #expect(outcome.events == [.reasoning("😁"), .text("😀"), .finish(.stop)])
    }

    // MARK: Reasoning

    @Test(arguments: [
        #""reasoning_content":"hm""#, #""reasoning":"hm""#,
        #""reasoning_content":"hm","reasoning":"hm""#,
        #""reasoning_content":null,"reasoning":"hm","content":"""#,
        #""content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]"#,
        #""content":[{"type":"thinking","thinking":"hm"}]"#,
    ])
    func reasoningIsReadInEverySpelling(_ fields: String) {
        #expect(events(delta(fields), stop).events == [.reasoning("hm"), .finish(.stop)])
    }

    // MARK: Usage

    private let seven = StreamEvent.usage(Usage(inputTokens: 7, outputTokens: 2))

    @Test(arguments: [
        #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}"#,
        #"{"choices":[],"x_groq":{"id":"r","usage":{"prompt_tokens":7,"completion_tokens":2}}}"#,
        #"{"choices":[{"index":0,"delta":{},"usage":{"prompt_tokens":7,"completion_tokens":2}}]}"#,
        #"{"choices":[],"usage":{"prompt_tokens":7.0,"completion_tokens":2,"total_tokens":9}}"#,
    ])
    func usageIsReadWhereverItIs(_ chunk: String) {
        #expect(events(stop, chunk).events == [seven, .finish(.stop)])
    }

    @Test func usageThatComesTwiceIsGivenOnceAndLast() {
        let first = #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":1}}"#
        let last = #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}"#
        let outcome = events(first, delta(#""content":"a""#), last, stop)
        #expect(outcome.events == [.text("a"), seven, .finish(.stop)])
    }

    @Test func nullUsageAfterwardsChangesNothing() {
        let chunk = #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}"#
        #expect(
            events(chunk, #"{"choices":[],"usage":null}"#, stop).events == [seven, .finish(.stop)])
    }

    @Test func reasoningThatIsNotCountedInIsAdded() {
        let usage =
            #""prompt_tokens":7,"completion_tokens":2,"total_tokens":14,"#
            + #""completion_tokens_details":{"reasoning_tokens":5},"#
            + #""prompt_tokens_details":{"cached_tokens":3}"#
        #expect(
            events(#"{"choices":[],"usage":{\#(usage)}}"#, stop).events.first
                == .usage(
                    Usage(inputTokens: 7, outputTokens: 7, cachedInputTokens: 3, reasoningTokens: 5)
                ))
    }

    @Test func reasoningThatIsCountedInIsNotAdded() {
        let usage =
            #""prompt_tokens":7,"completion_tokens":7,"total_tokens":14,"#
            + #""completion_tokens_details":{"reasoning_tokens":5}"#
        #expect(
            events(#"{"choices":[],"usage":{\#(usage)}}"#, stop).events.first
                == .usage(Usage(inputTokens: 7, outputTokens: 7, reasoningTokens: 5)))
    }

    @Test(arguments: [
        "9223372036854775807", "-9223372036854775808", "1e300", "-1", "1.5", "\"7\"", "null", "[]",
    ])
    func strangeNumbersNeverTrap(_ number: String) {
        let usage =
            #""prompt_tokens":\#(number),"completion_tokens":\#(number),"total_tokens":\#(number),"#
            + #""completion_tokens_details":{"reasoning_tokens":\#(number)}"#
        #expect(events(#"{"choices":[],"usage":{\#(usage)}}"#, stop).events.last == .finish(.stop))
    }

    // MARK: Finish

    @Test(arguments: [
        ("stop", FinishReason.stop), ("length", .length), ("max_tokens", .length),
        ("tool_calls", .toolCalls),
        ("function_call", .toolCalls), ("content_filter", .contentFilter), ("end_turn", .stop),
        ("whatever", .stop),
    ])
    func everyReasonHasItsMeaning(_ word: String, _ reason: FinishReason) {
        #expect(events(delta("", reason: "\"\(word)\"")).events == [.finish(reason)])
    }

    @Test func aRepeatedReasonFinishesOnce() {
        #expect(
            events(stop, stop, delta(#""content":"""#, reason: #""stop""#)).events == [
                .finish(.stop)
            ])
    }

    @Test func textAfterTheReasonIsKept() {
        #expect(events(stop, delta(#""content":"a""#)).events == [.text("a"), .finish(.stop)])
    }

    @Test func doneWithoutReasonIsAStop() {
        #expect(events(delta(#""content":"a""#)).events == [.text("a"), .finish(.stop)])
    }

    @Test func doneWithoutReasonAfterToolCallsIsOne() {
        let call = delta(#""tool_calls":[{"index":0,"function":{"name":"f"}}]"#)
        #expect(
            events(call).events == [
                .toolCall(ToolCall(id: "call_1", name: "f", arguments: "{}")), .finish(.toolCalls),
            ])
    }

    @Test func whatComesAfterDoneIsIgnored() {
        #expect(read("data: [DONE]\n\ndata: nonsense\n\n").events == [.finish(.stop)])
    }

    @Test func theEndWithoutDoneIsEnoughAfterAReason() {
        let outcome = events(delta(#""content":"a""#), stop, end: "")
        #expect(outcome.events == [.text("a"), .finish(.stop)])
        #expect(outcome.error == nil)
    }

    @Test func theEndWithNeitherReasonNorDoneIsACut() {
        let outcome = events(delta(#""content":"a""#), end: "")
        #expect(outcome.events == [.text("a")])
        #expect(outcome.error?.code == .network)
    }

    @Test func aCutInsideAChunkIsACutAndNoBrokenJSON() {
        let outcome = events(delta(#""content":"a""#), end: #"data: {"choices":[{"index":0,"de"#)
        #expect(outcome.events == [.text("a")])
        #expect(outcome.error?.code == .network)
    }

    @Test func aLastChunkWithoutItsBlankLineCounts() {
        #expect(events(end: "data: \(stop)\n").events == [.finish(.stop)])
        #expect(events(end: "data: [DONE]").events == [.finish(.stop)])
    }

    @Test(arguments: ["insufficient_system_resource", "aborted"])
    func aReplyBrokenOffForLackOfResourcesIsOverloaded(_ reason: String) {
        let outcome = events(delta(#""content":"a""#), delta("", reason: "\"\(reason)\""))
        #expect(outcome.events == [.text("a")])
        #expect(outcome.error?.code == .overloaded)
    }

    // MARK: Model and id

    @Test func modelAndIdAreTheProvidersOwn() {
        let outcome = events(#"{"id":"r-1","model":"grok-3-latest","choices":[]}"#, stop)
        #expect(outcome.model == "grok-3-latest")
        #expect(outcome.responseID == "r-1")
    }

    @Test func emptyModelAndIdSayNothing() {
        let outcome = events(#"{"id":"","model":"","choices":[]}"#, stop)
        #expect(outcome.model == "asked")
        #expect(outcome.responseID == nil)
    }

    // MARK: Errors inside the stream

    @Test func anErrorChunkEndsTheReplyAfterItsText() {
        let outcome = events(
            delta(#""content":"a""#),
            #"{"error":{"message":"Overloaded","type":"overloaded_error"}}"#)
        #expect(outcome.events == [.text("a")])
        #expect(outcome.error?.code == .overloaded)
        #expect(outcome.error?.message == "Overloaded")
        #expect(outcome.error?.status == 200)
    }

    @Test func anErrorMayComeBesideChoices() {
        let outcome = events(
            #"{"error":{"code":502,"message":"Upstream failed"},"choices":[{"index":0,"#
                + #""delta":{"content":"a"},"finish_reason":"error"}]}"#)
        #expect(outcome.events == [.text("a")])
        #expect(outcome.error?.code == .server)
        #expect(outcome.error?.message == "Upstream failed")
    }

    @Test func anErrorMayStandInItsChoice() {
        let outcome = read(
            #"{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"error","#
                + #""error":{"code":429,"message":"Upstream is busy"}}]}"#, "application/json")
        #expect(outcome.events == [.text("a")])
        #expect(outcome.error?.code == .rateLimited)
        #expect(outcome.error?.message == "Upstream is busy")
    }

    @Test func groqStopsAStreamEarlyByAWordOfItsOwn() {
        let outcome = events(
            delta(#""content":"a""#),
            #"{"choices":[{"index":0,"delta":{}}],"x_groq":{"id":"r","error":"over capacity"}}"#)
        #expect(outcome.events == [.text("a")])
        #expect(outcome.error?.code == .server)
        #expect(outcome.error?.message == "over capacity")
    }

    @Test(arguments: ["null", "false", #""""#])
    func anErrorThatSaysThereIsNoneIsNone(_ error: String) {
        let outcome = read("data: {\"error\":\(error),\(stop.dropFirst())\n\n")
        #expect(outcome.events == [.finish(.stop)])
        #expect(outcome.error == nil)
    }

    @Test func anEventNamedErrorIsOne() {
        let outcome = read(
            "event: error\ndata: {\"message\":\"quota\",\"code\":\"insufficient_quota\"}\n\n")
        #expect(outcome.error?.code == .quotaExceeded)
        #expect(outcome.error?.message == "quota")
    }

    @Test func anEventNamedErrorMayHoldPlainText() {
        #expect(read("event: error\ndata: out of memory\n\n").error?.message == "out of memory")
    }

    @Test func anErrorWithoutWordsStillHasASentence() {
        let outcome = events(#"{"error":{}}"#)
        #expect(outcome.error?.message == "the provider reported an error without saying which")
    }

    @Test func anEventThatIsNoJSONIsQuotedShortAndVisible() {
        let outcome = events(delta(#""content":"a""#), "upstream \u{1B}[31mfailed")
        #expect(outcome.events == [.text("a")])
        #expect(outcome.error?.code == .protocol)
        #expect(
            outcome.error?.message
                == "an event of the stream is not JSON (not a JSON value, at byte 0): "
                + #"`upstream \u{1b}[31mfailed`"#
        )
    }

    @Test func aLongEventThatIsNoJSONIsCut() {
        let outcome = read([Array("data: \(String(repeating: "é", count: 1000))\n\n".utf8)])
        #expect((outcome.error?.message.count ?? 0) < 200)
    }

    // MARK: No stream at all

    private let whole =
        #"{"id":"r","model":"m","choices":[{"index":0,"message":{"role":"assistant","#
        + #""content":"Hi","reasoning_content":"hm"},"finish_reason":"length"}],"#
        + #""usage":{"prompt_tokens":7,"completion_tokens":2}}"#

    @Test(arguments: ["application/json", "text/event-stream", "", "text/plain"])
    func anAnswerInOnePieceGivesTheSameEvents(_ type: String) {
        let outcome = read(whole, type)
        #expect(outcome.events == [.reasoning("hm"), .text("Hi"), seven, .finish(.length)])
        #expect(outcome.responseID == "r")
        #expect(outcome.error == nil)
    }

    @Test func blankLinesMayComeBeforeIt() {
        #expect(
            read("\n         \n\r\n\t\(whole)\n", "application/json").events == read(whole).events)
    }

    @Test func aByteOrderMarkMayComeBeforeIt() {
        #expect(read("\u{FEFF}\(whole)", "application/json").events == read(whole).events)
    }

    @Test func aByteOrderMarkMayComeBeforeAStream() {
        #expect(read("\u{FEFF}data: \(stop)\n\n").events == [.finish(.stop)])
    }

    @Test(arguments: [
        #"{"error":{"message":"No","type":"invalid_request_error"}}"#,
        #"[{"error":{"message":"No","type":"invalid_request_error"}}]"#,
    ])
    func anErrorInOnePieceIsOne(_ body: String) {
        let outcome = read(body, "application/json")
        #expect(outcome.error?.message == "No")
        #expect(outcome.events.isEmpty)
    }

    @Test func jsonOfAnotherKindIsQuoted() {
        let outcome = read(#"{"models":["a"]}"#, "application/json")
        #expect(outcome.error?.code == .protocol)
        #expect(
            outcome.error?.message.hasSuffix(#"not a chat completion: `{"models":["a"]}`"#) == true)
    }

    @Test func brokenJSONIsQuoted() {
        let outcome = read(#"{"choices":[}"#, "application/json")
        #expect(outcome.error?.code == .protocol)
        #expect(
            outcome.error?.message
                == #"the answer is not JSON (not a JSON value, at byte 12): `{"choices":[}`"#)
    }

    @Test(arguments: [
        ("<!DOCTYPE html><html>", "text/html"), ("\n<html>", "text/event-stream"),
        ("Hello", "text/html"),
        ("Hello", "text/plain"), ("<xml/>", ""),
    ])
    func aPageIsNoReply(_ body: String, _ type: String) {
        let outcome = read(body, type)
        #expect(outcome.error?.code == .protocol)
        #expect(outcome.error?.message.contains("llm.example.org") == true)
        #expect(outcome.error?.hint?.contains("base_url") == true)
        #expect(outcome.events.isEmpty)
    }

    @Test(arguments: ["", "\n\n", " ", "\u{FEFF}"])
    func nothingIsAnEmptyAnswer(_ body: String) {
        let outcome = read(body)
        #expect(outcome.error?.code == .protocol)
        #expect(outcome.error?.message == "llm.example.org sent an empty answer")
    }

    @Test func commentsAloneAreACut() {
        #expect(read(": keep-alive\n\n: keep-alive\n\n").error?.code == .network)
    }
}
