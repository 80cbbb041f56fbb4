import LLMCore

/// Requests with as much in them as there can be.
enum SampleRequests {
    // MARK: Files

    /// Several turns, a name, a system message between them, two messages of one role in a row.
    static let conversation = """
        Which is longer, the Nile or the Amazon?

        # === ASSISTANT ===

        The Nile.

        # === SYSTEM ===

        Answer in one line.

        # === USER (Ada) ===

        And which is wider?

        # === USER ===

        Tell me now.
        """

    /// To be gone on with.
    static let unfinished = """
        Which is longer, the Nile or the Amazon?

        # === ASSISTANT ===

        The Ni
        """

    /// A setting for JSON.
    static let schema = """
        response_format = { schema = { type = "object", properties = { river = { type = "string" } }, \
        required = ["river"], additionalProperties = false } }
        """

    // MARK: What a file cannot say yet

    static let formats = [
        WireFormatName.openAIChat, .openAIResponses, .anthropic, .gemini,
    ]

    /// Tools, their calls and results, and the reasoning that led to them.
    static func tools(
        _ format: WireFormatName, model: String, choice: ToolChoice = .auto
    ) -> ChatRequest {
        let schema: JSONValue = [
            "type": "object",
            "properties": ["a": ["type": "integer"], "b": ["type": "integer"]],
            "required": ["a", "b"], "additionalProperties": false,
        ]
        let thought = reasoning(format).map { value in
            Part.reasoning(
                Reasoning(text: "Hm", block: ProviderBlock(wireFormat: format, value: value)))
        }
        return ChatRequest(
            model: model,
            messages: [
                Message(role: .system, text: "Be brief."),
                Message(role: .user, text: "What is 1 + 2, what 3 + 4, and when?", name: "Ada"),
                Message(
                    role: .assistant,
                    parts: (thought.map { [$0] } ?? []) + [
                        .text("Let me see."),
                        call("call_a", "add", #"{"a": 1, "b": 2}"#, signature: "c2ln"),
                        call("call_b", "add", #"{"a": 3, "b": 4}"#),
                        call("call_c", "now", "{}"),
                    ]),
                Message(
                    role: .tool,
                    parts: [
                        .toolResult(ToolResult(callID: "call_a", name: "add", content: "3")),
                        .toolResult(ToolResult(callID: "call_b", name: "add", content: "7")),
                        .toolResult(
                            ToolResult(
                                callID: "call_c", name: "now", content: "no clock", isError: true)),
                    ]),
                Message(role: .assistant, text: "3, 7, and I cannot tell."),
                Message(role: .user, text: "And 5 + 6?"),
            ],
            tools: [
                Tool(
                    name: "add", description: "Adds two numbers", parameters: schema, isStrict: true
                ),
                Tool(name: "now", description: "", parameters: ["type": "object"]),
            ],
            toolChoice: choice,
            options: GenerationOptions(
                maxTokens: ServerScene.tokens, parallelToolCalls: format == .gemini ? nil : false))
    }

    /// An image as bytes and by its address, a document, and a recording where it is taken.
    static func attachments(_ format: WireFormatName, model: String) -> ChatRequest {
        var parts = [
            Part.text("Look, and listen."),
            .attachment(Attachment(mediaType: "image/png", content: .data([137, 80, 78, 71]))),
            .attachment(
                Attachment(mediaType: "image/jpeg", content: .url("https://example.org/a.jpg"))),
            .attachment(
                Attachment(
                    mediaType: "application/pdf", content: .data(Array("%PDF".utf8)), name: "a.pdf")
            ),
            .text("What is it?"),
        ]
        if format == .openAIChat || format == .gemini {
            parts.append(
                .attachment(Attachment(mediaType: "audio/wav", content: .data([82, 73, 70, 70]))))
        }
        return ChatRequest(model: model, messages: [Message(role: .user, parts: parts)])
    }

    private static func call(
        _ id: String, _ name: String, _ arguments: String, signature: String? = nil
    ) -> Part {
        .toolCall(ToolCall(id: id, name: name, arguments: arguments, signature: signature))
    }

    /// As the provider gave it.
    private static func reasoning(_ format: WireFormatName) -> JSONValue? {
        switch format {
        case .openAIResponses:
            [
                "type": "reasoning", "id": "rs_1", "summary": [],
                "content": [["type": "reasoning_text", "text": "Hm"]], "encrypted_content": "gAAA",
            ]
        case .anthropic: ["type": "thinking", "thinking": "Hm", "signature": "c2ln"]
        case .gemini: ["text": "", "thoughtSignature": "c2ln"]
        default: nil
        }
    }
}
