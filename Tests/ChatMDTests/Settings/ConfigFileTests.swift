import ConfigText
import LLMCore
import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

@Suite struct ConfigFileTests {
    private func read(_ text: String) throws(ConfigError) -> ConfigFile {
        try ConfigFile(parsing: Array(text.utf8), path: "/c/config.toml")
    }

    @Test func settingsAliasesAndTimeoutsAreRead() throws {
        let config = try read(
            """
            model = "fast"
            temperature = 0.5
            [aliases]
            fast = "xai/grok-3-mini"
            [timeout]
            connect_s = 1
            first_byte_s = 2.5
            between_bytes_s = 3
            """)
        #expect(config.settings.model == "fast")
        #expect(config.settings.place(of: .model)?.path == "/c/config.toml")
        #expect(config.settings.options.temperature == 0.5)
        #expect(config.aliases == ["fast": "xai/grok-3-mini"])
        #expect(config.timeouts == HTTPTimeouts(connect: 1, firstByte: 2.5, betweenBytes: 3))
        #expect(config.warnings.isEmpty)
    }

    @Test func aProviderOfOnesOwnIsAdded() throws {
        let config = try read(
            """
            [providers.work]
            base_url = "https://llm.example.org/v1"
            api_key_env = "WORK_KEY"
            wire_format = "openai-chat"
            default_model = "llama"
            headers = { "X-Team" = "docs" }
            """)
        let work = try #require(config.providers.last)
        #expect(work.id == "work")
        #expect(work.baseURL == "https://llm.example.org/v1")
        #expect(work.keyVariable == "WORK_KEY")
        #expect(work.defaultModel == "llama")
        #expect(work.headers["x-team"] == "docs")
        #expect(!work.allowsPlainHTTP)
        #expect(config.providers.count == BuiltInProviders.all.count + 1)
    }

    @Test(arguments: [
        ("openai-chat", Authentication.bearer), ("anthropic", .header("x-api-key")),
        ("gemini", .header("x-goog-api-key")),
    ])
    func aWireFormatBringsTheHeaderOfTheKey(_ format: String, _ header: Authentication) throws {
        let config = try read(
            "[providers.work]\nbase_url = 'https://llm.example.org'\nwire_format = '\(format)'")
        let work = try #require(config.providers.last)
        #expect(work.wireFormat.rawValue == format)
        #expect(work.authentication == header)
    }

    @Test func aBuiltInProviderIsOverriddenInItsPlace() throws {
        let config = try read("[providers.openai]\nbase_url = 'http://127.0.0.1:1/v1'")
        #expect(config.providers.map(\.id) == BuiltInProviders.all.map(\.id))
        let openAI = try #require(config.providers.first { $0.id == "openai" })
        #expect(openAI.baseURL == "http://127.0.0.1:1/v1")
        #expect(openAI.keyVariable == "OPENAI_API_KEY")
        #expect(openAI.baseURLVariable == nil)
    }

    private static let formats: String = {
        let names = WireFormatName.allCases.filter { $0 != .echo }.map { "\"\($0.rawValue)\"" }
        return names.dropLast().joined(separator: ", ") + " or " + names.last!
    }()

    @Test func formatsAreTakenByName() throws {
        let config = try read(
            """
            [providers.xai]
            wire_format = "openai-responses"
            [providers.work]
            base_url = "https://llm.example.org/v1"
            content_format = "string"
            """)
        #expect(config.providers.first { $0.id == "xai" }?.wireFormat == .openAIResponses)
        #expect(config.providers.last?.contentFormat == .string)
    }

    @Test(arguments: [
        ("base_url = 'https://llm.example.org/v1'", WireFormatName.openAIChat),
        ("base_url = 'https://eu.api.openai.com/v1'", .openAIResponses),
        ("wire_format = 'openai-chat'", .openAIChat),
        (
            "base_url = 'https://llm.example.org/v1'\nwire_format = 'openai-responses'",
            .openAIResponses
        ),
        (
            "wire_format = 'openai-responses'\nbase_url = 'https://llm.example.org/v1'",
            .openAIResponses
        ),
    ])
    func anotherAddressOfOpenAISpeaksChatUnlessAFormatIsNamed(
        text: String, format: WireFormatName
    ) throws {
        let config = try read("[providers.openai]\n" + text)
        #expect(config.providers.first { $0.id == "openai" }?.wireFormat == format)
    }

    /// Variables' names are shown wherever a key is missing.
    @Test(arguments: [
        "sk-Test-Aa0Bb1Cc2Dd3Ee4Ff5Gg6", "gsk_0123456789abcdefghijklmnopqrstuv", "1KEY", "A KEY",
        "",
    ])
    func aKeyInPlaceOfItsVariableIsRefusedAndNotQuoted(key: String) {
        let text = "[providers.xai]\napi_key_env = \"\(key)\"\n"
        let error = #expect(throws: ConfigError.self) { try read(text) }
        #expect(
            error?.message
                == "`api_key_env` must be the name of an environment variable, as in WORK_KEY, not "
                + "the key itself")
    }

    @Test(arguments: ["WORK_KEY", "_k", "a_rather_long_name_of_a_variable", "KEY_2"])
    func anyNameOfAVariableMayHoldAKey(name: String) throws {
        let config = try read("[providers.xai]\napi_key_env = \"\(name)\"\n")
        #expect(config.providers.first { $0.id == "xai" }?.keyVariable == name)
    }

    @Test(arguments: [
        (
            "[providers.work]\napi_key_env = 'K'",
            "provider `work` is not built in, so it needs a `base_url`", 1, 12
        ),
        (
            "[providers.xai]\nbase_url = 'llm.example.org'",
            "`base_url` must start with https:// or http://", 2, 12
        ),
        (
            "[providers.xai]\nwire_format = 'soap'",
            "`wire_format` must be \(ConfigFileTests.formats), not \"soap\"", 2, 15
        ),
        (
            "[providers.xai]\ncontent_format = 'html'",
            "`content_format` must be \"array\" or \"string\", not \"html\"", 2, 18
        ),
        (
            "[providers.xai]\nquirks = ['prefil']",
            "`quirks` knows no \"prefil\"; did you mean \"prefill\"?", 2, 10
        ),
        (
            "[providers.xai]\nrate_limit = { requests_per_minute = 0 }",
            "`requests_per_minute` must be above 0", 2, 38
        ),
        (
            "[providers.xai]\nheaders = { 'X Team' = 'docs' }",
            "the header `X Team` cannot be sent: a name holds no blank, and a value no line end", 2,
            13
        ),
        (
            "[providers.xai]\napi_key_cmd = ['echo key-in-a-command']",
            "`api_key_cmd` must hold each argument as a string of its own, as in "
                + "[\"pass\", \"show\", \"llm\"]; no shell reads it", 2, 15
        ),
        ("[providers]\nxai = 3", "`xai` must be a table, not an integer", 2, 7),
        ("[aliases]\nfast = 3", "`fast` must be a string, not an integer", 2, 8),
        ("[timeout]\nconnect_s = 0", "`connect_s` must be above 0", 2, 13),
        ("[provider.work]\n", "`provider` must be a string, not a table", 1, 1),
        ("timeout = 3", "`timeout` must be a table, not an integer", 1, 11),
        ("\n\n  temperature = 9", "`temperature` must be between 0 and 2, not 9.0", 3, 17),
    ])
    func whatIsWrongIsNamed(text: String, message: String, line: Int, column: Int) {
        let error = #expect(throws: ConfigError.self) { try read(text) }
        #expect(error == ConfigError(line: line, column: column, message: message))
    }

    @Test(
        arguments: [
            ("modle = 'x'", "unknown key `modle`", "did you mean `model`?"),
            ("[aliase]\n", "unknown key `aliase`", "did you mean `aliases`?"),
            ("[timeouts]\n", "unknown key `timeouts`", "did you mean `timeout`?"),
            (
                "[tools.x]\ncommand = ['x']\ncomand = 1", "unknown key `comand`",
                "did you mean `command`?"
            ),
            ("[presets.x]\nmodle = 'x'", "unknown key `modle`", "did you mean `model`?"),
            (
                "[presets.x]\npreset = 'code'", "`preset` has no effect in a preset",
                "`extends` names the one to build on"
            ),
            ("[trust]\nfolder = '/x'", "unknown key `folder`", "did you mean `folders`?"),
            ("[providers.xai]\nbaseurl = 'x'", "unknown key `baseurl`", "did you mean `base_url`?"),
            (
                "[providers.xai]\nmax_cost = 1", "unknown key `max_cost`",
                "it belongs above the first [table]"
            ),
            (
                "XAI_API_KEY = 'x'", "unknown key `XAI_API_KEY`",
                "a key belongs in the environment or in .env beside config.toml; `api_key_env` or "
                    + "`api_key_cmd` under [providers.NAME] says where it is"
            ),
            ("[timeout]\nconect_s = 1", "unknown key `conect_s`", "did you mean `connect_s`?"),
        ] as [(String, String, String?)])
    func whatHasNoEffectIsAWarning(text: String, message: String, hint: String?) throws {
        let warnings = try read(text).warnings
        #expect(warnings.map(\.message) == [message])
        #expect(warnings.map(\.hint) == [hint])
    }

    // MARK: From the disk

    @Test func noFileIsNoError() throws {
        let folder = try TemporaryFolder()
        #expect(try !ConfigFile.read(in: folder.path).exists)
        #expect(try ConfigFile.read(in: nil).path == nil)
    }

    @Test func aBrokenFileIsNamedWithLineAndColumn() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("config.toml", "model = \"x\"\ntemperature = \n")
        let failure = #expect(throws: Failure.self) { try ConfigFile.read(in: folder.path) }
        #expect(failure?.code == .invalidConfig)
        #expect(failure?.path == path)
        #expect(failure?.line == 2)
        #expect(failure?.column == 15)
    }

    @Test func aFolderInItsPlaceIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.write("config.toml/x", "")
        let failure = #expect(throws: Failure.self) { try ConfigFile.read(in: folder.path) }
        #expect(failure?.code == .io)
    }
}
