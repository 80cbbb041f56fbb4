import Testing

@testable import LLMCore

@Suite struct AnthropicStreamTests {
    /// What comes of these events, and of the connection's end after them.
    private func read(_ events: [String], names: [String] = []) -> ([StreamEvent], LLMError?) {
        var decoder = AnthropicStream()
        var found: [StreamEvent] = []
        do throws(LLMError) {
            for (index, data) in events.enumerated() {
                let name = index < names.count ? names[index] : ""
                try decoder.decode(
                    ServerSentEvent(name: name, data: Array(data.utf8)), into: &found)
            }
            try decoder.finish(into: &found)
        } catch {
            return (found, error)
        }
        return (found, nil)
    }

    private func read(whole text: String) -> ([StreamEvent], LLMError?) {
        var decoder = AnthropicStream()
        var found: [StreamEvent] = []
        do throws(LLMError) {
            try decoder.decode(whole: Array(text.utf8), into: &found)
        } catch {
            return (found, error)
        }
        return (found, nil)
    }

    private func begin(_ index: Int, _ block: String) -> String {
        #"{"type":"content_block_start","index":\#(index),"content_block":\#(block)}"#
    }

    private func delta(_ index: Int, _ delta: String) -> String {
        #"{"type":"content_block_delta","index":\#(index),"delta":\#(delta)}"#
    }

    private func text(_ text: String, at index: Int = 0) -> String {
        delta(index, #"{"type":"text_delta","text":"\#(text)"}"#)
    }

    private func end(_ index: Int) -> String { #"{"type":"content_block_stop","index":\#(index)}"# }

    private func stop(_ reason: String, _ usage: String = #"{"output_tokens":5}"#) -> String {
        #"{"type":"message_delta","delta":{"stop_reason":"\#(reason)"},"usage":\#(usage)}"#
    }

    private let over = #"{"type":"message_stop"}"#
    private let textBlock = #"{"type":"text","text":""}"#

    // MARK: Endings

    @Test(arguments: [
        ("end_turn", FinishReason.stop), ("stop_sequence", .stop), ("pause_turn", .stop),
        ("max_tokens", .length), ("model_context_window_exceeded", .length),
        ("refusal", .contentFilter), ("tool_use", .stop), ("something_new", .stop),
    ])
    func everyStopReasonHasItsMeaning(_ reason: String, _ finish: FinishReason) {
        let (events, error) = read([stop(reason, "{}"), over])
        #expect(events == [.finish(finish)])
        #expect(error == nil)
    }

    @Test(arguments: [("end_turn", FinishReason.toolCalls), ("max_tokens", .length)])
    func callsDecideUnlessTheReplyWasCut(_ reason: String, _ finish: FinishReason) {
        let tool = begin(0, #"{"type":"tool_use","id":"a","name":"f","input":{}}"#)
        #expect(read([tool, end(0), stop(reason), over]).0.last == .finish(finish))
    }

    @Test func withoutAnEndOfTheMessageTheStopReasonIsEnough() {
        let (events, error) = read([begin(0, textBlock), text("Hi"), stop("end_turn", "{}")])
        #expect(events == [.text("Hi"), .finish(.stop)])
        #expect(error == nil)
    }

    @Test func aGatewaysOwnEndIsTaken() {
        #expect(read([text("Hi"), stop("end_turn", "{}"), "[DONE]"]).0.last == .finish(.stop))
    }

    @Test func aStreamThatBreaksOffSaysSoAfterWhatCame() {
        let start =
            #"{"type":"message_start","message":{"usage":{"input_tokens":3,"output_tokens":1}}}"#
        let (events, error) = read([start, begin(0, textBlock), text("Hi"), text("\\ud83d")])
        #expect(
            events == [
                .text("Hi"), .text("\u{FFFD}"), .usage(Usage(inputTokens: 3, outputTokens: 1)),
            ])
        #expect(error?.code == .network)
    }

    @Test func nothingIsReadAfterTheEnd() {
        let (events, error) = read([stop("end_turn", "{}"), over, "{", text("late")])
        #expect(events == [.finish(.stop)])
        #expect(error == nil)
    }

    // MARK: Errors

    @Test(arguments: [
        ("overloaded_error", LLMError.Code.overloaded), ("rate_limit_error", .rateLimited),
        ("api_error", .server), ("authentication_error", .authentication),
        ("invalid_request_error", .invalidRequest), ("billing_error", .quotaExceeded),
        ("permission_error", .permission),
    ])
    func anErrorInTheStreamHasItsCode(_ name: String, _ code: LLMError.Code) {
        let fault =
            #"{"type":"error","error":{"type":"\#(name)","message":"No"},"request_id":"req_1"}"#
        let (events, error) = read([text("Hi"), fault])
        #expect(events == [.text("Hi")])
        #expect(error == LLMError(code, "No", status: 200, requestID: "req_1"))
    }

    @Test(arguments: [#"{"error":{"message":"No"}}"#, #"{"type":"error","message":"No"}"#, "No"])
    func anErrorMayLookOtherwise(_ data: String) {
        #expect(read([data], names: ["error"]).1?.message == "No")
    }

    @Test func whatIsNotJSONIsAnErrorOfTheProtocol() {
        let (events, error) = read([text("Hi"), "{oops"])
        #expect(events == [.text("Hi")])
        #expect(error?.code == .protocol)
        #expect(error?.message.contains("{oops") == true)
    }

    @Test(arguments: [
        "[]", "{}", "null", #"{"type":"ping"}"#, #"{"type":"content_block_start","index":9}"#,
        #"{"type":"content_block_stop","index":9}"#, #"{"type":"content_block_delta"}"#,
        #"{"type":"message_delta"}"#, #"{"type":"message_start"}"#, #"{"type":"new","x":1}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":7}}"#,
    ])
    func whatSaysNothingChangesNothing(_ data: String) {
        #expect(
            read([data, text("Hi"), stop("end_turn", "{}"), over]).0 == [
                .text("Hi"), .finish(.stop),
            ])
    }

    // MARK: Blocks

    @Test func halvesOfACharacterAreJoined() {
        let (events, _) = read([begin(0, textBlock), text("a\\ud83d"), text("\\ude00b")])
        #expect(events.compactMap(\.text).joined() == "a😀b")
    }

    @Test func aBlockMayBeginWithText() {
        #expect(
            read([begin(0, #"{"type":"text","text":"Hi"}"#), text("!")]).0 == [
                .text("Hi"), .text("!"),
            ])
    }

    @Test func thinkingIsShownAndThenHandedOverWhole() {
        let (events, _) = read([
            begin(0, #"{"type":"thinking","thinking":"","signature":"","extra":1}"#),
            delta(0, #"{"type":"thinking_delta","thinking":"H"}"#),
            delta(0, #"{"type":"thinking_delta","thinking":"m"}"#),
            delta(0, #"{"type":"signature_delta","signature":"c2"}"#),
            delta(0, #"{"type":"signature_delta","signature":"ln"}"#), end(0), text("Hi", at: 1),
        ])
        let block: JSONValue = [
            "type": "thinking", "thinking": "Hm", "signature": "c2ln", "extra": 1,
        ]
        #expect(
            events == [
                .reasoning("H"), .reasoning("m"),
                .block(ProviderBlock(wireFormat: .anthropic, value: block)), .text("Hi"),
            ])
    }

    @Test func hiddenThinkingIsABlockWithoutWords() {
        let block: JSONValue = ["type": "redacted_thinking", "data": "b3BhcXVl"]
        let (events, _) = read([
            begin(0, #"{"type":"redacted_thinking","data":"b3BhcXVl"}"#), end(0),
        ])
        #expect(events == [.block(ProviderBlock(wireFormat: .anthropic, value: block))])
    }

    @Test func callsComeOutWhenTheyAreWhole() {
        let (events, _) = read([
            begin(0, #"{"type":"tool_use","id":"a","name":"f","input":{}}"#),
            delta(0, #"{"type":"input_json_delta","partial_json":""}"#),
            delta(0, #"{"type":"input_json_delta","partial_json":"{\"x\":"}"#),
            delta(0, #"{"type":"input_json_delta","partial_json":" 1.0}"}"#), end(0),
            begin(1, #"{"type":"tool_use","id":"b","name":"g","input":{}}"#), end(1),
            begin(2, #"{"type":"tool_use","id":"c","name":"h","input":{"y":2}}"#), end(2),
            begin(3, #"{"type":"tool_use","id":"d","name":"i","input":{}}"#),
        ])
        #expect(
            events == [
                .toolCall(ToolCall(id: "a", name: "f", arguments: #"{"x": 1.0}"#)),
                .toolCall(ToolCall(id: "b", name: "g", arguments: "{}")),
                .toolCall(ToolCall(id: "c", name: "h", arguments: #"{"y":2}"#)),
            ])
    }

    @Test func aCallThatTheLimitCutStaysCut() {
        let (events, error) = read([
            begin(0, #"{"type":"tool_use","id":"a","name":"f","input":{}}"#),
            delta(0, #"{"type":"input_json_delta","partial_json":"{\"x\":"}"#),
            stop("max_tokens", "{}"),
            over,
        ])
        #expect(
            events == [
                .toolCall(ToolCall(id: "a", name: "f", arguments: #"{"x":"#)), .finish(.length),
            ])
        #expect(error == nil)
    }

    @Test func callsWithoutIdGetOne() {
        let tool = #"{"type":"tool_use","name":"f","input":{}}"#
        let (events, _) = read([begin(0, tool), end(0), begin(1, tool), end(1)])
        #expect(
            events == [
                .toolCall(ToolCall(id: "call_1", name: "f", arguments: "{}")),
                .toolCall(ToolCall(id: "call_2", name: "f", arguments: "{}")),
            ])
    }

    @Test func whatAServersOwnToolDoesIsPassedOver() {
        let (events, _) = read([
            begin(0, #"{"type":"server_tool_use","id":"s","name":"search","input":{}}"#),
            delta(0, #"{"type":"input_json_delta","partial_json":"{}"}"#), end(0),
            begin(1, #"{"type":"web_search_tool_result","content":[{"text":"no"}]}"#),
            text("no", at: 1), end(1), stop("end_turn", "{}"), over,
        ])
        #expect(events == [.finish(.stop)])
    }

    // MARK: Usage

    @Test func whatTheCacheReadAndWroteIsInputToo() {
        let start =
            #"{"type":"message_start","message":{"usage":{"input_tokens":3,"cache_read_input_tokens":100,"cache_creation_input_tokens":20,"output_tokens":1}}}"#
        let usage =
            #"{"output_tokens":9,"input_tokens":null,"output_tokens_details":{"thinking_tokens":4}}"#
        #expect(
            read([start, stop("end_turn", usage), over]).0.first
                == .usage(
                    Usage(
                        inputTokens: 123, outputTokens: 9, cachedInputTokens: 100,
                        cacheWriteTokens: 20, reasoningTokens: 4)))
    }

    @Test func hugeCountsDoNotTrap() {
        let usage =
            #"{"input_tokens":9223372036854775807,"cache_read_input_tokens":9223372036854775807,"output_tokens":1}"#
        let (events, _) = read([stop("end_turn", usage), over])
        #expect(
            events.first
                == .usage(Usage(inputTokens: .max, outputTokens: 1, cachedInputTokens: .max)))
    }

    // MARK: Answers in one piece

    @Test func anAnswerInOnePieceGivesTheSameEvents() {
        let (events, error) = read(
            whole: """
                {"id":"m1","model":"x","content":[{"type":"text","text":"Hi"},
                {"type":"tool_use","id":"a","name":"f","input":{"b":1,"a":2.50}}],
                "stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":4}}
                """)
        #expect(
            events == [
                .text("Hi"),
                .toolCall(ToolCall(id: "a", name: "f", arguments: #"{"b":1,"a":2.50}"#)),
                .usage(Usage(inputTokens: 3, outputTokens: 4)), .finish(.toolCalls),
            ])
        #expect(error == nil)
    }

    @Test(arguments: [
        #"{"type":"error","error":{"type":"overloaded_error","message":"No"}}"#,
        #"[{"error":{"type":"overloaded_error","message":"No"}}]"#,
    ])
    func anErrorInPlaceOfAnAnswerIsOne(_ text: String) {
        #expect(read(whole: text).1?.code == .overloaded)
    }

    @Test(arguments: ["{}", "[]", #"{"choices":[]}"#, "{"])
    func whatIsNoMessageIsAnErrorOfTheProtocol(_ text: String) {
        #expect(read(whole: text).1?.code == .protocol)
    }
}
