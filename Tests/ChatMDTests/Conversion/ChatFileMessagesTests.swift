import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

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
            file.messages(system: nil) == [
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
        #expect(file.messages(system: nil) == [Message(role: .user, text: "hi")])
        #expect(file.nothingToSend == nil)
    }

    @Test func sectionsOfOneRoleStayApart() throws {
        let file = try file("one\n\n# === USER ===\n\ntwo\n")
        #expect(
            file.messages(system: nil) == [
                Message(role: .user, text: "one"), Message(role: .user, text: "two"),
            ])
    }

    @Test(
        arguments: [
            ("Ada", "Ada"), ("ada_1-x", "ada_1-x"), ("Ada Lovelace", nil), ("Zoë", nil),
        ] as [(String, String?)])
    func aLabelIsTheNameWhereProvidersTakeIt(label: String, name: String?) throws {
        let file = try file("# === USER (\(label)) ===\n\nhi\n")
        #expect(file.messages(system: nil) == [Message(role: .user, text: "hi", name: name)])
    }

    @Test func aModelAsLabelIsNotSent() throws {
        let file = try file("a\n# === ASSISTANT (grok-3) ===\nb\n# === USER ===\nc\n")
        #expect(file.messages(system: nil)[1] == Message(role: .assistant, text: "b"))
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
            ("# === SYSTEM ===\nx\n", "there is no user message after the system message"),
            ("a\n", nil),
            ("a\n# === ASSISTANT ===\n\n", nil),
        ] as [(String, String?)])
    func onlyAUsersMessageIsAnswered(text: String, reason: String?) throws {
        #expect(try file(text).nothingToSend == reason)
    }
}
