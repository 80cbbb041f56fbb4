import ConfigText
import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

/// `[tools]` and `[collections]` of the user's `config.toml`.
@Suite struct ToolConfigTests {
    private func read(_ text: String) throws(ConfigError) -> ConfigFile {
        try ConfigFile(parsing: Array(text.utf8), path: "/c/config.toml")
    }

    private func tool(_ keys: String) throws -> ToolDefinition {
        let config = try read("[tools.x]\ndescription = 'Does x'\ncommand = ['x']\n" + keys)
        #expect(config.warnings.isEmpty)
        return try #require(config.tools.tool(named: "x"))
    }

    private func program(_ definition: ToolDefinition) throws -> CommandTool {
        guard case .command(let program) = definition.action else {
            throw ToolError("no program")
        }
        return program
    }

    // MARK: Tools

    @Test func aToolIsReadWithAllThatBelongsToIt() throws {
        let config = try read(
            """
            [tools.get_weather]
            description = "Current weather for a place"
            command = ["weather", "--json"]
            approval = "always"
            timeout_s = 2.5
            output_limit_kb = 8
            cwd = "~/weather"
            env = ["WEATHER_UNITS", "TZ"]
            [tools.get_weather.parameters]
            type = "object"
            required = ["place"]
            [tools.get_weather.parameters.properties]
            place = { type = "string" }
            day = { type = "integer", minimum = 1 }
            """)
        #expect(config.warnings.isEmpty)
        let definition = try #require(config.tools.tool(named: "get_weather"))
        #expect(definition.tool.description == "Current weather for a place")
        #expect(definition.approval == .always)
        #expect(
            try program(definition)
                == CommandTool(
                    command: ["weather", "--json"], folder: "~/weather",
                    variables: ["WEATHER_UNITS", "TZ"], milliseconds: 2500,
                    outputLimit: 8 << 10))
        let schema = String(
            decoding: JSONWriter.bytes(of: definition.tool.parameters), as: UTF8.self)
        #expect(
            schema == #"{"type":"object","required":["place"],"properties":{"#
                + #""place":{"type":"string"},"day":{"type":"integer","minimum":1}}}"#)
    }

    @Test func whatIsNotSaidHasItsDefault() throws {
        let definition = try tool("")
        #expect(definition.approval == .ask)
        #expect(
            try program(definition)
                == CommandTool(
                    command: ["x"], folder: nil, variables: [], milliseconds: 60_000,
                    outputLimit: 64 << 10))
        let empty: JSONValue = ["type": "object", "properties": [:]]
        #expect(definition.tool.parameters == empty)
    }

    @Test(arguments: [
        (
            "[tools.x]\ndescription = 'd'", "the tool `x` needs a `command`", 1, 8
        ),
        ("[tools]\nx = 1", "`x` must be a table, not an integer", 2, 5),
        ("[tools.'a b']\n", "`a b` cannot be the name of a tool: providers take", 1, 8),
        ("[tools.none]\n", "`none` cannot be the name of a tool: it means something else", 1, 8),
        ("[tools.standard]\n", "`standard` is the name of a collection already", 1, 8),
        ("tools = 1", "`tools` must be a string or an array of strings, not an integer", 1, 9),
        ("[tools]\nuse = 1", "`use` must be a string or an array of strings, not an integer", 2, 7),
    ])
    func aWrongTableIsAnErrorWithItsPlace(
        text: String, message: String, line: Int, column: Int
    ) throws {
        let error = #expect(throws: ConfigError.self) { try read(text) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect((error?.line, error?.column) == (line, column))
    }

    @Test(arguments: [
        ("command = 'x'", "`command` must be an array of a program and its arguments", 11),
        ("command = []", "`command` names no program", 11),
        ("command = ['']", "`command` names no program", 11),
        (
            "command = ['./x']", "`command` must name a program on PATH, or by an absolute path", 11
        ),
        ("command = ['x', 1]", "`command` must hold only strings, not an integer", 17),
        ("parameters = 'x'", "`parameters` must be a table, not a string", 14),
        (
            "parameters = { type = 'object', properties = { a = { pattern = '(' } } }",
            "`parameters` is no JSON Schema: /properties/a", 14
        ),
        (
            "parameters = {}", "`parameters` must be a JSON Schema with type = \"object\"", 14
        ),
        (
            "parameters = { type = 'string' }",
            "`parameters` must be a JSON Schema with type = \"object\"", 23
        ),
        (
            "parameters = { type = 'object', properties = 1 }",
            "`properties` must be a table, not an integer", 46
        ),
        (
            "approval = 'sometimes'",
            "`approval` must be \"ask\", \"always\" or \"never\", not \"sometimes\"", 12
        ),
        ("timeout_s = 0", "`timeout_s` must be above 0 and at most 86400", 13),
        ("timeout_s = 1e9", "`timeout_s` must be above 0 and at most 86400", 13),
        ("output_limit_kb = 0", "`output_limit_kb` must be between 1 and 16384", 19),
        ("cwd = 'here'", "`cwd` must be an absolute path, or begin with ~/", 7),
        ("env = ['A=1']", "`env` must hold names of variables, not \"A=1\"", 8),
        (
            "env = ['TZ', 'OPENAI_API_KEY']",
            "`env` must not name OPENAI_API_KEY: no tool gets a provider's key", 14
        ),
        ("description = 1", "`description` must be a string, not an integer", 15),
    ])
    func aWrongValueIsAnErrorWithItsPlace(text: String, message: String, column: Int) throws {
        let others = ["description = 'd'", "command = ['x']"]
            .filter { !text.hasPrefix(String($0.prefix(7))) }
        let error = #expect(throws: ConfigError.self) {
            try read((["[tools.x]", text] + others).joined(separator: "\n"))
        }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect((error?.line, error?.column) == (2, column))
    }

    @Test func noToolGetsTheKeyOfAProviderOfOnesOwn() throws {
        let error = #expect(throws: ConfigError.self) {
            try read(
                "[tools.x]\ndescription = 'd'\ncommand = ['x']\nenv = ['WORK_KEY']\n"
                    + "[providers.work]\nbase_url = 'https://w.example.org'\napi_key_env = 'WORK_KEY'"
            )
        }
        #expect(error?.line == 4)
    }

    @Test func anUnknownKeyIsAWarning() throws {
        let config = try read(
            "[tools.x]\ndescription = 'd'\ncommand = ['x']\ntimeout = 3\nshell = 'sh'")
        #expect(config.warnings.map(\.message) == ["unknown key `timeout`", "unknown key `shell`"])
        #expect(config.warnings.map(\.hint) == ["did you mean `timeout_s`?", nil])
        #expect(config.warnings.map(\.line) == [4, 5])
    }

    // MARK: Built-in tools

    @Test func theBuiltInToolsAreThereWithoutConfiguration() throws {
        let tools = try read("").tools
        #expect(
            tools.tools.map(\.tool.name)
                == ["calculator", "current_time", "read_file", "list_files", "search_files"])
        #expect(tools.tools.map(\.approval) == [.always, .always, .ask, .ask, .ask])
        #expect(tools.tools(of: ["standard"]).count == 5)
    }

    @Test func aBuiltInToolsApprovalMayBeChanged() throws {
        let tools = try read("[tools.read_file]\napproval = 'always'").tools
        let definition = try #require(tools.tool(named: "read_file"))
        #expect(definition.approval == .always)
        guard case .builtIn = definition.action else {
            Issue.record("it is another one")
            return
        }
    }

    @Test func nothingElseOfABuiltInToolMayBeChanged() throws {
        let error = #expect(throws: ConfigError.self) {
            try read("[tools.read_file]\napproval = 'always'\ndescription = 'd'")
        }
        #expect(
            error?.message == "`read_file` is built in: set its `approval` alone, or give it a "
                + "`command` to replace it")
        #expect((error?.line, error?.column) == (3, 1))
    }

    @Test func aCommandReplacesABuiltInToolInItsPlace() throws {
        let tools = try read("[tools.read_file]\ndescription = 'd'\ncommand = ['cat']").tools
        #expect(tools.tools.map(\.tool.name).count == 5)
        let definition = try #require(tools.tools(of: ["standard"]).dropFirst(2).first)
        #expect(try program(definition).command == ["cat"])
        #expect(definition.approval == .ask)
    }

    // MARK: Collections

    private static let two = """
        [tools.a]
        description = 'a'
        command = ['a']
        [tools.b]
        description = 'b'
        command = ['b']
        [collections]

        """

    @Test func aCollectionHoldsToolsAndCollections() throws {
        let tools = try read(
            Self.two + "all = ['more', 'calculator', 'a']\nmore = ['b']\nnothing = []\none = 'a'"
        ).tools
        #expect(tools.tools(of: ["all"]).map(\.tool.name) == ["b", "calculator", "a"])
        #expect(tools.tools(of: ["nothing"]).isEmpty)
        #expect(tools.tools(of: ["one", "all"]).map(\.tool.name) == ["a", "b", "calculator"])
        #expect(tools.collections.names == ["standard", "all", "more", "nothing", "one"])
    }

    @Test func theBuiltInCollectionMayBeReplaced() throws {
        let tools = try read(Self.two + "standard = ['a', 'calculator']").tools
        #expect(tools.tools(of: ["standard"]).map(\.tool.name) == ["a", "calculator"])
    }

    @Test(arguments: [
        (
            "x = ['a', 'calcualtor']",
            "there is no tool or collection \"calcualtor\"; did you mean", 11
        ),
        ("x = 'nonesuch'", "there is no tool or collection \"nonesuch\"", 5),
        ("x = 1", "`x` must be a string or an array of strings, not an integer", 5),
        ("x = ['x']", "the collection `x` holds itself: x → x", 1),
        (
            "x = ['y']\ny = ['a', 'z']\nz = ['x']",
            "the collection `x` holds itself: x → y → z → x", 1
        ),
        ("a = ['b']", "`a` is the name of a tool already", 1),
        ("calculator = ['a']", "`calculator` is the name of a tool already", 1),
        ("'x y' = ['a']", "`x y` cannot be the name of a collection", 1),
        ("auto = ['a']", "`auto` cannot be the name of a collection: it means something else", 1),
    ])
    func aWrongCollectionIsAnErrorWithItsPlace(text: String, message: String, column: Int) throws {
        let error = #expect(throws: ConfigError.self) { try read(Self.two + text) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect((error?.line, error?.column) == (8, column))
    }

    // MARK: Choosing in the configuration

    @Test(arguments: ["tools = ['standard']\n", "[tools]\nuse = ['standard']\n"])
    func theConfigurationChoosesByAKey(text: String) throws {
        let config = try read(text)
        #expect(config.settings.tools == ["standard"])
        #expect(config.settings.place(of: .tools)?.path == "/c/config.toml")
        #expect(config.warnings.isEmpty)
    }

    @Test func theKeyMayStandBesideTools() throws {
        let config = try read(
            "tools.use = 'a'\n[tools.a]\ndescription = 'a'\ncommand = ['a']\n")
        #expect(config.settings.tools == ["a"])
        #expect(config.tools.tool(named: "a") != nil)
    }

    @Test func aStrangersFileDefinesNone() throws {
        let table = try TOMLParser.parse(
            "[tools.x]\ncommand = ['rm']\n[collections]\ny = ['x']\n".utf8)
        let diagnostics = SettingsLayer.diagnostics(of: table)
        #expect(
            diagnostics.map(\.message)
                == ["tools", "collections"].map {
                    "`\($0)` counts only in your own config.toml or as an option, and is ignored"
                })
    }
}
