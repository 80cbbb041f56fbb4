import ConfigText
import LLMCore
import MarkdownHistory
import Spelling

/// The tools of one run, chosen by name, and whether somebody is asked before each of them runs.
///
/// The highest place that says `tools` chooses; `-T` adds to that. A tool that needs no question runs
/// without one only where the user themselves chose it: a stranger's file may name tools, but it may
/// not have them run unasked.
struct ToolSelection {
    private(set) var tools: [ChosenTool] = []
    private(set) var choice: ToolChoice?
    private(set) var warnings: [(Diagnostic, path: String?)] = []

    private let toolbox: Toolbox
    private let stack: SettingsStack

    /// What `-T` says to be rid of the tools that are chosen elsewhere.
    private static let none = "none"

    /// - Throws: where the conversation or the command line names what nobody knows.
    init(
        _ stack: SettingsStack, _ configuration: Configuration, conversation: String?
    ) throws(Failure) {
        self.stack = stack
        toolbox = configuration.config.tools
        let added = stack.addedTools.filter { $0 != Self.none }
        for name in added where !toolbox.names.contains(name) { throw unknown(name, in: nil) }
        if !stack.addedTools.contains(Self.none), let layer = stack.layer(setting: .tools) {
            let isOwn =
                !layer.isStrangersChoice
                || layer.author == .conversation
                    && configuration.config.trust.trusts(
                        conversation, home: configuration.environment["HOME"])
            add(try knownNames(of: layer), isOwn: isOwn, from: layer)
        }
        add(added, isOwn: true, from: nil)
        choice = try wantedChoice()
    }

    // MARK: - Tools

    /// The names that a layer says, without those that nobody knows.
    private mutating func knownNames(of layer: SettingsLayer) throws(Failure) -> [String] {
        var names: [String] = []
        for element in layer.written[.tools]?.elements ?? [] {
            guard case .string(let name) = element.kind else { continue }
            if toolbox.names.contains(name) {
                names.append(name)
                continue
            }
            let failure = unknown(name, in: layer, at: element.position)
            guard layer.isGeneral else { throw failure }
            warn(failure.message + ", so it is left out", failure.hint, layer, element.position)
        }
        return names
    }

    private mutating func add(_ names: [String], isOwn: Bool, from layer: SettingsLayer?) {
        for definition in toolbox.tools(of: names) {
            let name = definition.tool.name
            guard definition.approval != .never else {
                if names.contains(name) {
                    warn(
                        "the tool `\(name)` is left out: its `approval` is \"never\"", nil, layer,
                        layer?.written[.tools]?.position)
                }
                continue
            }
            let chosen = ChosenTool(
                definition: definition,
                approval: isOwn || definition.isHarmless ? definition.approval : .ask)
            if let index = tools.firstIndex(where: { $0.definition.tool.name == name }) {
                if isOwn { tools[index] = chosen }
            } else {
                tools.append(chosen)
            }
        }
    }

    private func unknown(
        _ name: String, in layer: SettingsLayer?, at position: SourcePosition? = nil
    ) -> Failure {
        let isTyped = layer == nil || layer?.origin == .commandLine
        let option = layer == nil ? "-T: " : isTyped ? "-o tools: " : ""
        var failure = Failure(
            isTyped ? .usage : .invalidFile, option + "there is no tool or collection `\(name)`",
            hint: nearest(to: name, in: toolbox.names).map { "did you mean `\($0)`?" }
                ?? "`chatmd tools` lists those that may be chosen",
            path: layer?.path)
        if layer?.path != nil {
            failure.line = position?.line
            failure.column = position?.column
        }
        return failure
    }

    // MARK: - The choice among them

    /// What the model must do, as far as there are tools for it.
    private mutating func wantedChoice() throws(Failure) -> ToolChoice? {
        guard let layer = stack.layer(setting: .toolChoice), let word = layer.toolChoice else {
            return nil
        }
        let names = tools.map(\.definition.tool.name)
        switch word {
        case "auto": return names.isEmpty ? nil : .auto
        case "none": return names.isEmpty ? nil : ToolChoice.none
        case "required": return names.isEmpty ? nil : .required
        case let name where names.contains(name): return .tool(name)
        default: break
        }
        // It was said about tools that somebody has chosen others instead of since.
        if stack.replacesTools(of: layer) { return nil }
        let message =
            names.isEmpty
            ? "`tool_choice` is \"\(word)\", but no tool is chosen"
            : "`tool_choice` names `\(word)`, which is none of the chosen tools"
        let hint = nearest(to: word, in: names).map { "did you mean `\($0)`?" }
        guard layer.isGeneral else {
            let code: Failure.Code = layer.origin == .commandLine ? .usage : .invalidFile
            throw Failure(code, message, hint: hint, at: layer.place(of: .toolChoice))
        }
        if !names.isEmpty {
            warn(
                message + ", so it is left out", hint, layer, layer.written[.toolChoice]?.position)
        }
        return nil
    }

    private mutating func warn(
        _ message: String, _ hint: String?, _ layer: SettingsLayer?, _ position: SourcePosition?
    ) {
        let position = layer?.path == nil ? nil : position
        let warning = Diagnostic(
            .warning, line: position?.line ?? 0, column: position?.column ?? 0, message: message,
            hint: hint)
        warnings.append((warning, layer?.path))
    }
}

extension SettingsStack {
    /// Tools that `-T` names.
    fileprivate var addedTools: [String] { layers.flatMap(\.addedTools) }

    /// The highest layer that has a say in a setting.
    func layer(deciding key: SettingKey) -> SettingsLayer? {
        if key == .tools, let layer = layers.last(where: { !$0.addedTools.isEmpty }) {
            return layer
        }
        return layer(setting: key)
    }

    /// Whether a higher layer has chosen the tools.
    fileprivate func replacesTools(of layer: SettingsLayer) -> Bool {
        guard let index = layers.firstIndex(of: layer) else { return false }
        return layers[(index + 1)...].contains {
            $0.tools != nil || $0.addedTools.contains("none")
        }
    }
}
