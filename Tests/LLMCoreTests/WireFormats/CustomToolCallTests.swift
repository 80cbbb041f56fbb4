import Testing

@testable import LLMCore

/// Calls of OpenAI's custom tools, which are given a text instead of JSON.
@Suite struct CustomToolCallTests {
    private let call = ToolCall(
        id: "c1", name: "sql", arguments: #"{"input":"select \"a\"\n"}"#, isCustom: true)
    private var history: [Message] {
        [
            .user("Hi"), Message(role: .assistant, parts: [.toolCall(call)]),
            .results([call.result("no such tool", isError: true)]),
        ]
    }

    @Test func aResponseGivesItOut() throws {
        var decoder = OpenAIResponsesStream()
        var events: [StreamEvent] = []
        for data in [
            #"{"type":"response.custom_tool_call_input.delta","output_index":0,"delta":"sel"}"#,
            #"{"type":"response.output_item.done","output_index":0,"item":{"type":"#
                + #""custom_tool_call","id":"ctc","call_id":"c1","name":"sql","#
                + #""input":"select \"a\"\n"}}"#,
            #"{"type":"response.completed","response":{"status":"completed","output":[]}}"#,
        ] {
            try decoder.decode(ServerSentEvent(data: Array(data.utf8)), into: &events)
        }
        #expect(events == [.toolCall(call), .finish(.toolCalls)])
    }

    @Test func aChatCompletionGivesItOut() throws {
        var decoder = OpenAIChatStream()
        var events: [StreamEvent] = []
        for data in [
            #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"custom","#
                + #""custom":{"name":"sql","input":""}}]}}]}"#,
            #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"custom":"#
                + #"{"input":"select \"a\"\n"}}]}}]}"#,
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#, "[DONE]",
        ] {
            try decoder.decode(ServerSentEvent(data: Array(data.utf8)), into: &events)
        }
        #expect(events == [.toolCall(call), .finish(.toolCalls)])
    }

    @Test func aResponseIsToldOfItInItsOwnShape() throws {
        let body = try OpenAIResponses().body(
            of: .asking(messages: history), to: BuiltInProviders.openAI)
        #expect(
            body["input"]?.array?.dropFirst() == [
                [
                    "type": "custom_tool_call", "call_id": "c1", "name": "sql",
                    "input": "select \"a\"\n",
                ],
                ["type": "custom_tool_call_output", "call_id": "c1", "output": "no such tool"],
            ])
    }

    @Test func aChatCompletionIsToldOfItInItsOwnShape() throws {
        let body = try OpenAIChat().body(
            of: .asking(messages: history), to: BuiltInProviders.xAI)
        #expect(
            body["messages"]?[1]?["tool_calls"] == [
                [
                    "id": "c1", "type": "custom",
                    "custom": ["name": "sql", "input": "select \"a\"\n"],
                ]
            ])
    }
}
