import ConfigText
import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct SettingKeyTests {
    @Test(arguments: [
        "tools = ['calculator']", "tools = []", "tool_choice = 'auto'",
        "parallel_tool_calls = false", "show_reasoning = true", "preset = 'precise'",
        "system = { file = 'x.md' }", "fallback = 'a'",
        "fallback = ['a', 'b']", "top_k = 0", "top_k = 40",
        "frequency_penalty = -2", "frequency_penalty = 2.0", "presence_penalty = 0.5",
        "repetition_penalty = 0", "repetition_penalty = 2", "reasoning_effort = 'none'",
        "reasoning_effort = 'xhigh'", "reasoning_effort = 'max'", "thinking_budget = 0",
        "response_format = 'text'", "response_format = 'json'",
        "response_format = { schema = { type = 'object' } }", "content_format = 'array'",
        "content_format = 'string'", "max_cost = 0.05", "max_cost = 1",
    ])
    func aValidKeyIsTaken(text: String) throws {
        let table = try TOMLParser.parse(text.utf8)
        #expect(SettingsLayer.diagnostics(of: table) == [])
        var warnings: [Diagnostic] = []
        #expect(try !SettingsLayer(table, path: nil, warnings: &warnings).written.isEmpty)
    }

    @Test func aConversationCannotExtendTheRequest() throws {
        let table = try TOMLParser.parse("extra = { a = 1 }".utf8)
        var warnings: [Diagnostic] = []
        #expect(try SettingsLayer(table, path: nil, warnings: &warnings).written.isEmpty)
        #expect(
            warnings.map(\.message) == [
                "`extra` counts only in your own config.toml or as an option, and is ignored"
            ])
        let config = try ConfigFile(parsing: Array("extra = { a = { b = 1.5 } }".utf8))
        #expect(
            config.settings.extra == JSONObject([("a", JSONValue.object(JSONObject([("b", 1.5)])))])
        )
        #expect(config.warnings == [])
    }

    @Test(arguments: [
        ("preset = 1", "`preset` must be a string, not an integer", 10),
        ("fallback = [1]", "`fallback` must hold only strings, not an integer", 13),
        ("top_k = -1", "`top_k` must be at least 0, not -1", 9),
        ("top_k = 1.5", "`top_k` must be an integer, not a float", 9),
        ("frequency_penalty = 2.1", "`frequency_penalty` must be between -2 and 2, not 2.1", 21),
        ("presence_penalty = -3", "`presence_penalty` must be between -2 and 2, not -3.0", 20),
        ("repetition_penalty = -1", "`repetition_penalty` must be between 0 and 2, not -1.0", 22),
        (
            "reasoning_effort = 'hi'",
            "`reasoning_effort` must be \"none\", \"minimal\", \"low\", \"medium\", \"high\", "
                + "\"xhigh\" or \"max\", not \"hi\"", 20
        ),
        (
            "content_format = 3",
            "`content_format` must be \"array\" or \"string\", not an integer", 18
        ),
        ("comments = 'drop'", "`comments` must be \"send\" or \"strip\", not \"drop\"", 12),
        ("thinking_budget = -1", "`thinking_budget` must be at least 0, not -1", 19),
        (
            "response_format = 'xml'",
            "`response_format` must be \"text\", \"json\" or a table with `schema`, not \"xml\"", 19
        ),
        (
            "response_format = true",
            "`response_format` must be \"text\", \"json\" or a table with `schema`, not a boolean",
            19
        ),
        ("response_format = {}", "`response_format` must hold a table `schema`", 19),
        (
            "response_format = { schema = 's' }", "`schema` must be a table, not a string", 30
        ),
        ("tools = 1", "`tools` must be a string or an array of strings, not an integer", 9),
        ("tool_choice = {}", "`tool_choice` must be a string, not a table", 15),
        (
            "parallel_tool_calls = 1",
            "`parallel_tool_calls` must be true or false, not an integer", 23
        ),
        ("show_reasoning = 'yes'", "`show_reasoning` must be true or false, not a string", 18),
        ("max_cost = -0.1", "`max_cost` must be at least 0, not -0.1", 12),
        ("max_cost = inf", "`max_cost` must be at least 0, not inf", 12),
        ("max_cost = nan", "`max_cost` must be at least 0, not nan", 12),
        ("extra = 'x'", "`extra` must be a table, not a string", 9),
        ("userDelimiter = 1", "`userDelimiter` must be a string, not an integer", 17),
    ])
    func aWrongValueIsAnError(text: String, message: String, column: Int) throws {
        let table = try TOMLParser.parse(text.utf8)
        #expect(
            SettingsLayer.diagnostics(of: table)
                == [Diagnostic(.error, line: 1, column: column, message: message)])
        var warnings: [Diagnostic] = []
        let error = #expect(throws: ConfigError.self) {
            try SettingsLayer(table, path: nil, warnings: &warnings)
        }
        #expect(error == ConfigError(line: 1, column: column, message: message))
    }

    @Test func yamlAndTOMLSetTheSame() throws {
        var warnings: [Diagnostic] = []
        let toml = try SettingsLayer(
            TOMLParser.parse("model = 'm'\ntemperature = 1\nstop = ['a']\n".utf8), path: nil,
            warnings: &warnings)
        let yaml = try SettingsLayer(
            YAMLParser.parse("model:  m\ntemperature: 1\nstop: a\n".utf8), path: nil,
            warnings: &warnings)
        #expect(toml.written.keys == yaml.written.keys)
        #expect((toml.model, toml.options.stop) == (yaml.model, yaml.options.stop))
        #expect(toml.options == yaml.options)
        #expect(warnings.isEmpty)
    }

    @Test func aKeyWithoutValueIsNotSetAndAWarning() throws {
        let diagnostics = SettingsLayer.diagnostics(
            of: try YAMLParser.parse("model:\ntop_k: ~\nmodle:\n".utf8))
        #expect(
            diagnostics.map(\.message) == [
                "`model` has no value and counts as not set",
                "`top_k` has no value and counts as not set",
                "unknown key `modle`",
            ])
    }

    @Test func everyMistakeIsListed() throws {
        let diagnostics = SettingsLayer.diagnostics(
            of: try YAMLParser.parse("top_p: 3\ntemprature: 1\nseed: x\n".utf8, firstLine: 2))
        #expect(diagnostics.map(\.line) == [2, 3, 4])
        #expect(diagnostics.map(\.severity) == [.error, .warning, .error])
    }

    @Test func delimitersPassInEitherSpelling() throws {
        let text = SettingKey.allCases.compactMap(\.delimiter).map {
            "\($0.camelCase) = '\($0.rawValue)'\n"
        }
        let table = try TOMLParser.parse(text.joined().utf8)
        #expect(table.entries.count == 5)
        #expect(SettingsLayer.diagnostics(of: table).isEmpty)
        #expect(SettingKey.allCases.compactMap(\.delimiter) == Delimiters.Key.allCases)
    }

    @Test func bothSpellingsOfOneKeyAreAnError() throws {
        let table = try TOMLParser.parse("user_delimiter = 'a'\nuserDelimiter = 'b'\n".utf8)
        let message = "`userDelimiter` means `user_delimiter`, which is already defined"
        #expect(
            SettingsLayer.diagnostics(of: table)
                == [Diagnostic(.error, line: 2, column: 1, message: message)])
    }

    @Test(
        arguments: [
            ("usrDelimiter", "userDelimiter"), ("user-delimiter", "user_delimiter"),
            ("top-k", "top_k"), ("reasoning", nil), ("Model", "model"),
        ] as [(String, String?)])
    func theNearestOfAllKeysIsSuggested(name: String, suggestion: String?) throws {
        let diagnostics = SettingsLayer.diagnostics(of: try TOMLParser.parse("\(name) = 1".utf8))
        #expect(diagnostics.map(\.hint) == [suggestion.map { "did you mean `\($0)`?" }])
    }

    @Test func delimitersStandInTheConversationOnly() throws {
        let config = try ConfigFile(parsing: Array("user_delimiter = 'x'".utf8))
        #expect(
            config.warnings.map(\.message) == [
                "`user_delimiter` has an effect only in the front matter of a conversation"
            ])
        var layer = SettingsLayer()
        let failure = #expect(throws: Failure.self) { try layer.set("user_delimiter=x") }
        #expect(failure == .usage("-o: `user_delimiter` has an effect only in front matter"))
    }
}
