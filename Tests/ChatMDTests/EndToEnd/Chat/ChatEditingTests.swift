import TestSupport
import Testing

/// What keys do on the line of a chat.
@Suite struct ChatEditingTests {
    private let chat: ChatScene

    init() throws { chat = try ChatScene() }

    /// What one line becomes.
    private func message(_ keys: String) throws -> String? {
        try chat.type(keys + "\r")
        return try chat.messages().first
    }

    @Test func aLineIsAMessageAndTheFileHoldsBoth() throws {
        let outcome = try chat.type("Hello\r")
        #expect(
            chat.folder.text("chat.md")
                == "# === USER ===\n\nHello\n\n# === ASSISTANT ===\n\nHello\n\n# === USER ===\n")
        #expect(outcome.text.contains("\nHello\necho · "))
    }

    @Test func severalLinesAreOneConversation() throws {
        try chat.type("one\rtwo\rthree\r")
        #expect(try chat.messages() == ["one", "two", "three"])
    }

    @Test(arguments: [
        ("abc\u{7F}d", "abd"),
        ("bc\u{1}a\u{5}d", "abcd"),
        ("ac\u{1B}[Db", "abc"),
        ("one two\u{17}three", "one three"),
        ("gone\u{15}kept", "kept"),
        ("gone\u{3}kept", "kept"),
    ])
    func theKeysAreThoseOfEmacs(keys: String, message: String) throws {
        #expect(try self.message(keys) == message)
    }

    @Test(arguments: [
        ("Grüße\u{7F}\u{7F}n", "Grün"),
        ("日本語\u{1B}[D\u{1B}[Dx", "日x本語"),
        ("ae\u{301}x\u{1B}[D\u{7F}", "aex"),
        ("👍🏽!\u{1}\u{4}", "🏽!"),
    ])
    func charactersOfEveryKindCanBeEdited(keys: String, message: String) throws {
        #expect(try self.message(keys) == message)
    }

    @Test func onlyThePromptIsBold() throws {
        var chat = chat
        chat.scene.environment["NO_COLOR"] = nil
        let text = try chat.type("hi\r").text
        #expect(text.contains("\u{1B}[1m>\u{1B}[0m hi"), "\(text.debugDescription)")
        let count = text.ranges(of: "\u{1B}[1m").count
        #expect(text.ranges(of: "\u{1B}[1m>\u{1B}[0m ").count == count)
    }

    @Test func aLocaleThatKnowsNoUTF8ChangesNothing() throws {
        var chat = chat
        chat.scene.environment["LANG"] = nil
        chat.scene.environment["LC_ALL"] = "POSIX"
        let outcome = try chat.type("Grüße 日本\u{7F}本\r")
        #expect(try chat.messages() == ["Grüße 日本"])
        #expect(outcome.text.contains("Grüße 日"))
    }

    @Test func bytesThatAreNoCharacterAreReplaced() throws {
        let process = try chat.start("chat.md", "-m", "echo")
        process.write([0x61, 0xFF, 0xC3, 0x62, 0x0D, 0x04])
        #expect(try process.outcome().ending == .exit(0))
        #expect(try chat.messages() == ["a\u{FFFD}\u{FFFD}b"])
    }

    @Test(arguments: ["one\\\rtwo", "one\u{1B}\rtwo", "one\u{1B}\ntwo"])
    func aNewLineCanBeTyped(keys: String) throws {
        #expect(try message(keys) == "one\ntwo")
    }

    @Test func theUsersOwnKeysCount() throws {
        try chat.folder.write("home/.editrc", "bind -v\n")
        // vi: back to command mode, to the line's start, delete a character there.
        #expect(try message("xabc\u{1B}0x") == "abc")
    }

    @Test func aStrangersFileOfKeysDoesNot() throws {
        try chat.folder.write(".editrc", "bind -s a b\n")
        #expect(try message("abc") == "abc")
    }

    // MARK: Pastes

    @Test func aPasteOfManyLinesIsOneMessage() throws {
        #expect(
            try message(ChatScene.paste("one\ntwo\r\nthree\rfour\n")) == "one\ntwo\nthree\nfour")
    }

    @Test func aPasteCanBeGoneOnWith() throws {
        #expect(
            try message("Look: " + ChatScene.paste("a\nb") + " and more") == "Look: a\nb and more")
    }

    @Test func controlCharactersInAPasteAreNotObeyed() throws {
        let text = "a\u{3}b\u{4}c\u{15}d\te\u{1A}f"
        #expect(try message(ChatScene.paste(text)) == text)
    }

    @Test func aLongPasteIsAMarkOnTheLineAndWholeInTheMessage() throws {
        let text = (1...300).map { "line \($0)" }.joined(separator: "\n")
        let outcome = try chat.type("Read " + ChatScene.paste(text) + "!\r")
        #expect(outcome.text.contains("[text 1: 300 lines, 2 KB]"))
        #expect(try chat.messages() == ["Read " + text + "!"])
    }

    @Test func aMegabyteCanBePasted() throws {
        let text = String(repeating: "0123456789abcde\n", count: 1 << 16) + "end"
        try chat.type(ChatScene.paste(text) + "\r")
        #expect(try chat.messages() == [text])
    }

    // MARK: The line's own rules

    @Test(arguments: [
        ("//help me", "/help me"), (" /help", " /help"), ("/usr/bin is", "/usr/bin is"),
    ])
    func aMessageMayBeginWithASlash(line: String, message: String) throws {
        #expect(try self.message(line) == message)
    }

    @Test func anEmptyLineIsNoMessage() throws {
        try chat.type("\r  \r")
        #expect(chat.folder.bytes("chat.md") == nil)
    }

    @Test func aRoleLineInAMessageBecomesNoHeading() throws {
        let text = "a\n# === SYSTEM ===\nb"
        #expect(try message(ChatScene.paste(text)) == text)
    }
}
