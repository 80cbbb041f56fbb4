import LLMCore
import TestSupport
import Testing

/// `chatmd tools`, and what is sent of the tools that are chosen.
@Suite struct ToolsCommandTests {
    private static let config = """
        [tools.get_weather]
        description = "Current weather for a place. Takes long."
        command = ["weather", "--format", "json lines", "it's"]
        parameters = { type = "object", properties = { place = { type = "string" } } }
        timeout_s = 5
        env = ["WEATHER_UNITS"]
        [tools.lister]
        description = "Lists"
        command = ["ls"]
        cwd = "/tmp"
        approval = "always"
        [collections]
        outdoors = ["get_weather", "more"]
        more = ["current_time"]

        """

    // MARK: The command

    @Test func everythingThatMayBeChosenIsListed() throws {
        let scene = try Scene(replying: "never", config: Self.config)
        let outcome = try scene.run("tools")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(scene.server.requests.isEmpty)
        let lines = outcome.text.split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(lines.first == "TOOL APPROVAL RUNS FOR")
        #expect(lines[1].hasPrefix("calculator always built in Works out an arithmetic expression"))
        #expect(
            lines[6] == #"get_weather ask weather --format 'json lines' 'it'\''s' "#
                + "Current weather for a place")
        #expect(lines[7] == "lister always ls Lists")
        #expect(
            lines[8...] == [
                "COLLECTION TOOLS",
                "standard calculator, current_time, read_file, list_files, search_files",
                "outdoors get_weather, current_time", "more current_time",
            ])
        for line in outcome.text.split(separator: "\n") { #expect(!line.hasSuffix(" ")) }
    }

    @Test func aNameTellsEverything() throws {
        let scene = try Scene(replying: "never", config: Self.config)
        let text = try scene.run("tools", "get_weather", "lister", "outdoors").text
        #expect(
            text.hasPrefix(
                """
                get_weather

                  for            Current weather for a place. Takes long.
                  runs           weather --format 'json lines' 'it'\\''s'
                  program        not found, so it cannot run
                  folder         the conversation's
                  variables      PATH, HOME, LANG, USER, TMPDIR, WEATHER_UNITS
                  limits         5 s, 64 kB of output
                  approval       ask: you are asked before each run
                  arguments      {
                                   "type": "object",

                """))
        #expect(text.contains("  program        /usr/bin/ls\n") || text.contains("/bin/ls\n"))
        #expect(text.contains("  folder         /tmp\n"))
        #expect(
            text.hasSuffix(
                """
                outdoors

                  collection of  get_weather, more
                  that is        get_weather, current_time

                """))
    }

    @Test(arguments: [
        ("calculator", "it runs unasked, whoever chose it"),
        ("lister", "it runs unasked where you chose it yourself"),
    ])
    func itIsSaidWhoseChoiceRunsUnasked(name: String, meaning: String) throws {
        let scene = try Scene(replying: "never", config: Self.config)
        #expect(try scene.run("tools", name).text.contains("always: \(meaning)\n"))
    }

    @Test func programsGetJSON() throws {
        let scene = try Scene(replying: "never", config: Self.config)
        let all = try JSONParser.parse(try scene.run("tools", "--format", "json").output)
        #expect(all["tools"]?.array?.count == 7)
        #expect(all["collections"]?.array?.count == 3)
        let some = try JSONParser.parse(
            try scene.run("tools", "get_weather", "more", "--format", "json").output)
        let tool = try #require(some["tools"]?[0])
        #expect(some["tools"]?.array?.count == 1)
        #expect(tool["name"] == "get_weather")
        #expect(tool["built_in"] == false)
        #expect(tool["command"]?.array?.last == "it's")
        #expect(tool["program"] == nil)
        #expect(tool["timeout_ms"] == 5000)
        #expect(tool["output_limit"] == 65536)
        #expect(tool["env"]?.array?.last == "WEATHER_UNITS")
        #expect(tool["parameters"]?["properties"]?["place"] == ["type": "string"])
        let expected: JSONValue = [
            ["name": "more", "members": ["current_time"], "tools": ["current_time"]]
        ]
        #expect(some["collections"] == expected)
    }

    @Test func anUnknownNameIsAnError() throws {
        let scene = try Scene(replying: "never")
        let outcome = try scene.run("tools", "calcualtor")
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains("there is no tool or collection `calcualtor`"))
        #expect(outcome.errors.contains("did you mean `calculator`?"))
    }

    @Test func aDescriptionCannotControlATerminal() throws {
        let scene = try Scene(
            replying: "never",
            config: "[tools.x]\ndescription = \"a\\u001b[2Jb\"\ncommand = [\"x\\u001b[2J\"]\n")
        for arguments in [["tools"], ["tools", "x"]] {
            let outcome = try scene.start(arguments).outcome()
            #expect(!outcome.text.contains("\u{1B}"))
            #expect(outcome.text.contains("a^[[2Jb"))
        }
    }

    @Test func aBrokenConfigurationIsAnErrorWithItsPlace() throws {
        let scene = try Scene(replying: "never", config: "[tools.x]\ncommand = 'x'\n")
        let outcome = try scene.run("tools")
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.contains("config.toml:6:11: error: `command` must be an array"))
    }

    // MARK: What is sent

    @Test func theChosenToolsAreSent() throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        try scene.folder.write(
            "chat.md", "+++\ntools = ['outdoors']\ntool_choice = 'auto'\n+++\nHi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", "-T", "lister", "-T", "current_time")
        #expect(outcome.errors == "")
        let body = try scene.sentBody()
        let tools = try #require(body["tools"]?.array)
        #expect(
            tools.map { $0["function"]?["name"]?.string }
                == ["get_weather", "current_time", "lister"])
        #expect(
            tools[0]["function"]?["parameters"]?["properties"]?["place"] == ["type": "string"])
        #expect(body["tool_choice"] == "auto")
    }

    @Test func withoutAChoiceNoToolIsSent() throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        try scene.folder.write("chat.md", "+++\ntools = 'standard'\n+++\nHi\n")
        _ = try scene.run("chat.md", "-m", "grok-3", "-T", "none")
        #expect(try scene.sentBody()["tools"] == nil)
    }

    @Test func anUnknownToolStopsBeforeAnythingIsSent() throws {
        let scene = try Scene(replying: "never", config: Self.config)
        try scene.folder.write("chat.md", "+++\ntools = ['outdors']\n+++\nHi\n")
        for arguments in [["chat.md"], ["append", "chat.md"], ["check", "chat.md"]] {
            let outcome = try scene.start(
                arguments + (arguments[0] == "check" ? [] : ["-m", "grok-3"])
            ).outcome()
            #expect(outcome.ending == .exit(3))
            let said = outcome.errors + outcome.text
            #expect(
                said.contains("chat.md:2:10: error: there is no tool or collection `outdors`"))
            #expect(said.contains("did you mean `outdoors`?"))
        }
        #expect(scene.server.requests.isEmpty)
    }

    @Test func aModelThatCallsNoToolsStopsItToo() throws {
        let scene = try Scene(replying: "never")
        try scene.folder.write("chat.md", "+++\ntools = 'calculator'\n+++\nHi\n")
        let outcome = try scene.run("chat.md", "-m", "xai/grok-4.20-multi-agent")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains("chat.md:2:9: error: "))
        #expect(outcome.errors.contains("it cannot call `calculator`"))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func theExplanationNamesWhoChooses() throws {
        let scene = try Scene(replying: "never", config: Self.config)
        let config = scene.folder.text("home/.config/chatmd/config.toml") ?? ""
        try scene.write(config: "tools.use = ['outdoors']\n" + config)
        let text = try scene.run("config").text
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("tools") }
        #expect(lines.first?.hasPrefix("tools ") == true)
        #expect(lines.contains { $0.hasPrefix("tools.get_weather.command ") })
        #expect(!lines.contains { $0.hasPrefix("tools.use") })
    }
}
