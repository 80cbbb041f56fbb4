// Providers with a format of their own.

extension LoopScript {
    /// Encrypted reasoning stands right before the call it led to.
    static let responses = LoopScript(
        provider: "openai", model: "gpt-5.5", wireFormat: "openai-responses",
        keyVariable: "OPENAI_API_KEY", messages: "input",
        answers: [
            [
                item(0, #""type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"one""#),
                begun(1, "c1", "look"), arguments(1, #"{\"at\":"#), arguments(1, #"\"a\"}"#),
                item(1, call("c1", "look", #"{\"at\":\"a\"}"#)),
                item(2, #""type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"two""#),
                begun(3, "c2", "look"), item(3, call("c2", "look", #"{\"at\":\"b\"}"#)), completed,
            ],
            [
                item(
                    0, #""type":"reasoning","id":"rs_3","summary":[],"encrypted_content":"three""#),
                event(
                    #"{"type":"response.output_text.delta","output_index":1,"delta":"Hm."}"#),
                item(
                    1, #""type":"message","content":[{"type":"output_text","text":"Hm."}]"#),
                begun(2, "c3", "fail"), item(2, call("c3", "fail", "")), completed,
            ],
            [
                event(
                    #"{"type":"response.output_text.delta","output_index":0,"delta":"Done."}"#),
                completed,
            ],
        ],
        third: """
            [{"role":"user","content":"Where?"},
             {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"one"},
             {\(call("c1", "look", #"{\"at\":\"a\"}"#))},
             {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"two"},
             {\(call("c2", "look", #"{\"at\":\"b\"}"#))},
             \(output("c1", #"{\"at\":\"a\"}"#)),\(output("c2", #"{\"at\":\"b\"}"#)),
             {"type":"reasoning","id":"rs_3","summary":[],"encrypted_content":"three"},
             {"type":"message","role":"assistant","content":"Hm."},
             {\(call("c3", "fail", "{}"))},
             \(output("c3", #"it ended with status 3\nbroken\n"#))]
            """,
        second: 7,
        reread: """
            [{"role":"user","content":"Where?"},
             {\(call("c1", "look", #"{\"at\":\"a\"}"#))},{\(call("c2", "look", #"{\"at\":\"b\"}"#))},
             \(output("c1", #"{\"at\":\"a\"}"#)),\(output("c2", #"{\"at\":\"b\"}"#)),
             {"type":"message","role":"assistant","content":"Hm."},
             {\(call("c3", "fail", "{}"))},
             \(output("c3", #"it ended with status 3\nbroken\n"#)),
             {"type":"message","role":"assistant","content":"Done."},
             {"role":"user","content":"And?"}]
            """)

    /// Thoughts, signed or secret, open the turn; the results of one reply are one message.
    static let anthropic = LoopScript(
        provider: "anthropic", model: "claude-haiku-4-5", settings: "thinking_budget = 2000\n",
        wireFormat: "anthropic", keyVariable: "ANTHROPIC_API_KEY",
        answers: [
            [
                start,
                block(0, #""type":"thinking","thinking":"","signature":"""#),
                piece(0, #""type":"thinking_delta","thinking":"Both.""#),
                piece(0, #""type":"signature_delta","signature":"sig-1""#), end(0),
                block(1, #""type":"redacted_thinking","data":"secret-1""#), end(1),
                block(2, #""type":"text","text":"""#),
                piece(2, #""type":"text_delta","text":"Let me look.""#), end(2),
                block(3, #""type":"tool_use","id":"c1","name":"look","input":{}"#),
                piece(3, #""type":"input_json_delta","partial_json":"""#),
                piece(3, #""type":"input_json_delta","partial_json":"{\"at\":\"a\"}""#), end(3),
                block(4, #""type":"tool_use","id":"c2","name":"look","input":{}"#),
                piece(4, #""type":"input_json_delta","partial_json":"{\"at\":\"b\"}""#), end(4),
                stopped("tool_use"),
            ],
            [
                start, block(0, #""type":"tool_use","id":"c3","name":"fail","input":{}"#),
                piece(0, #""type":"input_json_delta","partial_json":"""#), end(0),
                stopped("tool_use"),
            ],
            [
                start, block(0, #""type":"text","text":"Done.""#), end(0), stopped("end_turn"),
            ],
        ],
        third: """
            [{"role":"user","content":[{"type":"text","text":"Where?"}]},
             {"role":"assistant","content":[
              {"type":"thinking","thinking":"Both.","signature":"sig-1"},
              {"type":"redacted_thinking","data":"secret-1"},\(anthropicCalls)]},
             \(anthropicRest)]
            """,
        second: 3,
        reread: """
            [{"role":"user","content":[{"type":"text","text":"Where?"}]},
             {"role":"assistant","content":[\(anthropicCalls)]},
             \(anthropicRest),
             {"role":"assistant","content":[{"type":"text","text":"Done."}]},
             {"role":"user","content":[{"type":"text","text":"And?"}]}]
            """)

    private static let anthropicCalls = """
        {"type":"text","text":"Let me look."},
        {"type":"tool_use","id":"c1","name":"look","input":{"at":"a"}},
        {"type":"tool_use","id":"c2","name":"look","input":{"at":"b"}}
        """
    private static let anthropicRest = """
        {"role":"user","content":[
         {"type":"tool_result","tool_use_id":"c1","content":"{\\"at\\":\\"a\\"}"},
         {"type":"tool_result","tool_use_id":"c2","content":"{\\"at\\":\\"b\\"}"}]},
        {"role":"assistant","content":[
         {"type":"tool_use","id":"c3","name":"fail","input":{}}]},
        {"role":"user","content":[
         {"type":"tool_result","tool_use_id":"c3","content":"it ended with status 3\\nbroken\\n",
          "is_error":true}]}
        """

    /// The first of calls side by side is signed, and without the signature a stand-in is sent.
    static let gemini = LoopScript(
        provider: "gemini", model: "gemini-3.8-flash", settings: "reasoning_effort = \"low\"\n",
        wireFormat: "gemini", keyVariable: "GEMINI_API_KEY", messages: "contents",
        answers: [
            [
                parts(#"{"text":"Both.","thought":true}"#), parts(#"{"text":"Let me look."}"#),
                parts(
                    #"{"functionCall":{"name":"look","args":{"at":"a"}},"#
                        + #""thoughtSignature":"sig-1"}"#),
                parts(#"{"functionCall":{"name":"look","args":{"at":"b"}}}"#), stopped,
            ],
            [
                parts(
                    #"{"functionCall":{"name":"fail","args":{}},"thoughtSignature":"sig-2"}"#),
                stopped,
            ],
            [parts(#"{"text":"Done."}"#), stopped],
        ],
        third: "[\(geminiContents("sig-1", "sig-2"))]",
        second: 3,
        reread: """
            [\(geminiContents("skip_thought_signature_validator", "skip_thought_signature_validator")),
             {"role":"model","parts":[{"text":"Done."}]},{"role":"user","parts":[{"text":"And?"}]}]
            """)

    private static func geminiContents(_ first: String, _ second: String) -> String {
        """
        {"role":"user","parts":[{"text":"Where?"}]},
        {"role":"model","parts":[{"text":"Let me look."},
         {"functionCall":{"name":"look","args":{"at":"a"}},"thoughtSignature":"\(first)"},
         {"functionCall":{"name":"look","args":{"at":"b"}}}]},
        {"role":"user","parts":[
         {"functionResponse":{"name":"look","response":{"output":"{\\"at\\":\\"a\\"}"}}},
         {"functionResponse":{"name":"look","response":{"output":"{\\"at\\":\\"b\\"}"}}}]},
        {"role":"model","parts":[
         {"functionCall":{"name":"fail","args":{}},"thoughtSignature":"\(second)"}]},
        {"role":"user","parts":[{"functionResponse":{"name":"fail",
         "response":{"error":"it ended with status 3\\nbroken\\n"}}}]}
        """
    }

    /// Arguments are objects, results find their calls by name and order.
    static let ollama = LoopScript(
        provider: "ollama", model: "qwen3:8b", settings: "reasoning_effort = \"high\"\n",
        wireFormat: "ollama", keyVariable: "OLLAMA_API_KEY",
        answers: [
            [
                line(#"{"role":"assistant","content":"","thinking":"Both."}"#),
                line(#"{"role":"assistant","content":"Let me look."}"#),
                line(
                    #"{"role":"assistant","content":"","tool_calls":["#
                        + #"{"function":{"name":"look","arguments":{"at":"a"}}},"#
                        + #"{"function":{"name":"look","arguments":{"at":"b"}}}]}"#), over,
            ],
            [
                line(
                    #"{"role":"assistant","content":"","tool_calls":["#
                        + #"{"function":{"name":"fail","arguments":{}}}]}"#), over,
            ],
            [line(#"{"role":"assistant","content":"Done."}"#), over],
        ],
        third: "[\(ollamaMessages(#","thinking":"Both.""#))]",
        second: 4,
        reread: """
            [\(ollamaMessages("")),{"role":"assistant","content":"Done."},
             {"role":"user","content":"And?"}]
            """)

    private static func ollamaMessages(_ thinking: String) -> String {
        """
        {"role":"user","content":"Where?"},
        {"role":"assistant","content":"Let me look."\(thinking),"tool_calls":[
         {"type":"function","function":{"name":"look","arguments":{"at":"a"}}},
         {"type":"function","function":{"name":"look","arguments":{"at":"b"}}}]},
        {"role":"tool","tool_name":"look","content":"{\\"at\\":\\"a\\"}"},
        {"role":"tool","tool_name":"look","content":"{\\"at\\":\\"b\\"}"},
        {"role":"assistant","content":"","tool_calls":[
         {"type":"function","function":{"name":"fail","arguments":{}}}]},
        {"role":"tool","tool_name":"fail","content":"it ended with status 3\\nbroken\\n"}
        """
    }

    // MARK: Pieces of OpenAI's responses

    private static func item(_ index: Int, _ members: String) -> String {
        event(
            #"{"type":"response.output_item.done","output_index":\#(index),"item":{\#(members)}}"#)
    }

    private static func begun(_ index: Int, _ id: String, _ name: String) -> String {
        event(
            #"{"type":"response.output_item.added","output_index":\#(index),"item":"#
                + #"{"type":"function_call","call_id":"\#(id)","name":"\#(name)","arguments":""}}"#)
    }

    private static func arguments(_ index: Int, _ piece: String) -> String {
        event(
            #"{"type":"response.function_call_arguments.delta","output_index":\#(index),"#
                + #""delta":"\#(piece)"}"#)
    }

    private static func call(_ id: String, _ name: String, _ arguments: String) -> String {
        #""type":"function_call","call_id":"\#(id)","name":"\#(name)","arguments":"\#(arguments)""#
    }

    private static func output(_ id: String, _ text: String) -> String {
        #"{"type":"function_call_output","call_id":"\#(id)","output":"\#(text)"}"#
    }

    private static let completed = event(
        #"{"type":"response.completed","response":{"id":"resp","status":"completed","output":[],"#
            + #""usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15}}}"#)

    // MARK: Pieces of Anthropic's messages

    private static let start = event(
        #"{"type":"message_start","message":{"id":"msg","model":"claude","#
            + #""usage":{"input_tokens":10,"output_tokens":1}}}"#)

    private static func block(_ index: Int, _ members: String) -> String {
        event(
            #"{"type":"content_block_start","index":\#(index),"content_block":{\#(members)}}"#)
    }

    private static func piece(_ index: Int, _ members: String) -> String {
        event(#"{"type":"content_block_delta","index":\#(index),"delta":{\#(members)}}"#)
    }

    private static func end(_ index: Int) -> String {
        event(#"{"type":"content_block_stop","index":\#(index)}"#)
    }

    private static func stopped(_ reason: String) -> String {
        event(
            #"{"type":"message_delta","delta":{"stop_reason":"\#(reason)"},"#
                + #""usage":{"output_tokens":5}}"#) + event(#"{"type":"message_stop"}"#)
    }

    // MARK: Pieces of Gemini's contents and of Ollama's lines

    private static func parts(_ part: String) -> String {
        "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[\(part)]}}]}\r\n\r\n"
    }

    private static let stopped =
        #"data: {"candidates":[{"content":{"parts":[]},"finishReason":"STOP"}],"usageMetadata":"#
        + #"{"promptTokenCount":10,"candidatesTokenCount":5}}"# + "\r\n\r\n"

    private static func line(_ message: String) -> String {
        #"{"model":"m","message":\#(message),"done":false}"# + "\n"
    }

    private static let over =
        #"{"model":"m","message":{"role":"assistant","content":""},"done":true,"#
        + #""done_reason":"stop","prompt_eval_count":10,"eval_count":5}"# + "\n"
}
