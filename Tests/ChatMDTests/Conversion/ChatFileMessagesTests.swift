import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

extension ChatFile {
    fileprivate func messages(system: String? = nil) -> [Message] {
        var warnings: [Diagnostic] = []
        return messages(system: system, warnings: &warnings)
    }
}

@Suite struct ChatFileMessagesTests {
    private func file(_ text: String) throws -> ChatFile {
        try ChatFile(parsing: Array(text.utf8))
    }

    @Test func sectionsBecomeMessagesInOrder() throws {
        let file = try file(
            """
            # === SYSTEM ===
            be short
            # === USER ===
            one
            # === ASSISTANT ===
            two
            # === USER ===
            three
            """)
        #expect(
            file.messages() == [
                Message(role: .system, text: "be short"), Message(role: .user, text: "one"),
                Message(role: .assistant, text: "two"), Message(role: .user, text: "three"),
            ])
    }

    @Test func aSystemSettingComesFirst() throws {
        let messages = try file("hi").messages(system: "be short")
        #expect(
            messages == [
                Message(role: .system, text: "be short"), Message(role: .user, text: "hi"),
            ])
    }

    @Test func anEmptySystemSettingIsNotSent() throws {
        #expect(try file("hi").messages(system: "") == [Message(role: .user, text: "hi")])
    }

    @Test func notesAreNeverSent() throws {
        let file = try file("hi\n\n# === NOTE (idea) ===\n\nsecret\n")
        #expect(file.messages() == [Message(role: .user, text: "hi")])
        #expect(file.nothingToSend?.reason == nil)
    }

    @Test func sectionsOfOneRoleStayApart() throws {
        let file = try file("one\n\n# === USER ===\n\ntwo\n")
        #expect(
            file.messages() == [
                Message(role: .user, text: "one"), Message(role: .user, text: "two"),
            ])
    }

    @Test(
        arguments: [
            ("Ada", "Ada"), ("ada_1-x", "ada_1-x"), ("Ada Lovelace", nil), ("Zoë", nil),
        ] as [(String, String?)])
    func aLabelIsTheNameWhereProvidersTakeIt(label: String, name: String?) throws {
        let file = try file("# === USER (\(label)) ===\n\nhi\n")
        #expect(file.messages() == [Message(role: .user, text: "hi", name: name)])
    }

    @Test func aModelAsLabelIsNotSent() throws {
        let file = try file("a\n# === ASSISTANT (grok-3) ===\nb\n# === USER ===\nc\n")
        #expect(file.messages()[1] == Message(role: .assistant, text: "b"))
    }

    @Test(
        arguments: [
            ("", "there is no message to answer"),
            ("\n \n", "there is no message to answer"),
            ("# === NOTE ===\nx\n", "there is no message to answer"),
            (
                "a\n# === ASSISTANT ===\nb\n",
                "the last message is the assistant's, so there is nothing to answer"
            ),
            (
                "a\n# === ASSISTANT ===\nb\n\n# === USER ===\n\n",
                "the last message is the assistant's, so there is nothing to answer"
            ),
            (
                "a\n# === ASSISTANT ===\nb\n# === TOOL ===\n",
                "no result stands under the last `# === TOOL ===`"
            ),
            ("# === SYSTEM ===\nx\n", "there is no user message after the system message"),
            ("a\n", nil),
            ("a\n# === ASSISTANT ===\n\n", nil),
        ] as [(String, String?)])
    func onlyAUsersMessageIsAnswered(text: String, reason: String?) throws {
        #expect(try file(text).nothingToSend?.reason == reason)
    }

    @Test func whatIsEmbeddedFollowsWithItsPlace() throws {
        let file = try file("one\n# === USER ===\n![](a%20b.png) ![](t) ![](https://x/a)\n")
        let embeds: [[LoadedEmbed]] = [
            [], [.file(.image(mediaType: "image/png"), [1]), .text("t"), .url("https://x/a")],
        ]
        var warnings: [Diagnostic] = []
        let messages = file.messages(
            system: "s", embeds: embeds, path: "chat.md", warnings: &warnings)
        #expect(
            messages[2].parts == [
                .text("![](a%20b.png) ![](t) ![](https://x/a)"),
                .attachment(
                    LLMCore.Attachment(
                        mediaType: "image/png", content: .data([1]), name: "a b.png",
                        place: .init(path: "chat.md", line: 3, column: 1))),
                .text("t"),
                .attachment(
                    LLMCore.Attachment(
                        mediaType: "image/*", content: .url("https://x/a"),
                        place: .init(path: "chat.md", line: 3, column: 23))),
            ])
    }

    // MARK: Tools

    private let calculation = """
        what is 1 + 1?
        # === ASSISTANT ===
        Let me see.

        ``` tool_call calculator call_1
        {"expression": "1 + 1"}
        ```
        # === TOOL ===

        ``` tool_result calculator call_1
        2
        ```
        """

    @Test func aCallIsSentWithItsResult() throws {
        let file = try file(calculation)
        let call = ToolCall(
            id: "call_1", name: "calculator", arguments: #"{"expression": "1 + 1"}"#)
        #expect(
            file.messages() == [
                .user("what is 1 + 1?"),
                Message(role: .assistant, parts: [.text("Let me see."), .toolCall(call)]),
                .results([call.result("2")]),
            ])
        #expect(file.nothingToSend?.reason == nil)
    }

    @Test func resultsOfOneReplyAreOneMessageInTheOrderOfTheFile() throws {
        let text = """
            hi
            # === ASSISTANT ===
            ``` tool_call a 1
            {}
            ```
            ``` tool_call b 2
            {}
            ```
            # === TOOL ===
            ``` tool_result b 2 error
            broken
            ```
            ``` tool_result a 1
            fine
            ```
            """
        let messages = try file(text).messages()
        #expect(messages.map(\.role) == [.user, .assistant, .tool])
        #expect(messages[1].toolCalls.map(\.id) == ["1", "2"])
        #expect(
            messages[2].parts == [
                .toolResult(
                    ToolResult(callID: "2", name: "b", content: "broken", isError: true)),
                .toolResult(ToolResult(callID: "1", name: "a", content: "fine")),
            ])
    }

    @Test func anIdThatOccursAgainIsSentAsAnother() throws {
        let twice = calculation + "\n# === USER ===\nagain\n" + calculation
        let messages = try file(twice).messages()
        let ids = messages.flatMap { $0.toolCalls.map(\.id) }
        #expect(ids == ["call_1", "call_1-2"])
    }

    @Test func aResultWithoutCallIsTheUsersText() throws {
        let file = try file("hi\n# === TOOL ===\n``` tool_result x 1\nsecret\n```\n")
        var warnings: [Diagnostic] = []
        let messages = file.messages(system: nil, warnings: &warnings)
        #expect(messages.map(\.role) == [.user, .user])
        #expect(
            warnings.map(\.message) == [
                "a result that answers no call before it is sent as the user's text"
            ])
    }

    @Test func aTurnWithEmptyToolsWaitsForNobody() throws {
        #expect(try file("a\n# === ASSISTANT ===\nb\n# === TOOL ===\n").nothingToSend != nil)
    }
}
