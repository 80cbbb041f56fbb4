import Testing

@testable import LLMCore

@Suite struct OpenAIResponsesStreamTests {
    private func read(_ events: String...) -> (events: [StreamEvent], error: LLMError?) {
        var decoder = OpenAIResponsesStream()
        var result: [StreamEvent] = []
        do throws(LLMError) {
            for event in events {
                try decoder.decode(ServerSentEvent(data: Array(event.utf8)), into: &result)
            }
            try decoder.finish(into: &result)
            return (result, nil)
        } catch {
            return (result, error)
        }
    }

    private func whole(_ body: String) -> (events: [StreamEvent], error: LLMError?) {
        var decoder = OpenAIResponsesStream()
        var result: [StreamEvent] = []
        do throws(LLMError) {
            try decoder.decode(whole: Array(body.utf8), into: &result)
            return (result, nil)
        } catch {
            return (result, error)
        }
    }

    private let completed =
        #"{"type":"response.completed","response":{"status":"completed","output":[]}}"#

    @Test func unknownEventsAreSkipped() {
        let outcome = read(
            #"{"type":"response.queued"}"#, #"{"type":"response.brand_new","delta":"x"}"#, "{}",
            completed)
        #expect(outcome.events == [.finish(.stop)])
        #expect(outcome.error == nil)
    }

    @Test func whatComesAfterTheEndIsIgnored() {
        #expect(read(completed, "[DONE]", "nonsense").events == [.finish(.stop)])
    }

    @Test func theEndBeforeTheLastEventIsAnError() {
        let outcome = read(
            #"{"type":"response.output_text.delta","output_index":0,"delta":"Half"}"#)
        #expect(outcome.events == [.text("Half")])
        #expect(outcome.error == .cutOff)
    }

    @Test func doneWithoutALastEventIsAnErrorToo() {
        #expect(read("[DONE]").error == .cutOff)
    }

    @Test func callsThatWereWholeAreGivenOutBeforeAnError() {
        let outcome = read(
            #"{"type":"response.output_item.done","output_index":0,"item":{"type":"#
                + #""function_call","call_id":"a","name":"f","arguments":"{}"}}"#,
            #"{"type":"response.output_item.added","output_index":1,"item":{"type":"#
                + #""function_call","call_id":"b","name":"g","arguments":""}}"#,
            #"{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{\"x"}"#,
            #"{"type":"error","message":"No"}"#)
        #expect(outcome.events == [.toolCall(ToolCall(id: "a", name: "f", arguments: "{}"))])
        #expect(outcome.error?.message == "No")
    }

    /// llama.cpp's server does not say where in the output an item stands.
    @Test func itemsMayBeKnownByTheirIDsAlone() {
        func event(_ kind: String, _ item: String, _ rest: String) -> String {
            #"{"type":"response.\#(kind)",\#(item),\#(rest)}"#
        }
        func call(_ id: String, _ arguments: String) -> String {
            #""item":{"type":"function_call","id":"fc_\#(id)","call_id":"\#(id)","name":"f","#
                + #""arguments":"\#(arguments)"}"#
        }
        let outcome = read(
            event("output_item.added", call("a", ""), #""x":1"#),
            event("function_call_arguments.delta", #""item_id":"fc_a""#, #""delta":"{\"n\":""#),
            event("function_call_arguments.delta", #""item_id":"fc_a""#, #""delta":"1}""#),
            event("output_item.added", call("b", ""), #""x":1"#),
            event("function_call_arguments.delta", #""item_id":"fc_b""#, #""delta":"{}""#),
            event("output_item.done", call("a", #"{\"n\":1}"#), #""x":1"#),
            event("output_item.done", call("b", "{}"), #""x":1"#), completed)
        #expect(
            outcome.events == [
                .toolCall(ToolCall(id: "a", name: "f", arguments: #"{"n":1}"#)),
                .toolCall(ToolCall(id: "b", name: "f", arguments: "{}")), .finish(.toolCalls),
            ])
    }

    @Test(arguments: [
        (
            #"{"type":"error","code":"rate_limit_exceeded","message":"No"}"#,
            LLMError.Code.rateLimited
        ),
        (#"{"type":"error","error":{"code":"insufficient_quota","message":"No"}}"#, .quotaExceeded),
        (
            #"{"type":"response.failed","response":{"status":"failed","#
                + #""error":{"code":"server_is_overloaded","message":"No"}}}"#, .overloaded
        ),
        (#"{"error":{"message":"No","type":"server_error"}}"#, .server),
    ])
    func everyShapeOfAnErrorIsRead(_ event: String, _ code: LLMError.Code) {
        let error = read(event).error
        #expect(error?.message == "No")
        #expect(error?.code == code)
    }

    @Test(arguments: [
        ("max_output_tokens", FinishReason.length), ("content_filter", .contentFilter),
        ("max_messages", .length),
    ])
    func anIncompleteResponseTellsWhy(_ reason: String, _ finish: FinishReason) {
        let outcome = read(
            #"{"type":"response.incomplete","response":{"status":"incomplete","#
                + #""incomplete_details":{"reason":"\#(reason)"},"output":[]}}"#)
        #expect(outcome.events == [.finish(finish)])
    }

    @Test func reasoningThatCannotBeSentBackIsNoBlock() {
        let item =
            #"{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"Hm"}]}"#
        let outcome = whole(#"{"status":"completed","output":[\#(item)]}"#)
        #expect(outcome.events == [.reasoning("Hm"), .finish(.stop)])
    }

    @Test func encryptedReasoningIsABlockAsItStood() throws {
        let item = #"{"type":"reasoning","id":"rs","summary":[],"encrypted_content":"e","x":1.50}"#
        let outcome = whole(#"{"status":"completed","output":[\#(item)]}"#)
        let block = ProviderBlock(
            wireFormat: .openAIResponses, value: try JSONValue(parsing: item))
        #expect(outcome.events == [.block(block), .finish(.stop)])
    }

    @Test func aWholeFailureIsAnError() {
        let error = whole(
            #"{"status":"failed","error":{"code":"server_error","message":"No"},"output":[]}"#
        ).error
        #expect(error?.message == "No")
        #expect(error?.code == .server)
    }

    @Test(arguments: [
        #"{"error":{"message":"No","type":"invalid_request_error"}}"#,
        #"[{"error":{"message":"No","type":"invalid_request_error"}}]"#,
    ])
    func anErrorInPlaceOfAResponseIsOne(_ body: String) {
        #expect(whole(body).error?.message == "No")
        #expect(whole(body).error?.code == .invalidRequest)
    }

    @Test func jsonOfAnotherKindIsNoResponse() {
        #expect(whole(#"{"choices":[]}"#).error?.code == .protocol)
        #expect(whole("nonsense").error?.code == .protocol)
    }

    @Test func theCostIsTakenOverInDollars() {
        let outcome = whole(
            #"{"status":"completed","output":[],"usage":{"input_tokens":3,"output_tokens":4,"#
                + #""cost_in_usd_ticks":3515000}}"#)
        #expect(
            outcome.events == [
                .usage(Usage(inputTokens: 3, outputTokens: 4, cost: 0.0003515)), .finish(.stop),
            ])
    }
}
