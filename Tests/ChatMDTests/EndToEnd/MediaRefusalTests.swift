import LLMCore
import TestSupport
import Testing

/// What a model or its provider does not take is said before anything is sent, with its place.
@Suite struct MediaRefusalTests {
    private func expectRefusal(
        of text: String, by model: String, _ media: MediaScene, _ errors: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try media.complete(text, by: model)
        #expect(outcome.ending == .exit(7), sourceLocation: sourceLocation)
        #expect(
            outcome.errors.hasPrefix(media.folder("work/chat.md") + ":" + errors),
            "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(media.scene.server.requests.isEmpty, sourceLocation: sourceLocation)
    }

    @Test func aModelThatSeesNothing() throws {
        try expectRefusal(
            of: "hi\n\nat ![](p.png)\n", by: "deepseek-v4-pro", try MediaScene(asking: "deepseek"),
            """
            3:4: error: `deepseek-v4-pro` takes no images
              `chatmd models --provider deepseek` shows what the others take

            """)
    }

    @Test func theFirstThatIsRefusedIsNamed() throws {
        try expectRefusal(
            of: "![](p.png) ![](s.wav) ![](s.wav)", by: "anthropic/claude-fixture",
            try MediaScene(asking: "anthropic"), "1:12: error: Anthropic takes no recordings\n")
    }

    @Test func anAddressThatIsNotPassedOn() throws {
        try expectRefusal(
            of: "![](https://example.org/a.png)", by: "kimi-k3.1-pro",
            try MediaScene(asking: "moonshot"),
            """
            1:1: error: Moonshot takes images as files, not by their address
              download the file, and embed its path

            """)
    }

    @Test func anImageThatIsTooLarge() throws {
        let media = try MediaScene(asking: "anthropic")
        let padding = [UInt8](repeating: 0, count: 8 << 20)
        try media.folder.write("work/large.png", MediaScene.png + padding)
        try expectRefusal(
            of: "![](p.png)\n![](large.png)", by: "anthropic/claude-fixture", media,
            "2:1: error: `large.png` has 10.7 MB in base64, and Anthropic's limit for an image is 10 MB\n"
        )
    }

    @Test func anImageTooMany() throws {
        let text = String(repeating: "![](p.png)\n", count: 8)
        let media = try MediaScene(asking: "mistral")
        #expect(try media.complete(text, by: "mistral/mistral-fixture").ending == .exit(0))
        #expect(media.scene.server.requests.count == 1)
        let outcome = try media.complete(text + "![](p.png)", by: "mistral/mistral-fixture")
        #expect(outcome.errors.contains("work/chat.md:9:1: error: this is image 9"))
        #expect(media.scene.server.requests.count == 1)
    }

    @Test func aFileInASystemMessage() throws {
        try expectRefusal(
            of: "# === SYSTEM ===\n\n![](p.png)\n\n# === USER ===\n\nhi\n", by: "p/m",
            try MediaScene(), "3:1: error: a system message takes text only\n")
    }

    @Test func theEventHasThePlace() throws {
        let media = try MediaScene(asking: "deepseek")
        let outcome = try media.complete(
            "\n![](p.png)", by: "deepseek-v4-pro", "--format", "ndjson")
        let event = try Events(outcome).end()
        #expect(event["code"] == "unsupported")
        #expect(event["provider"] == "deepseek")
        #expect(event["line"] == 2)
        #expect(event["column"] == 1)
    }

    @Test func aFallbackThatSeesNothingIsLeftOut() throws {
        let media = try MediaScene()
        let text = "+++\nfallback = [\"deepseek/deepseek-v4-pro\", \"echo\"]\n+++\n![](p.png)\n"
        let outcome = try media.complete(text, by: "p/m")
        #expect(outcome.text == "ok\n")
        #expect(
            outcome.errors.hasPrefix(
                media.folder("work/chat.md") + ":2:12: warning: the fallback "
                    + "`deepseek/deepseek-v4-pro` is left out: `deepseek-v4-pro` takes no images\n")
        )
        #expect(!outcome.errors.contains("echo"))
    }

    @Test func aProviderOfOnesOwnIsRefusedNothing() throws {
        let media = try MediaScene()
        let outcome = try media.complete("![](p.png) ![](s.wav)", by: "p/deepseek-v4-pro")
        #expect(outcome.ending == .exit(0))
    }

    @Test func checkNamesEachOfThem() throws {
        let media = try MediaScene()
        let text = "+++\nmodel = \"deepseek/deepseek-v4-pro\"\n+++\n![](p.png)\n![](d.pdf)\n"
        let path = try media.folder.write("work/chat.md", text)
        let outcome = try media.scene.run("check", path)
        #expect(outcome.ending == .exit(3))
        let errors = outcome.text.split(separator: "\n").filter { !$0.hasPrefix(" ") }
        #expect(
            errors == [
                "\(path):4:1: error: `deepseek-v4-pro` takes no images",
                "\(path):5:1: error: DeepSeek takes no documents",
            ])
        try media.folder.write("work/chat.md", "+++\nmodel = \"nobody\"\n+++\n![](p.png)\n")
        #expect(try media.scene.run("check", path).ending == .exit(0))
    }
}
