import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files and addresses that are given with `-a`.
@Suite struct GivenAttachmentTests {
    private let media: MediaScene

    init() throws {
        media = try MediaScene()
        try media.folder.write("elsewhere/.hidden.png", MediaScene.png)
    }

    private func content(_ message: Int = 0) throws -> JSONValue? {
        try media.scene.sentBody()["messages"]?[message]?["content"]
    }

    // MARK: complete

    @Test func theyFollowTheLastMessageInTheirOrder() throws {
        let text = "first\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n\n![](t.txt)\n"
        let outcome = try media.complete(
            text, by: "p/m", "-a", media.folder("elsewhere/.hidden.png"), "--attachment",
            media.folder("work/t.txt"), "-a", "https://example.org/a.png")
        #expect(outcome.ending == .exit(0))
        #expect(try content() == "first")
        let name = media.folder("work/t.txt")
        #expect(
            try content(2) == [
                ["type": "text", "text": "![](t.txt)\n\n``` t.txt\nhello\n```"], media.imagePart,
                ["type": "text", "text": .string("``` \(name)\nhello\n```")],
                ["type": "image_url", "image_url": ["url": "https://example.org/a.png"]],
            ])
    }

    @Test func aConversationOnStdinTakesThem() throws {
        let outcome = try media.scene.run(
            "-m", "p/m", "-a", "work/p.png", input: .bytes(Array("What is this?")))
        #expect(outcome.ending == .exit(0))
        #expect(try content() == [["type": "text", "text": "What is this?"], media.imagePart])
    }

    @Test func stdinIsOneWhereItIsNotTheConversation() throws {
        let path = try media.folder.write("work/chat.md", "hi")
        let outcome = try media.scene.run(
            "complete", path, "-m", "p/m", "-a", "-", input: .bytes(MediaScene.png))
        #expect(outcome.ending == .exit(0))
        #expect(try content() == [["type": "text", "text": "hi"], media.imagePart])
        for arguments in [["-m", "p/m", "-a", "-"], [path, "-m", "p/m", "-a", "-", "-a", "-"]] {
            let outcome = try media.scene.start(arguments, input: .bytes(Array("hi"))).outcome()
            #expect(outcome.ending == .exit(2))
        }
    }

    @Test(arguments: [
        ("no.png", "`no.png` does not exist"), ("work", "`work` is a folder, not a file"),
        ("work/fifo", "`work/fifo` is a pipe, not a file"),
        ("work/zero", "`work/zero` is of no kind that can be sent"),
    ])
    func whatCannotBeReadIsRefused(name: String, message: String) throws {
        mkfifo(media.folder("work/fifo"), 0o600)
        try media.folder.write("work/zero", [0])
        let path = try media.folder.write("work/chat.md", "hi")
        let outcome = try media.scene.run(path, "-m", "p/m", "-a", name)
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors == "chatmd: error: \(message)\n")
        #expect(media.scene.server.requests.isEmpty)
    }

    @Test func anEmptyNameIsAMistake() throws {
        let path = try media.folder.write("work/chat.md", "hi")
        for arguments in [[path], ["append", path, "-p", "hi"]] {
            let outcome = try media.scene.start(arguments + ["-m", "p/m", "-a", ""]).outcome()
            #expect(outcome.ending == .exit(2))
            #expect(outcome.errors.hasPrefix("chatmd: error: -a takes a file or an address"))
        }
    }

    @Test func whatTheModelDoesNotTakeHasNoPlace() throws {
        let media = try MediaScene(asking: "deepseek")
        let outcome = try media.complete(
            "hi", by: "deepseek-v4-pro", "-a", media.folder("work/p.png"))
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.hasPrefix("chatmd: error: `deepseek-v4-pro` takes no images\n"))
    }

    @Test func togetherTheyHaveALimit() throws {
        try media.folder.write(
            "work/large.png", MediaScene.png + [UInt8](repeating: 0, count: 17 << 20))
        let large = ["-a", "work/large.png"]
        let path = try media.folder.write("work/chat.md", "hi")
        let outcome = try media.scene.start([path, "-m", "p/m"] + large + large + large + large)
            .outcome()
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors == "chatmd: error: what -a names has more than 64 MB together\n")
        #expect(media.scene.server.requests.isEmpty)
    }

    // MARK: append

    private func append(_ arguments: String...) throws -> ChatMDProcess.Outcome {
        try media.scene.start(["append", "work/chat.md", "-m", "p/m"] + arguments).outcome()
    }

    @Test func theFileKeepsThemForTheNextTurn() throws {
        let outcome = try append(
            "-p", "What?", "-a", "work/p.png", "-a", "https://example.org/a(1).png")
        #expect(outcome.ending == .exit(0))
        let links = "![p.png](p.png)\n![](https://example.org/a\\(1\\).png)"
        #expect(
            media.folder.text("work/chat.md") == """
                # === USER ===

                What?

                \(links)

                # === ASSISTANT ===

                ok

                # === USER ===

                """)
        let sent: JSONValue = [
            ["type": "text", "text": .string("What?\n\n" + links)], media.imagePart,
            ["type": "image_url", "image_url": ["url": "https://example.org/a(1).png"]],
        ]
        #expect(try content() == sent)
        #expect(try append("-p", "And?").ending == .exit(0))
        let second = try #require(media.scene.server.requests.last)
        #expect(try JSONParser.parse(second.body)["messages"]?[0]?["content"] == sent)
    }

    @Test func anyNameIsReadBack() throws {
        for name in ["a b.png", "a%20b.png", "#L1.png", "a:b.png", "ä(1)[2].png", "`&amp;\\.png"] {
            let name = "work/pics/" + name
            try media.folder.write(name, MediaScene.png)
            let outcome = try append("-p", "What?", "-a", name)
            #expect(outcome.ending == .exit(0), "\(name): \(outcome.errors)")
        }
        let last = try #require(media.scene.server.requests.last)
        let messages = try #require(try JSONParser.parse(last.body)["messages"]?.array)
        #expect(messages.filter { $0["content"]?[1] == media.imagePart }.count == 6)
    }

    @Test func whatTheNextTurnCouldNotReadIsRefused() throws {
        let text = "hi\n"
        try media.folder.write("work/chat.md", text)
        let outcome = try append("-p", "What?", "-a", "elsewhere/.hidden.png")
        #expect(outcome.ending == .exit(3))
        #expect(
            outcome.errors.hasPrefix(
                "chatmd: error: `elsewhere/.hidden.png` could not be read again with the next "
                    + "turn: `../elsewhere/.hidden.png` is outside of `\(media.folder("work"))`\n  "
                    + "add `roots = ["))
        #expect(media.folder.text("work/chat.md") == text)
        #expect(media.scene.server.requests.isEmpty)
    }

    @Test func aBlockThatIsLeftOpenWouldHideThem() throws {
        for prompt in ["```\ncode", "<!-- note", "<pre>"] {
            let outcome = try append("-p", prompt, "-a", "work/p.png")
            #expect(outcome.ending == .exit(2), "\(prompt)")
            #expect(outcome.errors.contains("leaves a block open"))
        }
        #expect(media.folder.text("work/chat.md") == nil)
        #expect(media.scene.server.requests.isEmpty)
    }

    @Test func aMessageThatIsNotSearchedForImagesTakesNone() throws {
        let prompt = String(repeating: "word ", count: 220_000)
        let outcome = try media.scene.start(
            ["append", "work/chat.md", "-m", "p/m", "-p", "-", "-a", "work/p.png"],
            input: .bytes(Array(prompt.utf8))
        ).outcome()
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains("the message is too large to be searched for images"))
        #expect(media.scene.server.requests.isEmpty)
    }

    @Test(arguments: [[], ["--continue"], ["-p", "hi", "-a", "-"]])
    func theyNeedAMessageToStandIn(arguments: [String]) throws {
        try media.folder.write("work/chat.md", "hi\n\n# === ASSISTANT ===\n\nyes\n")
        let outcome = try media.scene.start(
            ["append", "work/chat.md", "-m", "p/m", "-a", "work/p.png"] + arguments
        ).outcome()
        #expect(outcome.ending == .exit(2))
        #expect(media.scene.server.requests.isEmpty)
    }
}
