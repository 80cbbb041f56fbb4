import ConfigText
import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct PresetTests {
    private let own = """
        [presets.precise]
        extends = "precise"
        top_p = 0.5
        [presets.review]
        extends = "precise"
        system = "You review."
        temperature = 0.1
        [presets.a]
        extends = "b"
        [presets.b]
        extends = "a"
        [presets.lost]
        extends = "nonesuch"
        """

    @Test(arguments: [
        ("creative", GenerationOptions(temperature: 0.9, topP: 0.95)),
        ("balanced", GenerationOptions()),
        ("precise", GenerationOptions(temperature: 0.2)),
        ("deterministic", GenerationOptions(temperature: 0, seed: 42)),
        ("code", GenerationOptions(temperature: 0.2)),
    ])
    func theBuiltInOnesSet(name: String, options: GenerationOptions) throws {
        let layers = try Preset.layers(of: name, own: [:], namedAt: nil)
        #expect(layers.map(\.options) == [options])
    }

    @Test func codeHasASystemMessage() throws {
        let stack = try stack(["preset = 'code'"])
        #expect(stack.value(\.system) != nil)
    }

    @Test func aPresetMayBuildOnAnotherAndOnTheBuiltInOneOfItsName() throws {
        #expect(
            try options(["preset = 'review'"]) == GenerationOptions(temperature: 0.1, topP: 0.5))
        #expect(try stack(["preset = 'review'"]).value(\.system) == .text("You review."))
    }

    @Test func itRanksJustBelowTheLayerThatNamesIt() throws {
        let low = "temperature = 0.7\nseed = 1"
        #expect(
            try options([low, "preset = 'precise'"])
                == GenerationOptions(temperature: 0.2, topP: 0.5, seed: 1))
        #expect(
            try options([low + "\npreset = 'precise'", "top_p = 1"])
                == GenerationOptions(temperature: 0.7, topP: 1, seed: 1))
    }

    @Test func onlyTheHighestOneCounts() throws {
        #expect(
            try options(["preset = 'creative'", "preset = 'deterministic'"])
                == GenerationOptions(temperature: 0, seed: 42))
        #expect(try options(["preset = 'creative'", "preset = 'balanced'"]) == GenerationOptions())
    }

    @Test(arguments: [
        ("nonesuch", "there is no preset `nonesuch`", "chat.md", 1),
        ("precies", "there is no preset `precies`", "chat.md", 1),
        ("a", "the preset `a` builds on itself", "/c/config.toml", 11),
        ("lost", "there is no preset `nonesuch`", "/c/config.toml", 13),
    ])
    func oneThatIsNotThereIsNamedWithItsPlace(
        name: String, message: String, path: String, line: Int
    ) {
        let failure = #expect(throws: Failure.self) { try options(["preset = '\(name)'"]) }
        #expect(failure?.code == .invalidConfig)
        #expect(failure?.message == message)
        #expect(failure?.line == line)
        #expect(failure?.path == path)
    }

    @Test func theNearestOneIsSuggested() {
        let failure = #expect(throws: Failure.self) { try options(["preset = 'precies'"]) }
        #expect(failure?.hint == "did you mean `precise`?")
    }

    /// What a preset brings and the model refuses is left out, whoever named it; what the
    /// conversation says itself is an error.
    @Test func whatTheModelRefusesOfItIsLeftOut() throws {
        let settings = try settings(["model = 'o3'\npreset = 'precise'"])
        #expect(settings.options.temperature == nil)
        #expect(settings.warnings.count == 2)
        let failure = #expect(throws: Failure.self) {
            try self.settings(["model = 'o3'\npreset = 'precise'\ntemperature = 0.2"])
        }
        #expect(failure?.code == .unsupported)
        #expect(failure?.line == 3)
    }

    /// Named on the command line, it goes above the front matter, and what it sets is still general.
    @Test func aPresetOfTheCommandLineGoesBeforeTheFrontMatter() throws {
        let settings = try settings(["model = 'o3'\ntemperature = 1", "preset = 'precise'"])
        #expect(settings.options.temperature == nil)
    }

    private func config() throws -> ConfigFile {
        try ConfigFile(parsing: Array(own.utf8), path: "/c/config.toml")
    }

    private func stack(_ layers: [String]) throws -> SettingsStack {
        var warnings: [Diagnostic] = []
        return try SettingsStack(
            try layers.map {
                try SettingsLayer(
                    try TOMLParser.parse(Array($0.utf8)), path: "chat.md", warnings: &warnings)
            }, presets: try config().presets)
    }

    private func options(_ layers: [String]) throws -> GenerationOptions {
        try stack(layers).layers.reduce(GenerationOptions()) { $0.overridden(by: $1.options) }
    }

    private func settings(_ layers: [String]) throws -> Settings {
        try Settings(
            try stack(layers), config: try config(),
            keys: KeyRing(Environment { $0 == "OPENAI_API_KEY" ? "key" : nil }))
    }
}
