import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ConfigCommandTests {
    @Test func everySettingIsShownWithItsPlaceAndWhatItOverrides() throws {
        let scene = try Scene(replying: "")
        try scene.write(config: "model = \"gpt-5.5\"\ntemperature = 0.7\n[aliases]\nx = \"y/z\"\n")
        try scene.folder.write("repo/.chatmd.toml", "preset = \"precise\"\n")
        try scene.folder.write("repo/chat.md", "+++\nmodel = \"grok-3\"\n+++\nHi\n")
        let outcome = try scene.run("config", "--explain", "repo/chat.md", "-o", "seed=3")
        #expect(outcome.ending == .exit(0))
        let lines = outcome.text.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        let home = scene.folder("home/.config/chatmd/config.toml")
        for line in [
            "model \"grok-3\" repo/chat.md:2", "not \"gpt-5.5\" \(home):1",
            "temperature 0.2 the preset `precise`, built in", "not 0.7 \(home):2",
            "preset \"precise\" \(scene.folder("repo/.chatmd.toml")):1", "seed 3 the command line",
            "aliases.x \"y/z\" \(home):4", "retry.max_retries 2 built in",
            "timeout.connect_s 10 built in", "provider xai", "model grok-3",
            "key XAI_API_KEY in the environment",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        scene.expectNoKey(in: outcome)
    }

    @Test(arguments: [("pth", "path"), ("paht", "path"), ("edti", "edit")])
    func aSlipInAWordOfItsOwnIsCorrected(word: String, meant: String) throws {
        let outcome = try Scene(replying: "").run("config", word)
        #expect(outcome.ending == .exit(2))
        #expect(
            outcome.errors == """
                chatmd: error: there is no file `\(word)`
                  did you mean `chatmd config \(meant)`?

                """)
    }

    @Test func programsGetTheSame() throws {
        let scene = try Scene(replying: "")
        try scene.write(config: "model = \"gpt-5.5\"\n")
        try scene.folder.write("chat.md", "+++\nmodel = \"grok-3\"\n+++\nHi\n")
        let outcome = try scene.run("config", "chat.md", "--format", "json")
        let json = try JSONParser.parse(outcome.output)
        let model = try #require(json["settings"]?.array?.first)
        #expect(model["key"]?.string == "model")
        #expect(model["from"]?["path"]?.string == "chat.md")
        #expect(model["from"]?["line"]?.int == 2)
        #expect(model["overridden"]?.array?.first?["value"]?.string == "gpt-5.5")
        #expect(json["provider"]?.string == "xai")
    }

    @Test func programsGetThePresetsThatMayBeNamed() throws {
        let scene = try Scene(replying: "")
        try scene.write(config: "[presets.z]\nseed = 1\n[presets.code]\n[presets.a]\n")
        let outcome = try scene.run("config", "--format", "json")
        let presets = try #require(JSONParser.parse(outcome.output)["presets"]?.array)
        #expect(
            presets.map { $0["name"]?.string } == [
                "a", "code", "z", "creative", "balanced", "precise", "deterministic",
            ])
        #expect(
            presets.map { $0["built_in"]?.bool } == Array(repeating: false, count: 3)
                + Array(repeating: true, count: 4))
    }

    @Test func aConversationOnStdinHasItsFilesFolder() throws {
        let scene = try Scene(replying: "")
        try scene.folder.write("work/.chatmd.toml", "seed = 3\n")
        let outcome = try scene.run(
            "config", "-", "--stdin-filename", "work/new.md",
            input: .bytes([UInt8]("+++\nmodel = \"grok-3\"\n+++\nhi\n")))
        #expect(outcome.ending == .exit(0))
        let lines = outcome.text.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        let project = scene.folder("work/.chatmd.toml")
        for line in ["model \"grok-3\" work/new.md:2", "seed 3 \(project):1", "provider xai"] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test(arguments: [[], ["path"], ["chat.md"]])
    func stdinHasANameOnlyWhereItIsRead(words: [String]) throws {
        let scene = try Scene(replying: "")
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.start(["config", "--stdin-filename", "x.md"] + words).outcome()
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains("names the text on stdin, which is not read"))
    }

    @Test func aProviderThatAHigherModelCancelsIsShownAsSuch() throws {
        let scene = try Scene(replying: "")
        try scene.write(config: "model = \"a/b\"\nprovider = \"openrouter\"\n")
        try scene.folder.write("chat.md", "+++\nmodel = \"grok-3\"\n+++\nHi\n")
        let outcome = try scene.run("config", "chat.md")
        #expect(outcome.text.contains("not set: a higher `model`"))
        #expect(outcome.text.contains("not \"openrouter\""))
    }

    @Test func secretsOfTheConfigurationAreNotShown() throws {
        let scene = try Scene(replying: "")
        try scene.write(
            config: """
                extra = { api_key = "hidden-1", cookies = { Cookie = ["hidden-7"] }, num_ctx = 8 }
                [providers.work]
                base_url = "https://user:hidden-2@llm.example.org/v1?token=hidden-3"
                api_key_cmd = ["pass", "hidden-4"]
                headers = { Authorization = "Bearer hidden-5", "X-Team" = "docs" }
                [keys]
                openai = "hidden-6"
                """)
        for format in ["text", "json"] {
            let outcome = try scene.run("config", "--format", format)
            #expect(!outcome.text.contains("hidden-"), "\(outcome.text)")
            #expect(outcome.text.contains("docs"))
            #expect(outcome.text.contains("extra.num_ctx"))
        }
    }

    @Test func withoutAModelTheProblemIsShown() throws {
        var scene = try Scene(replying: "")
        scene.environment["XAI_API_KEY"] = nil
        let outcome = try scene.run("config")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains("problem   no model is set"))
    }

    @Test func pathIsWhereTheFileIsOrWouldBe() throws {
        let scene = try Scene(replying: "")
        let path = scene.folder("home/.config/chatmd/config.toml")
        #expect(try scene.run("config", "path").text == path + "\n")
    }

    @Test func editMakesTheFileForItsOwnerAlone() throws {
        var scene = try Scene(replying: "")
        scene.environment["XDG_CONFIG_HOME"] = scene.folder("home/new")
        scene.environment["EDITOR"] = "sh -c 'echo \"seed = 3\" >>\"$0\"'"
        let outcome = try scene.start(["config", "edit"], input: .terminal).outcome()
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        #expect(scene.folder.text("home/new/chatmd/config.toml")?.hasSuffix("seed = 3\n") == true)
        var status = stat()
        stat(scene.folder("home/new/chatmd/config.toml"), &status)
        #expect(status.st_mode & 0o777 == 0o600)
        stat(scene.folder("home/new/chatmd"), &status)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test func editChecksWhatWasWritten() throws {
        var scene = try Scene(replying: "")
        scene.environment["EDITOR"] = "sh -c 'echo \"top_p = 7\" >\"$0\"'"
        let outcome = try scene.start(["config", "edit"], input: .terminal).outcome()
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.contains("config.toml:1:9: error: `top_p` must be between 0 and 1"))
    }

    @Test func editNeedsATerminal() throws {
        let scene = try Scene(replying: "")
        #expect(try scene.run("config", "edit").ending == .exit(2))
    }
}
