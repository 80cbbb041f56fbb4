import LLMCore
import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

@Suite struct ExportFormatTests {
    private let conversation = ExportedConversation(
        model: "m",
        messages: [
            Message(role: .system, text: "s"), Message(role: .user, text: "a", name: "ada"),
            Message(role: .user, text: "b"), Message(role: .assistant, text: "c"),
        ].map(ExportedMessage.init),
        options: GenerationOptions(temperature: 0.5, maxTokens: 9, stop: ["x"], seed: 4)
    )

    private func text(_ format: ExportFormat, _ conversation: ExportedConversation) -> String {
        String(decoding: format.bytes(of: conversation), as: UTF8.self)
    }

    @Test func openAIHoldsMessagesAsTheyAreSent() {
        #expect(
            text(.openAILines, conversation) == #"""
                {"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","name":"ada","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"}],"temperature":0.5,"max_tokens":9,"stop":["x"],"seed":4}

                """#
        )
    }

    @Test func bothFormsOfOpenAIAreTheSameValue() throws {
        let whole = try JSONParser.parse(text(.openAI, conversation))
        #expect(try JSONParser.parse(text(.openAILines, conversation)) == whole)
    }

    @Test func anthropicHasTheSystemAtTheTopAndTurns() throws {
        let json = try JSONParser.parse(text(.anthropic, conversation))
        #expect(
            json == [
                "model": "m", "max_tokens": 9, "system": "s",
                "messages": [
                    [
                        "role": "user",
                        "content": [
                            ["type": "text", "text": "a"], ["type": "text", "text": "b"],
                        ],
                    ],
                    ["role": "assistant", "content": "c"],
                ],
                "temperature": 0.5, "stop_sequences": ["x"],
            ]
        )
    }

    // MARK: Files

    private func shown(
        _ attachments: [LLMCore.Attachment], role: MessageRole = .user
    ) -> ExportedConversation {
        var parts = [Part.text("a")] + attachments.map(Part.attachment)
        parts += [.text("b"), .text("c")]
        return ExportedConversation(messages: [ExportedMessage(Message(role: role, parts: parts))])
    }

    private let image = LLMCore.Attachment(mediaType: "image/png", content: .data([1, 2, 3]))
    private let page = LLMCore.Attachment(
        mediaType: "application/pdf", content: .url("https://example.org/a.pdf"))
    private let sound = LLMCore.Attachment(mediaType: "audio/wav", content: .data([1, 2, 3]))

    @Test func filesArePartsOfTheirOwn() throws {
        let conversation = shown([image, sound])
        let openAI = try JSONParser.parse(text(.openAI, conversation))
        #expect(
            openAI["messages"]?[0]?["content"] == [
                ["type": "text", "text": "a"],
                ["type": "image_url", "image_url": ["url": "data:image/png;base64,AQID"]],
                ["type": "input_audio", "input_audio": ["data": "AQID", "format": "wav"]],
                ["type": "text", "text": "bc"],
            ])
        let anthropic = try JSONParser.parse(text(.anthropic, shown([image, page])))
        #expect(
            anthropic["messages"]?[0]?["content"] == [
                ["type": "text", "text": "a"],
                [
                    "type": "image",
                    "source": ["type": "base64", "media_type": "image/png", "data": "AQID"],
                ],
                [
                    "type": "document",
                    "source": ["type": "url", "url": "https://example.org/a.pdf"],
                ],
                ["type": "text", "text": "bc"],
            ])
        #expect(ExportFormat.openAI.losses(of: conversation) == [])
        #expect(ExportFormat.anthropic.losses(of: shown([image, page])) == [])
    }

    @Test func whatATurnEmbedsIsExportedWithItsMessage() throws {
        let text = "one\n# === ASSISTANT ===\ntwo\n# === USER ===\n![](t) ![](p.png)\n"
        let file = try ChatFile(parsing: Array(text.utf8))
        let png = LoadedEmbed.file(.image(mediaType: "image/png"), [1])
        let (messages, warnings) = file.exportedMessages(
            system: nil, embeds: [[], [], [.text("t"), png]])
        #expect(warnings.isEmpty)
        #expect(messages.map(\.text) == ["one", "two", "![](t) ![](p.png)\n\nt"])
        #expect(messages.map(\.parts.isEmpty) == [true, true, false])
        guard case .attachment(let image)? = messages[2].parts.last else {
            Issue.record("no image")
            return
        }
        #expect(image.name == "p.png")
        #expect(image.content == .data([1]))
    }

    @Test func textsAloneStayAString() throws {
        let file = try ChatFile(parsing: Array("![](t)".utf8))
        let (messages, _) = file.exportedMessages(system: nil, embeds: [[.text("t")]])
        let conversation = ExportedConversation(messages: messages)
        for format in [ExportFormat.openAI, .anthropic] {
            let json = try JSONParser.parse(self.text(format, conversation))
            #expect(json["messages"]?[0]?["content"] == "![](t)\n\nt")
        }
    }

    @Test func filesWithoutAPlaceAreLeftOutAndSaid() throws {
        let text = JSONValue.array([["type": "text", "text": "abc"]])
        for (format, attachment, loss) in [
            (ExportFormat.openAILines, page, "OpenAI's format has addresses for images only"),
            (.anthropic, sound, "Anthropic's format has no recordings"),
        ] {
            let conversation = shown([attachment, attachment])
            let json = try JSONParser.parse(self.text(format, conversation))
            #expect(json["messages"]?[0]?["content"] == text)
            let losses = format.losses(of: conversation)
            #expect(losses.count == 1)
            #expect(losses.first?.hasPrefix(loss) == true)
        }
        let system = shown([image], role: .system)
        #expect(try JSONParser.parse(self.text(.anthropic, system))["system"] == text)
        #expect(ExportFormat.openAI.losses(of: system).count == 1)
    }

    @Test func anthropicNeedsALimit() throws {
        let plain = ExportedConversation(messages: [ExportedMessage(role: .user, text: "a")])
        let json = try JSONParser.parse(text(.anthropic, plain))
        #expect(json == ["max_tokens": 4096, "messages": [["role": "user", "content": "a"]]])
    }

    @Test func whatAnthropicHasNoPlaceForIsSaid() {
        #expect(ExportFormat.anthropic.losses(of: conversation).count == 2)
        #expect(ExportFormat.openAI.losses(of: conversation).isEmpty)
    }

    // MARK: Tools

    private func export(
        _ text: String, _ format: ExportFormat = .anthropic
    ) throws -> (json: JSONValue?, warnings: [String], losses: [String]) {
        let (messages, warnings) = try ChatFile(parsing: Array(text.utf8))
            .exportedMessages(system: nil)
        let conversation = ExportedConversation(messages: messages)
        let json = try JSONParser.parse(self.text(format, conversation))
        return (json["messages"], warnings.map(\.message), format.losses(of: conversation))
    }

    private let tools = """
        # === ASSISTANT ===
        ``` tool_call calc c.1
        {"x": 1}
        ```
        ``` tool_call calc c2
        [1
        ```
        # === TOOL ===
        ``` tool_result calc c.1
        2
        ```
        ``` tool_result calc c2 error

        ```
        # === ASSISTANT ===
        again
        ``` tool_call calc c2

        ```
        # === TOOL ===
        ``` tool_result calc c2
        3
        ```
        # === USER ===
        thanks
        """

    @Test func openAIHasCallsAndResults() throws {
        let (json, warnings, losses) = try export(tools, .openAI)
        func call(_ id: JSONValue, _ arguments: JSONValue) -> JSONValue {
            [
                "id": id, "type": "function",
                "function": ["name": "calc", "arguments": arguments],
            ]
        }
        #expect(
            json == [
                [
                    "role": "assistant", "content": .null,
                    "tool_calls": [call("c.1", "{\"x\": 1}"), call("c2", "[1")],
                ],
                ["role": "tool", "tool_call_id": "c.1", "content": "2"],
                ["role": "tool", "tool_call_id": "c2", "content": ""],
                ["role": "assistant", "content": "again", "tool_calls": [call("c2-2", "")]],
                ["role": "tool", "tool_call_id": "c2-2", "content": "3"],
                ["role": "user", "content": "thanks"],
            ]
        )
        #expect(warnings.isEmpty)
        #expect(losses.count == 1)
    }

    @Test func anthropicHasBlocksOfUseAndResult() throws {
        let (json, warnings, losses) = try export(tools)
        func call(_ id: JSONValue, _ input: JSONValue) -> JSONValue {
            ["type": "tool_use", "id": id, "name": "calc", "input": input]
        }
        #expect(
            json == [
                [
                    "role": "assistant",
                    "content": [call("c_1", ["x": 1]), call("c2", ["arguments": "[1"])],
                ],
                [
                    "role": "user",
                    "content": [
                        ["type": "tool_result", "tool_use_id": "c_1", "content": "2"],
                        [
                            "type": "tool_result", "tool_use_id": "c2", "content": "error",
                            "is_error": true,
                        ],
                    ],
                ],
                [
                    "role": "assistant",
                    "content": [["type": "text", "text": "again"], call("c2-2", [:])],
                ],
                [
                    "role": "user",
                    "content": [
                        ["type": "tool_result", "tool_use_id": "c2-2", "content": "3"],
                        ["type": "text", "text": "thanks"],
                    ],
                ],
            ]
        )
        #expect(warnings.isEmpty)
        #expect(losses.count == 1)
    }

    @Test func aCallOrResultAloneIsText() throws {
        let (json, warnings, _) = try export(
            """
            # === ASSISTANT ===
            ``` tool_call calc c1
            {}
            ```
            # === TOOL ===
            aside
            ``` tool_result calc c2
            2
            ```
            # === ASSISTANT ===
            <!-- -->
            """,
            .openAI
        )
        #expect(
            json?.array?.prefix(2) == [
                ["role": "assistant", "content": "``` tool_call calc c1\n{}\n```"],
                ["role": "user", "content": "``` tool_result calc c2\n2\n```"],
            ]
        )
        #expect(warnings.count == 3)
    }

    @Test func ofTwoResultsTheLastCounts() throws {
        let (json, warnings, _) = try export(
            """
            # === ASSISTANT ===
            ``` tool_call calc c1
            {}
            ```
            # === TOOL ===
            ``` tool_result calc c1
            1
            ```
            ``` tool_result calc c1
            2
            ```
            """,
            .openAI
        )
        #expect(json?[1] == ["role": "tool", "tool_call_id": "c1", "content": "2"])
        #expect(
            json?[2] == ["role": "user", "content": "``` tool_result calc c1\n1\n```"]
        )
        #expect(warnings.count == 1)
    }

    // MARK: There and back

    /// What was exported is imported as the same messages, images in their texts as text.
    @Test func importAfterExportGivesTheSameMessages() throws {
        var compared = 0
        var withCalls = 0
        for seed in Seeds(cases: 1500) {
            var generator = SeededGenerator(seed: seed)
            let file = try ChatFile(parsing: Array(Self.conversation(&generator).utf8))
            let system = generator.element(of: [nil, "be brief\n# === USER ==="])
            let sent = file.exportedMessages(system: system).messages
            guard !sent.isEmpty else { continue }
            let exported = ExportedConversation(
                model: "m", messages: sent,
                options: GenerationOptions(temperature: 0.25, stop: ["\"\n"])
            )
            let format = generator.element(of: [ExportFormat.openAI, .openAILines])
            let json = try JSONText(parsing: format.bytes(of: exported)).values
            let bytes = try OpenAIImport(try #require(json.first).value).conversation.file()
            let imported = try ChatFile(parsing: bytes)

            let messages = imported.exportedMessages(system: nil).messages
            let expected = Self.closed(exported.messages)
            #expect(messages == expected, "CHATMD_SEED=\(seed)")
            if messages != expected { return }
            let layer = try settings(of: imported)
            #expect(layer.options == exported.options, "CHATMD_SEED=\(seed)")
            #expect(layer.model == "m")
            compared += 1
            if messages.contains(where: { !$0.calls.isEmpty }) { withCalls += 1 }
        }
        #expect(compared > 0)
        #expect(withCalls > 0 || compared == 1)
    }

    private func settings(of file: ChatFile) throws -> SettingsLayer {
        var warnings: [Diagnostic] = []
        let table = try #require(file.frontMatter?.settings)
        return try SettingsLayer(table, path: nil, warnings: &warnings)
    }

    /// The messages, with the last one closed where a heading follows it. Only the fence of the
    /// generator's texts can be open there.
    private static func closed(_ messages: [ExportedMessage]) -> [ExportedMessage] {
        // OpenAI's format does not say that a call has failed.
        let messages = messages.map { message in
            var message = message
            message.result?.isError = false
            if message.role == .user || message.role == .system {
                message.text = EmbedEscaper.escaped(message.text)
            }
            return message
        }
        guard let last = messages.last, last.role == .assistant || last.role == .system
        else { return messages }
        guard last.text.hasSuffix("\nopen") else { return messages }
        return messages.dropLast() + [ExportedMessage(role: last.role, text: last.text + "\n````")]
    }

    private static func conversation(_ generator: inout SeededGenerator) -> String {
        let headings = [
            "# === USER ===", "# === USER (ada) ===", "# === ASSISTANT ===", "# === SYSTEM ===",
        ]
        let lines = [
            "a", "", "  b", "\\# === USER ===", "\\\\# === TOOL ===", "> # === USER ===",
            "é \u{2028}",
            "\"quoted\\\" text", "\u{1}\u{7F}", "+++", "- item", "\t", "![x](y)", "===", "+++\nx",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            text += generator.element(of: headings) + "\n"
            var isOpen = false
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                if generator.chance(1, in: 5) {
                    text += "```\n"
                    isOpen.toggle()
                } else {
                    text +=
                        generator.element(of: lines)
                        + generator.element(of: ["\n", "\n", "\r\n", "\r"])
                }
            }
            // A fence is closed before the next heading; the last one may stay open.
            if isOpen { text += "\n```\n" }
            if generator.chance(1, in: 2) { text += toolRound(&generator) }
        }
        if generator.chance(1, in: 3) { text += "text\n```\n\\# === USER ===\nopen\n" }
        return text
    }

    /// A reply that calls, and results; of some the other half is missing, some share an id.
    private static func toolRound(_ generator: inout SeededGenerator) -> String {
        func records(_ kind: ToolRecord.Kind) -> String {
            var text = ""
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let record = ToolRecord(
                    kind, name: generator.element(of: ["calc", "a.b"]),
                    id: generator.element(of: ["c", "c-2", "d:1"]),
                    content: generator.element(
                        of: ["{}", "", "\n", "```", "# === USER ===", "{\"a\": \"é\"}\nx", " "]
                    ),
                    isError: kind == .result && generator.chance(1, in: 4)
                )
                text += "\n" + record.block.text + "\n"
            }
            return text
        }
        let said = generator.element(of: ["", "I count.\n", "- item\n"])
        return "# === ASSISTANT ===\n\(said)\(records(.call))# === TOOL ===\n\(records(.result))"
    }
}
