import LLMCore
import MarkdownHistory
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a line with a slash does.
@Suite struct ChatCommandLineTests {
    private let chat: ChatScene

    init() throws { chat = try ChatScene() }

    @Test func helpListsThemAll() throws {
        let text = try chat.type("/help\r").text
        for word in ["/model", "/attach", "/detach", "/retry", "/edit", "/file", "/exit"] {
            #expect(text.contains("  \(word)"))
        }
    }

    @Test(arguments: ["/exit", "/quit"])
    func theChatEnds(word: String) throws {
        let process = try chat.start("chat.md", "-m", "echo")
        process.write("\(word)\rnever\r")
        #expect(try process.outcome().ending == .exit(0))
        #expect(chat.folder.bytes("chat.md") == nil)
    }

    @Test func anUnknownOneIsNotSent() throws {
        let text = try chat.type("/modle\r/xyz\r").text
        #expect(text.contains("did you mean /model?"))
        #expect(text.contains("//xyz sends it as a message"))
        #expect(chat.folder.bytes("chat.md") == nil)
    }

    @Test func theModelIsShownAndChangedForTheChat() throws {
        let scene = try Scene(replying: "Yo")
        let chat = ChatScene(scene)
        let outcome = try chat.type("/model\r/model grok-3\rhi\r")
        #expect(outcome.text.contains("echo/echo"))
        #expect(outcome.text.contains("xai/grok-3"))
        #expect(scene.server.requests.count == 1)
        #expect(chat.folder.text("chat.md")?.contains("\nYo\n") == true)
    }

    @Test func anotherModelNeedNotBeOfTheProviderThatWasNamed() throws {
        let scene = try Scene(replying: "Yo")
        let chat = ChatScene(scene)
        let process = try chat.start("chat.md", "--provider", "echo")
        process.write("/model grok-3\rhi\r\u{4}")
        let outcome = try process.outcome()
        #expect(outcome.text.contains("xai/grok-3"))
        #expect(scene.server.requests.count == 1)
    }

    @Test func aModelThatNobodyKnowsChangesNothing() throws {
        let text = try chat.type("/model nonsense\rhi\r").text
        #expect(text.contains("nonsense"))
        #expect(try chat.messages() == ["hi"])
    }

    @Test func whatIsAttachedGoesWithTheNextMessageOnly() throws {
        try chat.folder.write("work/notes.txt", "something\n")
        try chat.type("/attach work/notes.txt\rone\rtwo\r", into: "work/chat.md")
        #expect(try chat.messages(in: "work/chat.md") == ["one\n\n![notes.txt](notes.txt)", "two"])
    }

    @Test func whatIsAttachedCanBeTakenBack() throws {
        try chat.folder.write("work/gone.txt", "something\n")
        let process = try chat.start("work/chat.md", "-m", "echo")
        process.write("/attach work/gone.txt\r")
        #expect(process.waitForOutput { $0.contains("goes with your next message") })
        unlink(chat.folder("work/gone.txt"))
        process.write("one\r\u{15}/detach\rtwo\r\u{4}")
        let text = try process.outcome().text
        #expect(text.contains("nothing is attached to the next message"))
        #expect(try chat.messages(in: "work/chat.md") == ["two"])
    }

    @Test func whatCannotBeAttachedIsSaidAtOnce() throws {
        let text = try chat.type("/attach missing.png\rhi\r").text
        #expect(text.contains("missing.png"))
        #expect(try chat.messages() == ["hi"])
    }

    @Test func tabCompletesCommandsFilesAndModels() throws {
        let chat = ChatScene(try Scene(config: "[aliases]\nfast = \"echo\"\n") { _, _ in })
        try chat.folder.write("work/notes.txt", "something\n")
        let process = try chat.start("work/chat.md", "-m", "grok-3")
        process.write("/mo\tfas\t\r/att\two\tno\t\rone\rtwo\r\u{4}")
        #expect(try process.outcome().ending == .exit(0))
        #expect(try chat.messages(in: "work/chat.md") == ["one\n\n![notes.txt](notes.txt)", "two"])
    }

    @Test func aFileWhoseNameWouldDeceiveIsNotOffered() throws {
        try chat.folder.write("work/no\u{202E}gpj.txt", "something\n")
        try chat.folder.write("work/no\nb.txt", "something\n")
        try chat.folder.write("work/notes.txt", "something\n")
        try chat.type("/attach work/n\t\rone\r", into: "work/chat.md")
        #expect(try chat.messages(in: "work/chat.md") == ["one\n\n![notes.txt](notes.txt)"])
    }

    @Test func tabInAMessageIsATab() throws {
        try chat.type("a\tb\r")
        #expect(try chat.messages() == ["a\tb"])
    }

    @Test func aToolThatAsksIsAnsweredInTheChat() throws {
        let config = """
            [tools.touch]
            description = "Touches"
            command = ["touch", "\(chat.folder("touched"))"]

            """
        let count = Locked(0)
        let scene = try Scene(config: "default_model = \"grok-3\"\n" + config) { _, connection in
            let number = count.with { count in
                count += 1
                return count
            }
            if number > 1 { return connection.respondWithReply(["Done"]) }
            connection.beginEvents()
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","#
                    + #""type":"function","function":{"name":"touch","arguments":"{}"}}]}}]}"#)
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let process = try ChatScene(scene).start("chat.md", "-T", "touch")
        process.write("hi\r")
        #expect(process.waitForOutput { $0.contains("Run it? [y/N]") })
        process.write("y\n")
        #expect(process.waitForOutput { $0.contains("Done") })
        process.write("\u{4}")
        #expect(try process.outcome().ending == .exit(0))
        #expect(chat.folder.bytes("touched") != nil)
        #expect(scene.folder.text("chat.md")?.contains("``` tool_call touch c1") == true)
    }

    @Test func anAnswerIsGivenAnewAndTheOldOneStaysAsANote() throws {
        let count = Locked(0)
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            let number = count.with { count in
                count += 1
                return count
            }
            connection.respondWithReply(["Answer \(number)"])
        }
        let chat = ChatScene(scene)
        let process = try chat.start("chat.md")
        process.write("hi\r/retry\r\u{4}")
        #expect(try process.outcome().ending == .exit(0))
        #expect(
            chat.folder.text("chat.md")
                == "# === USER ===\n\nhi\n\n# === NOTE (earlier answer) ===\n\nAnswer 1\n\n"
                + "# === ASSISTANT ===\n\nAnswer 2\n\n# === USER ===\n")
        let body = try JSONParser.parse(try #require(scene.server.requests.last).body)
        #expect(body["messages"]?.array?.count == 1)
    }

    @Test func whereTheNewAnswerFailsTheOldOneIsBack() throws {
        let text = "hi\n\n# === ASSISTANT ===\n\nOld\n\n# === USER ===\n"
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            connection.respond(status: 500, body: "{}")
        }
        let chat = ChatScene(scene)
        try chat.folder.write("chat.md", text)
        let process = try chat.start("chat.md")
        process.write("/retry\r\u{4}")
        #expect(try process.outcome().ending == .exit(0))
        #expect(chat.folder.text("chat.md") == text)
    }

    @Test func whatTheEditorLeavesIsSent() throws {
        var chat = chat
        try chat.folder.write("editor", "#!/bin/sh\nprintf 'one\\ntwo\\n' >\"$1\"\n")
        chat.scene.environment["EDITOR"] = "sh \(chat.folder("editor"))"
        try chat.type("/edit\r")
        #expect(try chat.messages() == ["one\ntwo"])
    }

    @Test func whatTheEditorLeavesBlankIsNot() throws {
        var chat = chat
        chat.scene.environment["EDITOR"] = "true"
        let text = try chat.type("/edit\r").text
        #expect(text.contains("nothing is sent"))
        #expect(chat.folder.bytes("chat.md") == nil)
    }

    @Test(arguments: ["exit 1", "kill -9 $$", "printf '\\351' >>\"$1\""])
    func whatWasWrittenBeforeTheEditorFailedIsKept(end: String) throws {
        var chat = chat
        try chat.folder.write("editor", "#!/bin/sh\nprintf precious >\"$1\"\n\(end)\n")
        chat.scene.environment["EDITOR"] = "sh \(chat.folder("editor"))"
        chat.scene.environment["TMPDIR"] = chat.folder.path
        let text = try chat.type("/edit\r").text
        let name = try #require(chat.folder.names.first { $0.hasPrefix("chatmd-message-") })
        #expect(text.contains("what you have written is in"))
        #expect(chat.folder.bytes(name)?.starts(with: "precious".utf8) == true)
    }

    @Test(arguments: ["exit 1", "rm \"$1\""])
    func anEditorThatWritesNothingLeavesNoFile(end: String) throws {
        var chat = chat
        try chat.folder.write("editor", "#!/bin/sh\n\(end)\n")
        chat.scene.environment["EDITOR"] = "sh \(chat.folder("editor"))"
        chat.scene.environment["TMPDIR"] = chat.folder.path
        try chat.type("/edit hello\r")
        #expect(!chat.folder.names.contains { $0.hasPrefix("chatmd-message-") })
    }
}
