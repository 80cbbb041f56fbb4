import LLMCore
import TestSupport
import Testing

/// Files that a conversation embeds, through the binary.
@Suite(.serialized) struct EmbedEndToEndTests {
    private let scene: Scene

    init() throws {
        scene = try Scene(replying: "ok")
        try scene.folder.write("work/a.txt", "hello\n")
        try scene.folder.write("work/secret/b.txt", "b\n")
    }

    private func run(_ text: String) throws -> ChatMDProcess.Outcome {
        let path = try scene.folder.write("work/chat.md", text)
        return try scene.run("complete", path, "-m", "xai/grok-3")
    }

    @Test func aTextFollowsItsMessage() throws {
        let outcome = try run("what is ![this](a.txt)?\n")
        #expect(outcome.ending == .exit(0))
        #expect(
            try scene.sentMessages() == [
                ["user", "what is ![this](a.txt)?\n\n``` a.txt\nhello\n```"]
            ])
    }

    @Test(arguments: [
        ("![x](no.txt)", "`no.txt` does not exist"),
        ("![x](/etc/hostname)", "`/etc/hostname` is outside"),
        ("![x](data:;base64,SUQzBA==)", "xAI takes no recordings"),
        ("![x](https://example.org/a.gif)", "xAI takes no GIF images"),
        ("![x](secret/.b)", "does not exist"),
    ])
    func nothingIsSentWhereAnEmbedFails(embed: String, message: String) throws {
        let outcome = try run("look\n\nat \(embed)\n")
        #expect(outcome.errors.contains("work/chat.md:3:4: error: "))
        #expect(outcome.errors.contains(message))
        #expect(outcome.text == "")
        #expect(scene.server.requests.isEmpty)
    }

    @Test func theFileStaysAsItWas() throws {
        let text = "![x](no.txt)\n"
        let path = try scene.folder.write("work/chat.md", text)
        let outcome = try scene.run("append", path, "-m", "xai/grok-3")
        #expect(outcome.ending == .exit(3))
        #expect(scene.folder.text("work/chat.md") == text)
    }

    @Test func stdinTakesTheNameItIsGiven() throws {
        let nameless = try scene.run(
            "complete", "-m", "xai/grok-3", input: .bytes(Array("![](a.txt)".utf8)))
        #expect(nameless.ending == .exit(3))
        #expect(nameless.errors.contains("the conversation has no file name"))
        let named = try scene.run(
            "complete", "-m", "xai/grok-3", "--stdin-filename", scene.folder("work/new.md"),
            input: .bytes(Array("![](a.txt)".utf8)))
        #expect(named.ending == .exit(0))
        #expect(try scene.sentMessages() == [["user", "![](a.txt)\n\n``` a.txt\nhello\n```"]])
    }

    @Test func theConfigurationNamesMoreRoots() throws {
        try scene.folder.write("notes/n.txt", "note\n")
        let config = "[providers.xai]\nbase_url = \"\(scene.server.baseURL)\"\n"
        try scene.write(config: config + "[embeds]\nroots = [\"\(scene.folder("notes"))\"]\n")
        #expect(try run("![](../notes/n.txt)").ending == .exit(0))
        try scene.write(config: config + "[embeds]\nroots = [\"notes\"]\n")
        let outcome = try run("![](../notes/n.txt)")
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.contains("config.toml:4:"))
    }
}
