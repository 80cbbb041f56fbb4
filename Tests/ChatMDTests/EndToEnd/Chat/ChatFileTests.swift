import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a chat does with its file, whatever happens.
@Suite struct ChatFileTests {
    @Test func withoutANameAFileIsMadeWithTheFirstAnswer() throws {
        let chat = try ChatScene()
        let process = try chat.start("-m", "echo")
        process.write("hi\r\u{4}")
        let outcome = try process.outcome()
        let name = try #require(chat.folder.names.first { $0.hasPrefix("chat-") })
        #expect(chat.folder.text(name)?.hasPrefix("# === USER ===\n\nhi\n") == true)
        #expect(outcome.text.contains("the conversation is kept in \(name)"))
    }

    @Test func whereNothingIsSaidNoFileIsMade() throws {
        let chat = try ChatScene()
        let process = try chat.start("-m", "echo")
        process.write("/exit\r")
        #expect(try process.outcome().ending == .exit(0))
        #expect(!chat.folder.names.contains { $0.hasSuffix(".md") })
    }

    @Test func whereNoFileCanBeThatIsSaidBeforeAnybodyTypes() throws {
        let chat = try ChatScene()
        let outcome = try chat.start("missing/chat.md", "-m", "echo").outcome()
        #expect(outcome.ending == .exit(1))
        #expect(outcome.text.contains("make its folder first"))
    }

    @Test func aMessageThatTheDiskDoesNotTakeIsOnTheLineAgain() throws {
        let chat = try ChatScene()
        let process = try chat.scene.start(
            ["chat", "-m", "echo"], input: .terminal, output: .terminal,
            shell: "ulimit -f 0; trap '' XFSZ; exec \"$0\" \"$@\"")
        process.write("hello\r")
        #expect(process.waitForOutput { $0.contains("your message is on the line again") })
        process.write("\u{3}\u{4}")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        #expect(!outcome.text.contains("the conversation is kept in"))
        #expect(!outcome.text.contains("hello#"))
        #expect(!chat.folder.names.contains { $0.hasSuffix(".md") })
    }

    @Test func twoNewChatsOfOneSecondDoNotMeet() throws {
        let (count, both) = (Locked(0), Gate())
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            let number = count.with { count in
                count += 1
                return count
            }
            if number == 2 { both.open() }
            both.wait()
            connection.respondWithReply(["Answer"])
        }
        let chat = ChatScene(scene)
        let chats = [try chat.start(), try chat.start()]
        for (index, process) in chats.enumerated() { process.write("one \(index)\r") }
        for (index, process) in chats.enumerated() {
            #expect(process.waitForOutput { $0.contains("is kept in") })
            process.write("two \(index)\r\u{4}")
            #expect(try process.outcome().ending == .exit(0))
        }
        let names = chat.folder.names.filter { $0.hasPrefix("chat-") }
        let messages = try names.map { try chat.messages(in: $0) }
        #expect(Set(messages) == [["one 0", "two 0"], ["one 1", "two 1"]])
    }

    @Test func aConversationGoesOnAndItsEndIsShown() throws {
        let chat = try ChatScene()
        try chat.folder.write("chat.md", "Q1\n\n# === ASSISTANT ===\n\nThe answer before\n")
        let outcome = try chat.type("Q2\r")
        #expect(outcome.text.contains("chat.md · 2 messages · echo/echo · /help"))
        #expect(outcome.text.contains("The answer before"))
        #expect(try chat.messages() == ["Q1", "Q2"])
        #expect(chat.folder.text("chat.md")?.hasPrefix("Q1\n\n# === ASSISTANT ===\n\nThe") == true)
    }

    @Test func ofALongLineTheEndIsShown() throws {
        let chat = try ChatScene()
        let line = String(repeating: "x", count: 100_000)
        try chat.folder.write("chat.md", "Q\n\n# === ASSISTANT ===\n\n\(line)end\n")
        let text = try chat.type("/exit\r").text
        #expect(text.contains("…") && text.contains("xend"))
        #expect(text.utf8.count < 4000)
    }

    @Test func aMessageWithoutAnAnswerIsToldOfAndAnsweredOnAnEmptyLine() throws {
        let chat = try ChatScene()
        try chat.folder.write("chat.md", "A draft\n")
        let outcome = try chat.type("\r")
        #expect(outcome.text.contains("the last message has no answer yet"))
        #expect(
            chat.folder.text("chat.md")
                == "A draft\n\n# === ASSISTANT ===\n\nA draft\n\n# === USER ===\n")
    }

    @Test func aDraftInTheFileIsNotLostToAMessage() throws {
        let chat = try ChatScene()
        try chat.folder.write("chat.md", "A draft\n")
        try chat.type("More\r")
        #expect(try chat.messages() == ["A draft", "More"])
    }

    @Test func whatAnEditorChangesMeanwhileCounts() throws {
        let scene = try Scene(replying: "Yes", config: "default_model = \"grok-3\"\n")
        let chat = ChatScene(scene)
        let process = try chat.start("chat.md")
        process.write("one\r")
        #expect(chat.folder.wait(for: "chat.md") { $0.hasSuffix("Yes\n\n# === USER ===\n") })
        #expect(process.waitForOutput { $0.contains("scripted · 12 in") })
        try chat.folder.write("chat.md", "edited\n\n# === ASSISTANT ===\n\nAha\n")
        process.write("two\r\u{4}")
        #expect(try process.outcome().ending == .exit(0))
        #expect(try chat.messages() == ["edited", "two"])
        let body = try JSONParser.parse(try #require(scene.server.requests.last).body)
        #expect(body["messages"]?.array?.first?["content"] == "edited")
    }

    @Test func aFileThatChangesUnderAReplyIsLeftAloneAndTheReplyKept() throws {
        let changed = Gate()
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            changed.wait()
            connection.writeText(" and half")
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let chat = ChatScene(scene)
        let process = try chat.start("chat.md")
        process.write("one\r")
        #expect(chat.folder.wait(for: "chat.md") { $0.hasSuffix("Half") })
        try chat.folder.write("chat.md", "somebody else's\n")
        changed.open()
        #expect(process.waitForOutput { $0.contains("the reply is in chat.reply.md") })
        process.write("\u{4}")
        #expect(try process.outcome().ending == .exit(0))
        #expect(chat.folder.text("chat.md") == "somebody else's\n")
        #expect(chat.folder.text("chat.reply.md")?.contains("Half and half") == true)
    }

    // MARK: Signals

    private let clientLeft = Gate()

    private func half() throws -> ChatScene {
        ChatScene(
            try Scene(config: "default_model = \"grok-3\"\n") { [clientLeft] _, connection in
                connection.beginEvents()
                connection.writeText(#"Half:\n```c\nint"#)
                connection.waitUntilClientLeaves()
                clientLeft.open()
            })
    }

    private static let kept =
        "# === USER ===\n\nhi\n\n# === ASSISTANT ===\n\nHalf:\n```c\nint\n````\n\n# === USER ===\n"

    @Test func ctrlCStopsAReplyAndTheChatGoesOn() throws {
        let chat = try half()
        let process = try chat.start("chat.md")
        process.write("hi\r")
        #expect(chat.folder.wait(for: "chat.md") { $0.hasSuffix("int") })
        process.send(SIGINT)
        #expect(clientLeft.wait())
        #expect(process.waitForOutput { $0.contains("cancelled") })
        #expect(chat.folder.text("chat.md") == Self.kept)
        process.write("/file\r\u{4}")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains(chat.folder("chat.md")))
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func anotherSignalEndsTheChatAndWhatCameIsKept(signal: Int32) throws {
        let chat = try half()
        let process = try chat.start("chat.md")
        process.write("hi\r")
        #expect(chat.folder.wait(for: "chat.md") { $0.hasSuffix("int") })
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(signal))
        #expect(chat.folder.text("chat.md") == Self.kept)
        #expect(outcome.text.hasSuffix("\u{1B}[?2004l"))
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func whileALineIsTypedItEndsTheChatToo(signal: Int32) throws {
        let chat = try ChatScene()
        let process = try chat.start("chat.md", "-m", "echo")
        process.write("one\rtyped")
        #expect(process.waitForOutput { $0.contains("typed") })
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(signal))
        #expect(outcome.text.hasSuffix("\u{1B}[?2004l"))
    }

    @Test func aKillLosesNothing() throws {
        let chat = try half()
        let process = try chat.start("chat.md")
        process.write("hi\r")
        #expect(chat.folder.wait(for: "chat.md") { $0.hasSuffix("int") })
        process.send(SIGKILL)
        #expect(try process.outcome().ending == .signal(SIGKILL))
        #expect(
            chat.folder.text("chat.md")
                == "# === USER ===\n\nhi\n\n# === ASSISTANT ===\n\nHalf:\n```c\nint")
        #expect(try chat.messages() == ["hi"])
    }

    @Test func aMessageThatWaitedForItsAnswerIsInTheHistory() throws {
        let asked = Gate()
        let chat = ChatScene(
            try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
                asked.open()
                connection.waitUntilClientLeaves()
            })
        let process = try chat.start("chat.md")
        process.write("important\r")
        #expect(asked.wait())
        process.send(SIGKILL)
        #expect(try process.outcome().ending == .signal(SIGKILL))
        // The arrow up finds it.
        try chat.type("\u{1B}[A\r")
        #expect(try chat.messages() == ["important"])
    }

    // MARK: Errors

    @Test func afterAnErrorTheMessageIsOnTheLineAgain() throws {
        let count = Locked(0)
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            let number = count.with { count in
                count += 1
                return count
            }
            if number == 1 {
                connection.respond(status: 401, body: #"{"error":"no"}"#)
            } else {
                connection.respondWithReply(["Yes"])
            }
        }
        let chat = ChatScene(scene)
        let process = try chat.start("chat.md")
        // Enter sends what is on the line again.
        process.write("one\rtwo\r\u{4}")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains("your message is on the line again"))
        #expect(try chat.messages() == ["onetwo"])
        scene.expectNoKey(in: outcome)
    }

    @Test func withoutAKeyTheChatGoesOn() throws {
        var chat = try ChatScene()
        chat.scene.environment["XAI_API_KEY"] = nil
        let process = try chat.start("chat.md", "-m", "grok-3")
        process.write("one\r\u{15}/model echo\r\u{15}two\r\u{4}")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains("XAI_API_KEY"))
        #expect(try chat.messages() == ["two"])
    }

    @Test func aModelThatNobodyKnowsIsSaidAtOnce() throws {
        let chat = try ChatScene()
        let process = try chat.start("chat.md", "-m", "nonsense")
        #expect(try process.outcome().ending == .exit(7))
    }

    @Test func withoutATerminalItSaysWhatToUse() throws {
        let chat = try ChatScene()
        let outcome = try chat.scene.run("chat", "chat.md", input: .bytes(Array("hi\n".utf8)))
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains("chatmd append chat.md -p -"))
    }
}
