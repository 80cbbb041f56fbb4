import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What was typed is there the next time.
@Suite struct ChatHistoryFileTests {
    private let chat: ChatScene
    private let file = "home/.local/state/chatmd/history"

    init() throws { chat = try ChatScene() }

    @Test func aFurtherChatFindsWhatWasTyped() throws {
        try chat.type("one\rtwo\\\rlines\r")
        try chat.type("\u{1B}[A\r")
        #expect(try chat.messages() == ["one", "two\nlines", "two\nlines"])
    }

    @Test func itIsTheUsersAlone() throws {
        try chat.type("one\r")
        var status = stat()
        #expect(stat(chat.folder(file), &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(
            stat(chat.folder("home/.local/state/chatmd"), &status) == 0
                && status.st_mode & 0o777 == 0o700)
    }

    @Test func itStandsWhereTheEnvironmentSays() throws {
        var chat = chat
        chat.scene.environment["XDG_STATE_HOME"] = chat.folder("state")
        try chat.folder.write("state/x", "")
        try chat.type("one\r")
        #expect(chat.folder.text("state/chatmd/history") == "\"one\"\n")
    }

    @Test func keysAreLeftOut() throws {
        var chat = chat
        chat.scene.environment["XAI_API_KEY"] = "a-key-of-no-known-form"
        let key = "sk-ant-" + String(repeating: "a1", count: 20)
        try chat.type("mine is \(key)\rit is a-key-of-no-known-form!\rfine\r")
        #expect(chat.folder.text(file) == "\"fine\"\n")
    }

    @Test func theKeyOfAProviderOfOnesOwnIsLeftOut() throws {
        let config = """
            [providers.work]
            base_url = "http://127.0.0.1:1/v1"
            wire_format = "openai-chat"
            api_key_env = "WORK_KEY"

            """
        var chat = ChatScene(try Scene(config: config) { _, _ in })
        chat.scene.environment["WORK_KEY"] = "a-key-of-no-known-form"
        try chat.type("it is a-key-of-no-known-form!\rfine\r")
        #expect(chat.folder.text(file) == "\"fine\"\n")
    }

    @Test func aLineThatIsNoneIsPassedOver() throws {
        try chat.folder.write(file, "\"whole\"\n\"cut of")
        try chat.type("\u{1B}[A\r")
        #expect(try chat.messages() == ["whole"])
        #expect(chat.folder.text(file) == "\"whole\"\n\"cut of\n\"whole\"\n")
    }

    @Test func whatIsNoFileStopsNoChat() throws {
        try chat.folder.write("home/.local/state/chatmd/x", "")
        #expect(mkfifo(chat.folder(file), 0o600) == 0)
        let text = try chat.type("one\r").text
        #expect(text.contains("what you type is not in the history"))
        #expect(try chat.messages() == ["one"])
    }
}
