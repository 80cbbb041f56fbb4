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
        ],
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

    @Test func anthropicNeedsALimit() throws {
        let plain = ExportedConversation(messages: [Message(role: .user, text: "a")])
        let json = try JSONParser.parse(text(.anthropic, plain))
        #expect(json == ["max_tokens": 4096, "messages": [["role": "user", "content": "a"]]])
    }

    @Test func whatAnthropicHasNoPlaceForIsSaid() {
        #expect(ExportFormat.anthropic.losses(of: conversation).count == 2)
        #expect(ExportFormat.openAI.losses(of: conversation).isEmpty)
    }

    // MARK: There and back

    /// What was exported is imported as the same messages.
    @Test func importAfterExportGivesTheSameMessages() throws {
        var compared = 0
        for seed in Seeds(cases: 1500) {
            var generator = SeededGenerator(seed: seed)
            let file = try ChatFile(parsing: Array(Self.conversation(&generator).utf8))
            guard file.turns.contains(where: { $0.message != nil }) else { continue }
            let system = generator.element(of: [nil, "be brief\n# === USER ==="])
            let exported = ExportedConversation(
                model: "m", messages: file.messages(system: system),
                options: GenerationOptions(temperature: 0.25, stop: ["\"\n"])
            )
            let format = generator.element(of: [ExportFormat.openAI, .openAILines])
            let json = try JSONText(parsing: format.bytes(of: exported)).values
            let bytes = try OpenAIImport(try #require(json.first).value).conversation.file()
            let imported = try ChatFile(parsing: bytes)

            let messages = imported.messages(system: nil)
            let expected = Self.closed(exported.messages)
            #expect(messages == expected, "CHATMD_SEED=\(seed)")
            if messages != expected { return }
            let layer = try settings(of: imported)
            #expect(layer.options == exported.options, "CHATMD_SEED=\(seed)")
            #expect(layer.model?.value == "m")
            compared += 1
        }
        #expect(compared > 0)
    }

    private func settings(of file: ChatFile) throws -> SettingsLayer {
        var warnings: [Diagnostic] = []
        let table = try #require(file.frontMatter?.settings)
        return try SettingsLayer(table, path: nil, warnings: &warnings)
    }

    /// The messages, with the last one closed where a heading follows it. Only the fence of the
    /// generator's texts can be open there.
    private static func closed(_ messages: [Message]) -> [Message] {
        guard let last = messages.last, last.role != .user else { return messages }
        let lines = last.text.split(separator: "\n", omittingEmptySubsequences: false)
        let fences = lines.filter { $0 == "```" || $0 == "````" }
        guard fences.count % 2 == 1 else { return messages }
        let text = last.text + "\n````"
        return messages.dropLast() + [Message(role: last.role, text: text, name: last.name)]
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
        }
        if generator.chance(1, in: 3) { text += "text\n```\n\\# === USER ===\nopen\n" }
        return text
    }
}
