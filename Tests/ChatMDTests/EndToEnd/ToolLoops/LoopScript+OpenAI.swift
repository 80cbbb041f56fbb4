// Providers that speak OpenAI's chat completions.

extension LoopScript {
    /// Reasoning as text, which DeepSeek and Moonshot want to be told again.
    static let deepSeek = reasoningContent("deepseek", "deepseek-v4-pro", "DEEPSEEK_API_KEY")
    static let moonshot = reasoningContent("moonshot", "kimi-k3", "MOONSHOT_API_KEY")

    /// The same answers; nobody else wants it back.
    static let xAI: LoopScript = {
        var script = reasoningContent("xai", "grok-4.3", "XAI_API_KEY")
        script.third = chat(["", ""], last: nil)
        script.reread = chat(["", ""], last: "")
        return script
    }()

    private static func reasoningContent(
        _ provider: String, _ model: String, _ variable: String
    ) -> LoopScript {
        LoopScript(
            provider: provider, model: model, keyVariable: variable,
            answers: [
                [
                    delta(#""role":"assistant","content":null,"reasoning_content":"Bo""#),
                    delta(#""reasoning_content":"th.""#), delta(#""content":"Let me look.""#),
                    // Side by side, in pieces.
                    delta(
                        #""tool_calls":[{"index":0,"id":"c1","type":"function","#
                            + #""function":{"name":"look","arguments":"{\"at\""}}]"#),
                    delta(
                        #""tool_calls":[{"index":1,"id":"c2","type":"function","#
                            + #""function":{"name":"look","arguments":"{\"at\":\"b\"}"}}]"#),
                    delta(
                        #""tool_calls":[{"index":0,"function":{"arguments":":\"a\"}"}}]"#), end,
                    usage,
                ],
                [
                    delta(#""reasoning_content":"Now fail.""#),
                    delta(
                        #""tool_calls":[{"index":0,"id":"c3","type":"function","#
                            + #""function":{"name":"fail","arguments":""}}]"#), end, usage,
                ],
                [delta(#""content":"Done.""#), stop, usage],
            ],
            third: chat(
                [#","reasoning_content":"Both.""#, #","reasoning_content":"Now fail.""#], last: nil),
            second: 4,
            // What was thought is not in the file.
            reread: chat(
                [#","reasoning_content":" ""#, #","reasoning_content":" ""#],
                last: #","reasoning_content":" ""#))
    }

    static let openRouter = LoopScript(
        provider: "openrouter", model: "anthropic/claude-sonnet-5",
        settings: "reasoning_effort = \"low\"\n", keyVariable: "OPENROUTER_API_KEY",
        answers: [
            [
                ": OPENROUTER PROCESSING\n\n",
                delta(
                    #""role":"assistant","content":"","reasoning":"Bo","reasoning_details":"#
                        + #"[{"type":"reasoning.text","text":"Bo","index":0,"format":"f"}]"#),
                delta(
                    #""content":"","reasoning":"th.","reasoning_details":"#
                        + #"[{"type":"reasoning.text","text":"th.","index":0}]"#),
                delta(
                    #""content":"","reasoning_details":"#
                        + #"[{"type":"reasoning.text","signature":"sig-1","index":0}]"#),
                delta(
                    #""content":"","reasoning_details":"#
                        + #"[{"type":"reasoning.encrypted","data":"secret-1","index":1}]"#),
                delta(#""content":"Let me look.""#),
                delta(
                    #""tool_calls":[{"index":0,"id":"c1","type":"function","#
                        + #""function":{"name":"look","arguments":"{\"at\":\"a\"}"}},"#
                        + #"{"index":1,"id":"c2","type":"function","#
                        + #""function":{"name":"look","arguments":"{\"at\":\"b\"}"}}]"#), end,
                usage,
            ],
            [
                delta(
                    #""tool_calls":[{"index":0,"id":"c3","type":"function","#
                        + #""function":{"name":"fail","arguments":"{}"}}]"#), end, usage,
            ],
            [delta(#""content":"Done.""#), stop, usage],
        ],
        third: chat(
            [
                #","reasoning_details":[{"type":"reasoning.text","text":"Both.","index":0,"#
                    + #""format":"f","signature":"sig-1"},"#
                    + #"{"type":"reasoning.encrypted","data":"secret-1","index":1}]"#, "",
            ], last: nil),
        second: 4,
        reread: chat(["", ""], last: ""))

    /// Ids of nine characters; thoughts in arrays, which nobody wants back.
    static let mistral = LoopScript(
        provider: "mistral", model: "magistral-medium-latest",
        settings: "reasoning_effort = \"high\"\n", keyVariable: "MISTRAL_API_KEY",
        answers: [
            [
                delta(
                    #""content":[{"type":"thinking","thinking":[{"type":"text","text":"Both."}]}]"#),
                delta(#""content":"Let me look.""#),
                event(
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"aaaaaaaa1","#
                        + #""function":{"name":"look","arguments":"{\"at\":\"a\"}"}},"#
                        + #"{"index":1,"id":"aaaaaaaa2","function":{"name":"look","#
                        + #""arguments":"{\"at\":\"b\"}"}}]},"finish_reason":"tool_calls"}],"#
                        + #""usage":\#(counts)}"#), done,
            ],
            [
                event(
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"aaaaaaaa3","#
                        + #""function":{"name":"fail","arguments":"{}"}}]},"#
                        + #""finish_reason":"tool_calls"}],"usage":\#(counts)}"#), done,
            ],
            [delta(#""content":"Done.""#), stop, usage],
        ],
        third: chat(["", ""], last: nil, ids: ["aaaaaaaa1", "aaaaaaaa2", "aaaaaaaa3"]),
        second: 4,
        reread: chat(["", ""], last: "", ids: ["aaaaaaaa1", "aaaaaaaa2", "aaaaaaaa3"]))

    // MARK: Pieces

    static let counts =
        #"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}"#
    private static let done = "data: [DONE]\n\n"
    private static let usage = event(#"{"choices":[],"usage":\#(counts)}"#) + done
    private static let end = event(
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#)
    private static let stop = event(
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#)

    private static func delta(_ members: String) -> String {
        event(#"{"choices":[{"index":0,"delta":{\#(members)}}]}"#)
    }

    /// The messages up to the failure, and with `last` what was said then and the next question.
    ///
    /// - Parameter reasoning: further members of the assistant's messages.
    private static func chat(
        _ reasoning: [String], last: String?, ids: [String] = ["c1", "c2", "c3"]
    ) -> String {
        func call(_ id: String, _ name: String, _ arguments: String) -> String {
            #"{"id":"\#(id)","type":"function","function":{"name":"\#(name)","#
                + #""arguments":"\#(arguments)"}}"#
        }
        func result(_ id: String, _ content: String) -> String {
            #"{"role":"tool","tool_call_id":"\#(id)","content":"\#(content)"}"#
        }
        let (a, b) = (#"{\"at\":\"a\"}"#, #"{\"at\":\"b\"}"#)
        var messages = [
            #"{"role":"user","content":"Where?"}"#,
            #"{"role":"assistant","content":"Let me look.","tool_calls":["#
                + "\(call(ids[0], "look", a)),\(call(ids[1], "look", b))]\(reasoning[0])}",
            result(ids[0], a), result(ids[1], b),
            #"{"role":"assistant","content":null,"tool_calls":["#
                + "\(call(ids[2], "fail", "{}"))]\(reasoning[1])}",
            result(ids[2], #"it ended with status 3\nbroken\n"#),
        ]
        if let last {
            messages += [
                #"{"role":"assistant","content":"Done."\#(last)}"#,
                #"{"role":"user","content":"And?"}"#,
            ]
        }
        return "[\(messages.joined(separator: ","))]"
    }
}
