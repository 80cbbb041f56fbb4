import ConfigText
import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

extension Settings {
    init(
        folding layers: [SettingsLayer], config: ConfigFile, environment: Environment
    ) throws(Failure) {
        self = try Settings(
            try SettingsStack(layers, presets: config.presets), config: config,
            keys: KeyRing(environment, commands: config.keyCommands))
    }
}

@Suite struct SettingsTests {
    private func layer(_ text: String, path: String? = nil) throws(ConfigError) -> SettingsLayer {
        var warnings: [Diagnostic] = []
        return try SettingsLayer(try TOMLParser.parse(text.utf8), path: path, warnings: &warnings)
    }

    private func settings(
        _ layers: String..., config: String = "",
        environment: [String: String] = ["XAI_API_KEY": "xai-key-1", "OPENAI_API_KEY": "sk-key-1"]
    ) throws -> Settings {
        try Settings(
            folding: try layers.map { try layer($0, path: "chat.md") },
            config: try ConfigFile(parsing: Array(config.utf8)),
            environment: Environment { environment[$0] }
        )
    }

    @Test func aFallbackThatCannotBeUsedHasItsPlaceWhereItStandsInAFile() throws {
        let written = try settings("model = 'echo'\nfallback = 'nonesuch'")
        #expect(written.warnings.map(\.0.line) == [2])
        var typed = SettingsLayer()
        try typed.set("model=echo")
        try typed.set("fallback=nonesuch")
        let settings = try Settings(
            folding: [typed], config: try ConfigFile(parsing: []),
            environment: Environment { _ in nil })
        #expect(settings.warnings.map(\.0.line) == [0])
    }

    @Test(arguments: [#"extra={"a": {"b": null}}"#, #"extra={"a":{"b":null}}"#])
    func anObjectOnTheCommandLineMayBeJSON(pair: String) throws {
        var layer = SettingsLayer()
        try layer.set(pair)
        var inner: JSONValue = ["b": .null]
        #expect(layer.extra?["a"] == inner)
        try layer.set("extra={ a = { b = 1 } }")
        inner = ["b": 1]
        #expect(layer.extra?["a"] == inner)
    }

    @Test func laterLayersWinKeyByKey() throws {
        let settings = try settings(
            "model = 'grok-3'\ntemperature = 0.1\nseed = 1\nsystem = 'a'",
            "temperature = 0.2\nstop = 'x'", "seed = 3")
        #expect(settings.model == "grok-3")
        #expect(settings.stack.value(\.system) == .text("a"))
        #expect(settings.options == GenerationOptions(temperature: 0.2, stop: ["x"], seed: 3))
    }

    @Test func aModelCancelsTheProviderOfALowerLayer() throws {
        let settings = try settings("provider = 'openrouter'", "model = 'grok-3'")
        #expect(settings.provider.id == "xai")
    }

    @Test func aProviderOfTheSameLayerStays() throws {
        let settings = try settings("provider = 'openai'\nmodel = 'grok-3'")
        #expect(settings.provider.id == "openai")
        #expect(settings.model == "grok-3")
    }

    @Test func aProviderOfAHigherLayerTakesTheModelOfALowerOne() throws {
        let settings = try settings("model = 'grok-3'", "provider = 'openai'")
        #expect(settings.provider.id == "openai")
        #expect(settings.model == "grok-3")
    }

    @Test func aProviderAloneBringsItsDefaultModel() throws {
        #expect(try settings("provider = 'xai'").model == BuiltInProviders.xAI.defaultModel)
    }

    @Test func anAliasOfTheConfigurationIsFollowed() throws {
        let settings = try settings("model = 'fast'", config: "[aliases]\nfast = 'xai/grok-3-mini'")
        #expect(settings.provider.id == "xai")
        #expect(settings.model == "grok-3-mini")
    }

    @Test func withoutAModelTheFirstKeyDecides() throws {
        #expect(try settings("", environment: ["XAI_API_KEY": "k"]).provider.id == "xai")
        #expect(try settings("").provider.id == "openai")
    }

    @Test func withoutAnyKeyEchoIsNamed() {
        let failure = #expect(throws: Failure.self) { try settings("", environment: [:]) }
        #expect(failure?.code == .authentication)
        #expect(failure?.hint?.contains("echo") == true)
    }

    @Test func aMissingKeyNamesItsVariableAndTheLine() {
        let failure = #expect(throws: Failure.self) {
            try settings("\nmodel = 'grok-3'", environment: ["OPENAI_API_KEY": "k"])
        }
        #expect(failure?.code == .authentication)
        #expect(failure?.message.contains("XAI_API_KEY") == true)
        #expect(failure?.hint?.contains("echo") == true)
        #expect(failure?.path == "chat.md")
        #expect(failure?.line == 2)
    }

    @Test func anUnknownModelNamesItsPlace() {
        let failure = #expect(throws: Failure.self) { try settings("model = 'nonesuch'") }
        #expect(failure?.code == .modelNotFound)
        #expect(failure?.line == 1)
        #expect(failure?.column == 9)
        #expect(failure?.hint?.contains("provider/model") == true)
    }

    @Test func aServerOfOnesOwnNeedsNoKeyUnlessItsVariableIsNamed() throws {
        let server = "[providers.home]\nbase_url = \"http://127.0.0.1:8080/v1\"\n"
        var layer = SettingsLayer()
        layer.set(.model, to: "home/llama")
        let nowhere = Environment { _ in nil }
        let open = try ConfigFile(parsing: Array(server.utf8))
        #expect(try Settings(folding: [layer], config: open, environment: nowhere).key == nil)
        let closed = try ConfigFile(parsing: Array((server + "api_key_env = \"HOME_KEY\"\n").utf8))
        #expect(throws: Failure.self) {
            try Settings(folding: [layer], config: closed, environment: nowhere)
        }
    }

    @Test func anUnknownProviderNamesItsOwnPlace() {
        let failure = #expect(throws: Failure.self) {
            try settings("model = 'grok-3'\n\nprovider = 'xia'")
        }
        #expect(failure?.code == .invalidConfig)
        #expect(failure?.line == 3)
        #expect(failure?.hint == "did you mean `xai`?")
    }

    @Test func aKeyWithControlCharactersIsRefusedWithoutShowingIt() {
        let failure = #expect(throws: Failure.self) {
            try settings("model = 'grok-3'", environment: ["XAI_API_KEY": "secret\u{1}word"])
        }
        #expect(failure?.code == .authentication)
        #expect(failure?.description.contains("secret") == false)
        #expect(failure?.hint?.contains("XAI_API_KEY") == true)
    }

    @Test(arguments: [
        (["GEMINI_API_KEY": "gemini-key", "GOOGLE_API_KEY": "google-key"], "gemini-key"),
        (["GEMINI_API_KEY": "", "GOOGLE_API_KEY": "google-key"], "google-key"),
    ])
    func aKeyIsLookedForInSeveralVariables(_ environment: [String: String], _ key: String) throws {
        let settings = try settings("", environment: environment)
        #expect(settings.provider.id == "gemini")
        #expect(settings.key == (try Secret(key)))
    }

    @Test func aVariableOfOnesOwnIsTheOnlyOne() {
        let config = "[providers.gemini]\napi_key_env = 'OWN_KEY'"
        #expect(throws: Failure.self) {
            try settings(
                "model = 'gemini/m'", config: config, environment: ["GOOGLE_API_KEY": "google-key"])
        }
    }

    @Test func aKeyIsNeverPrinted() throws {
        let settings = try settings("model = 'grok-3'")
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("xai-key-1"))
        #expect(!"\(settings)".contains("xai-key-1"))
    }

    @Test func theEnvironmentNamesABaseURLUnlessTheConfigurationDoes() throws {
        let environment = ["OPENAI_BASE_URL": "http://127.0.0.1:9/v2", "OPENAI_API_KEY": "k"]
        #expect(
            try settings("model = 'gpt-5.5'", environment: environment).provider.baseURL
                == "http://127.0.0.1:9/v2")
        let config = "[providers.openai]\nbase_url = 'https://llm.example.org/v1'"
        #expect(
            try settings("model = 'gpt-5.5'", config: config, environment: environment)
                .provider.baseURL == "https://llm.example.org/v1")
    }

    @Test(arguments: [
        ("127.0.0.1", "http://127.0.0.1:11434/v1"), ("0.0.0.0", "http://127.0.0.1:11434/v1"),
        (":8080", "http://localhost:8080/v1"), ("http://box:80", "http://box:80/v1"),
        ("https://ollama.example.org/", "https://ollama.example.org/v1"),
    ])
    func ollamasHostMayBeBare(host: String, url: String) throws {
        let settings = try settings("model = 'ollama/llama'", environment: ["OLLAMA_HOST": host])
        #expect(settings.provider.baseURL == url)
        #expect(settings.key == nil)
    }

    @Test func theTimeoutOfTheCommandLineLimitsEverySilence() throws {
        var top = try layer("model = 'echo'")
        top.timeout = 5
        let config = try ConfigFile(parsing: Array("[timeout]\nconnect_s = 2".utf8))
        let settings = try Settings(
            folding: [top], config: config, environment: Environment { _ in nil })
        #expect(settings.timeouts == HTTPTimeouts(connect: 2, firstByte: 5, betweenBytes: 5))
    }
}
