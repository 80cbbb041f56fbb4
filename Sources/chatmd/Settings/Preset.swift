import ConfigText
import LLMCore
import MarkdownHistory
import Spelling

/// Settings that go by a name: `preset = "precise"`.
struct Preset {
    var settings: SettingsLayer
    /// The preset it builds on, and where that is said.
    var extends: String?
    private var extendsPosition: SourcePosition?

    /// Those that are there without configuration. `balanced` sets nothing: it is what takes
    /// another preset's place.
    private static let builtIn: [(name: String, toml: String)] = [
        ("creative", "temperature = 0.9\ntop_p = 0.95"),
        ("balanced", ""),
        ("precise", "temperature = 0.2"),
        ("deterministic", "temperature = 0\nseed = 42"),
        (
            "code",
            """
            temperature = 0.2
            system = "You are an experienced programmer. Answer with correct, idiomatic code in \
            fenced blocks, and explain only what is not obvious."
            """
        ),
    ]

    static var builtInNames: [String] { builtIn.map(\.name) }

    /// What a built-in one sets, on a line; a text only by its key.
    static func summary(ofBuiltIn name: String) -> String {
        let toml = builtIn.first { $0.name == name }?.toml ?? ""
        let lines = toml.split(separator: "\n").map { line in
            line.hasSuffix("\"") ? String(line.prefix { $0 != "=" }) + "= …" : String(line)
        }
        return lines.isEmpty ? "sets nothing" : lines.joined(separator: ", ")
    }

    /// Those that may be named: the user's own, then the built-in ones whose names they leave.
    static func names(withOwn own: [String: Preset]) -> [(name: String, isBuiltIn: Bool)] {
        own.keys.sorted().map { ($0, false) }
            + builtInNames.filter { own[$0] == nil }.map { ($0, true) }
    }

    private init?(builtIn name: String) {
        guard let row = Self.builtIn.first(where: { $0.name == name }),
            let table = try? TOMLParser.parse(Array(row.toml.utf8)),
            let preset = try? Preset(name, table, path: nil)
        else { return nil }
        self = preset
    }

    /// - Parameter table: a `[presets.NAME]` of `config.toml`.
    init(
        _ name: String, _ table: ConfigTable, path: String?, warnings: inout [Diagnostic]
    ) throws(ConfigError) {
        extends = try table.string(for: "extends")
        extendsPosition = table["extends"]?.position
        settings = try SettingsLayer(
            table, from: .preset(name), path: path, ignoring: ["extends"], warnings: &warnings)
    }

    private init(_ name: String, _ table: ConfigTable, path: String?) throws(ConfigError) {
        var warnings: [Diagnostic] = []
        try self.init(name, table, path: path, warnings: &warnings)
    }

    /// The layers that a preset stands for, lowest first: what it builds on, then its own.
    ///
    /// - Parameters:
    ///   - own: the user's; one may have the name of a built-in one, and build on that.
    ///   - place: where the preset is named, for errors.
    static func layers(
        of name: String, own: [String: Preset], namedAt place: SettingsLayer.Place?
    ) throws(Failure) -> [SettingsLayer] {
        var layers: [SettingsLayer] = []
        var seen: Set<String> = []
        var place = place
        var next: String? = name
        var own = own
        while let name = next {
            let mine = own.removeValue(forKey: name)
            guard let preset = mine ?? Preset(builtIn: name) else {
                let isCircle = seen.contains(name)
                throw failure(name, isCircle, among: own.keys + builtInNames, at: place)
            }
            seen.insert(name)
            layers.insert(preset.settings, at: 0)
            next = preset.extends
            place = SettingsLayer.Place(
                path: preset.settings.path, position: preset.extendsPosition)
        }
        return layers
    }

    private static func failure(
        _ name: String, _ isCircle: Bool, among names: [String], at place: SettingsLayer.Place?
    ) -> Failure {
        var failure = Failure(
            .invalidConfig,
            isCircle
                ? "the preset `\(name.visible)` builds on itself"
                : "there is no preset `\(name.visible)`",
            hint: isCircle
                ? "look at `extends` under [presets] in config.toml"
                : nearest(to: name, in: names).map { "did you mean `\($0)`?" }
                    ?? "there are \(names.sorted().joined(separator: ", "))")
        failure.path = place?.path
        failure.line = place?.position?.line
        failure.column = place?.position?.column
        return failure
    }
}
