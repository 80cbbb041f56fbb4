import ConfigText
import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct SettingsLayerTests {
    private func read(_ text: String) throws(ConfigError) -> (SettingsLayer, [Diagnostic]) {
        var warnings: [Diagnostic] = []
        let table = try TOMLParser.parse(text.utf8)
        return (try SettingsLayer(table, path: "chat.md", warnings: &warnings), warnings)
    }

    @Test func everyKeyIsRead() throws {
        let (layer, warnings) = try read(
            """
            model = "grok-3"
            provider = "xai"
            system = "be short"
            temperature = 0.2
            top_p = 1
            max_tokens = 100
            stop = ["a", "b"]
            seed = -7
            """)
        #expect(layer.model == "grok-3")
        #expect(layer.place(of: .model)?.path == "chat.md")
        #expect(layer.place(of: .model)?.position == SourcePosition(line: 1, column: 9))
        #expect(layer.provider == "xai")
        #expect(layer.place(of: .provider)?.position == SourcePosition(line: 2, column: 12))
        #expect(layer.system == .text("be short"))
        #expect(
            layer.options
                == GenerationOptions(
                    temperature: 0.2, topP: 1, maxTokens: 100, stop: ["a", "b"], seed: -7))
        #expect(warnings.isEmpty)
    }

    @Test func oneStopTextNeedsNoArray() throws {
        #expect(try read("stop = 'x'").0.options.stop == ["x"])
    }

    @Test(arguments: [
        ("model = 3", "`model` must be a string, not an integer", 9),
        ("provider = ['xai']", "`provider` must be a string, not an array", 12),
        ("system = 1.5", "`system` must be a string, not a float", 10),
        ("temperature = '1'", "`temperature` must be a number, not a string", 15),
        ("top_p = true", "`top_p` must be a number, not a boolean", 9),
        ("max_tokens = 1.5", "`max_tokens` must be an integer, not a float", 14),
        ("seed = 2024-01-01", "`seed` must be an integer, not a date", 8),
        ("stop = [1]", "`stop` must hold only strings, not an integer", 9),
        ("stop = {}", "`stop` must be a string or an array of strings, not a table", 8),
    ])
    func aWrongTypeIsNamed(text: String, message: String, column: Int) {
        expect(text, ConfigError(line: 1, column: column, message: message))
    }

    @Test(arguments: [
        ("temperature = 2.5", "`temperature` must be between 0 and 2, not 2.5", 15),
        ("temperature = -0.1", "`temperature` must be between 0 and 2, not -0.1", 15),
        ("temperature = nan", "`temperature` must be between 0 and 2, not nan", 15),
        ("top_p = 1.1", "`top_p` must be between 0 and 1, not 1.1", 9),
        ("max_tokens = 0", "`max_tokens` must be at least 1, not 0", 14),
        ("max_tokens = -5", "`max_tokens` must be at least 1, not -5", 14),
    ])
    func aValueOutOfRangeIsNamed(text: String, message: String, column: Int) {
        expect(text, ConfigError(line: 1, column: column, message: message))
    }

    @Test(
        arguments: [
            ("temprature = 1", "unknown key `temprature`", "did you mean `temperature`?"),
            ("modle = 'x'", "unknown key `modle`", "did you mean `model`?"),
            ("max-tokens = 5", "unknown key `max-tokens`", "did you mean `max_tokens`?"),
            ("colour = 'red'", "unknown key `colour`", nil),
            (
                "base_url = 'http://x'", "`base_url` has no effect here",
                "it belongs under [providers.NAME] in your own config.toml"
            ),
            (
                "[extra]\nx = 1",
                "`extra` counts only in your own config.toml or as an option, and is ignored",
                "if you want it, copy it there: `chatmd config edit`"
            ),
        ] as [(String, String, String?)])
    func anUnknownKeyIsAWarning(text: String, message: String, hint: String?) throws {
        let (layer, warnings) = try read(text)
        #expect(layer.written.isEmpty)
        let column = text.hasPrefix("[") ? 2 : 1
        #expect(
            warnings == [
                Diagnostic(.warning, line: 1, column: column, message: message, hint: hint)
            ])
    }

    // MARK: -o

    @Test(
        arguments: [
            ("temperature=0.2", GenerationOptions(temperature: 0.2)),
            ("temperature= 1", GenerationOptions(temperature: 1)),
            ("max_tokens=10", GenerationOptions(maxTokens: 10)),
            ("stop=END", GenerationOptions(stop: ["END"])),
            ("stop=\"a b\"", GenerationOptions(stop: ["a b"])),
            ("stop=['a', 'b=c']", GenerationOptions(stop: ["a", "b=c"])),
            ("seed=42", GenerationOptions(seed: 42)),
        ])
    func aPairIsReadAsTOML(pair: String, options: GenerationOptions) throws {
        var layer = SettingsLayer()
        try layer.set(pair)
        #expect(layer.options == options)
    }

    @Test(arguments: ["model=\"x\"", "model=3", "model=true", "model=a=b", "model="])
    func textNeedsNoQuotesAndKeepsThem(pair: String) throws {
        var layer = SettingsLayer()
        try layer.set(pair)
        #expect(layer.model == String(pair.dropFirst("model=".count)))
    }

    @Test(
        arguments: [
            ("temprature=1", "-o: unknown setting `temprature`", "did you mean temperature?"),
            (
                "colour=red", "-o: unknown setting `colour`",
                "there are " + SettingKey.options.map(\.rawValue).joined(separator: ", ")
            ),
            (
                "max_tokens=many", "-o max_tokens: `max_tokens` must be an integer, not a string",
                nil
            ),
            ("temperature=", "-o temperature: `temperature` must be a number, not a string", nil),
            ("top_p=3", "-o top_p: `top_p` must be between 0 and 1, not 3.0", nil),
        ] as [(String, String, String?)])
    func aWrongPairIsAUsageError(pair: String, message: String, hint: String?) {
        var layer = SettingsLayer()
        let failure = #expect(throws: Failure.self) { try layer.set(pair) }
        #expect(failure == .usage(message, hint: hint))
    }

    @Test func aPairCannotSmuggleInAnotherKey() throws {
        var layer = SettingsLayer()
        let pair = "stop='x'\nseed = 3"
        try layer.set(pair)
        #expect(layer.options.seed == nil)
    }

    private func expect(_ text: String, _ expected: ConfigError) {
        let error = #expect(throws: ConfigError.self) { try read(text) }
        #expect(error == expected)
    }
}
