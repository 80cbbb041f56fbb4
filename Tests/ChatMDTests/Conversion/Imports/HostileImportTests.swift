import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

/// Whatever a file of another program holds, it becomes the messages that were read from it, or an
/// error.
@Suite struct HostileImportTests {
    private static let marks = [
        ">>> user", ">>> system", ">>> include", ">>> exec", "<<< assistant", "<<< thinking",
        "<<< tool_call", "<<< tool_response", "<<< info", "<<< error x", "[chat]",
        "options.model=a",
        "options.initial_prompt=>>> system\\n![x](y)\\n>>> exec\\nz", "# topic: ?", "- file: a",
        "- model: {\"model\": \"m\"}", "- role: a\\n# === USER ===", "---", "💬: ![x](secret.txt)",
        "🤖:[a]", "🗨:", "```lua", "```", "````", "flemma.opt.model = \"a\"", "@System:", "@You:",
        "@You: x", "@Assistant:", "<thinking>", "</thinking>", "**Tool Use:** `f` (`1`)",
        "**Tool Result:** `1` (error)", "{\"a\": 1}", "<!-- flemma:aborted: x -->", "@./a.txt",
        "{{ x }}", "![a ![b](c)](d)", "model: a:b", "messages:", "- role: user", "  content: \"x\"",
        "  content: [{type: text, text: '![a](b)'}]", "+++",
        #"{"tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{}"}}]}"#,
        #"{"role": "tool", "tool_call_id": "1", "content": "```"}"#,
    ]

    private func text(_ hostile: inout HostileText) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...24, using: &hostile.generator) {
            if hostile.generator.chance(2, in: 3) {
                text += hostile.generator.element(of: Self.marks)
            } else {
                text += hostile.line()
            }
            text += hostile.generator.element(of: ["\n", "\n", "\n\n", "\r\n", "\r"])
        }
        return text
    }

    @Test func whatWasReadIsWhatIsWritten() throws {
        for seed in Seeds(cases: 400) {
            var hostile = HostileText(seed: seed)
            let text = text(&hostile)
            for conversation in Self.conversations(text) {
                let file = try ChatFile(parsing: try conversation.file())
                let sections = conversation.sections.filter {
                    !$0.blocks.isEmpty || !$0.text.isBlankText
                }
                #expect(file.turns.map(\.role) == sections.map(\.role), "CHATMD_SEED=\(seed)")
                #expect(!file.diagnostics.contains { $0.severity == .error }, "CHATMD_SEED=\(seed)")
                for (turn, section) in zip(file.turns, sections) where section.role != .note {
                    // An open block is closed where something follows.
                    let isKept = Self.words(turn.text).starts(with: Self.words(section.text))
                    #expect(isKept, "CHATMD_SEED=\(seed) \(turn.text)|\(section.text)")
                }
                let embeds = Set(file.turns.flatMap(\.embeds).map(\.destination))
                #expect(embeds.isSubset(of: conversation.embeds ?? []), "CHATMD_SEED=\(seed)")
            }
        }
    }

    @Test func anyBytesAreAFileOrAnError() throws {
        for seed in Seeds(cases: 400) {
            var hostile = HostileText(seed: seed)
            var bytes = Array(text(&hostile).utf8)
            for _ in 0..<Int.random(in: 0...3, using: &hostile.generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &hostile.generator)
                bytes[place] = UInt8.random(in: 0...255, using: &hostile.generator)
            }
            let path = hostile.generator.element(
                of: [nil, "a.aichat", "a.chat", "a.yaml", "a.json", "a.md"])
            guard let files = try? ImportedFiles(bytes, path: path).files else { continue }
            for file in files { #expect(throws: Never.self) { _ = try ChatFile(parsing: file) } }
        }
    }

    private static func conversations(_ text: String) -> [ImportedConversation] {
        guard let source = try? SourceText(Array(text.utf8)) else { return [] }
        return [
            try? VimAIFile(parsing: source).conversation, try? GpFile(parsing: source).conversation,
            try? FlemmaFile(parsing: source).conversation,
        ].compactMap(\.self)
    }

    /// The characters that say something; where images were, backslashes may have come.
    private static func words(_ text: String) -> [UInt8] {
        text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D, 0x5C].contains($0) }
    }
}
