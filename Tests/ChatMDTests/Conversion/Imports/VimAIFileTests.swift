import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct VimAIFileTests {
    private func file(_ text: String) throws -> String {
        let source = try SourceText(Array(text.utf8))
        return String(
            decoding: try VimAIFile(parsing: source).conversation.file(), as: UTF8.self)
    }

    @Test func messagesOfOneRoleStayMessages() throws {
        #expect(
            try file(">>> user\n\na\n\n>>> user\n\nb\n\n<<< assistant\n\nc\n") == """
                # === USER ===

                a

                # === USER ===

                b

                # === ASSISTANT ===

                c

                # === USER ===

                """)
    }

    @Test func aLineThatOnlyBeginsLikeAMarkerIsText() throws {
        #expect(
            try file(">>> user\n>>> users\n <<< assistant\n")
                == "# === USER ===\n\n>>> users\n <<< assistant\n")
    }

    @Test func aFileWithoutMarkersIsTheUsersMessage() throws {
        let text = "hello\nyou\n"
        let source = try SourceText(Array(text.utf8))
        #expect(
            try VimAIFile(parsing: source).conversation.file()
                == Array("# === USER ===\n\nhello\nyou\n".utf8))
    }

    @Test func emptyMessagesAreLeftOut() throws {
        #expect(
            try file(">>> user\n\n<<< assistant\n\n>>> user\nx\n\n<<< thinking\n")
                == "# === USER ===\n\nx\n")
    }

    @Test func aCommandIsQuotedAndNotText() throws {
        let text = try file(">>> user\nx\n>>> exec\nrm -rf ~\n# === USER ===\n")
        #expect(text.contains("# === NOTE (import) ===\n\nvim-ai runs the commands"))
        #expect(text.contains("``` sh\nrm -rf ~\n\\# === USER ===\n```"))
        let turns = try ChatFile(parsing: Array(text.utf8)).turns
        #expect(turns.filter { $0.role == .user }.count == 1)
    }

    @Test func anImageInAMessageEmbedsNothing() throws {
        let text = try file(">>> system\n![a](b.txt)\n>>> user\n![a ![b](c)](d) `![e](f)`\n")
        let turns = try ChatFile(parsing: Array(text.utf8)).turns
        #expect(turns.flatMap(\.embeds).isEmpty)
        #expect(text.contains("`![e](f)`"))
    }

    @Test func theProviderGoesIntoTheModelsName() throws {
        let text = try file("[chat]\nprovider=google\noptions.model=gemini-3\n\n>>> user\nx\n")
        #expect(text.hasPrefix("+++\nmodel = \"gemini/gemini-3\"\n+++\n"))
    }

    @Test func aServerOfTheUsersOwnIsNamedInANote() throws {
        let text = try file(
            "[chat]\nprovider=openai\noptions.model=m\noptions.endpoint_url=http://a/v1\n"
                + "\n>>> user\nx\n")
        #expect(text.hasPrefix("+++\nmodel = \"m\"\n+++\n"))
        #expect(text.contains("\"endpoint_url\": \"http://a/v1\""))
        #expect(text.contains("\"provider\": \"openai\""))
    }

    @Test func aValueThatFrontMatterRefusesIsNoted() throws {
        let text = try file("[chat]\noptions.temperature=-1\n\n>>> user\nx\n")
        #expect(!text.hasPrefix("+++"))
        #expect(text.contains("\"temperature\": -1"))
    }
}
