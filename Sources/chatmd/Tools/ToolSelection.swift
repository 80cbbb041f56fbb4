import LLMCore
import MarkdownHistory
import Spelling

/// Which tools a run may use, and what holds for each.
struct ToolSelection {
    private let definitions: [ToolDefinition]
    private let collections: [String: [String]]

    /// Those of the user's configuration and the ones that are built in; the user's go before one of
    /// the same name.
    init(_ config: ConfigFile) {
        let own = Set(config.tools.map(\.tool.name))
        definitions =
            config.tools
            + BuiltInTool.all.filter { !own.contains($0.tool.name) }.map(ToolDefinition.init)
        var collections = ["standard": BuiltInTool.all.map(\.tool.name)]
        for (name, members) in config.collections { collections[name] = members }
        self.collections = collections
    }

    var names: [String] { definitions.map(\.tool.name) + collections.keys.sorted() }

    /// The tools that the highest layer which says something chooses, and those of `-T`.
    ///
    /// `always` holds only for what the user chose themselves, or where they trust the conversation;
    /// otherwise somebody is asked. A preset of the user's that a stranger names is a stranger's choice.
    func chosen(
        by stack: SettingsStack, adding extra: [String], isTrusted: Bool
    ) throws(Failure) -> [ChosenTool] {
        let layer = stack.layer(setting: .tools)
        var chosen: [ChosenTool] = []
        let isOwn = layer.map { !$0.isStrangersChoice } ?? true
        for (names, isOwn, place) in [
            (layer?.tools ?? [], isOwn || isTrusted, layer?.place(of: .tools)), (extra, true, nil),
        ] {
            var tools: [ToolDefinition] = []
            for name in names { try add(name, to: &tools, seen: [], at: place) }
            for definition in tools {
                var approval = definition.approval
                if case .command = definition.action, approval == .always, !isOwn {
                    approval = .ask
                }
                let tool = ChosenTool(definition: definition, approval: approval)
                let index = chosen.firstIndex {
                    $0.definition.tool.name == definition.tool.name
                }
                if let index { chosen[index] = tool } else { chosen.append(tool) }
            }
        }
        return chosen
    }

    private func add(
        _ name: String, to tools: inout [ToolDefinition], seen: Set<String>,
        at place: SettingsLayer.Place?
    ) throws(Failure) {
        if let definition = definitions.first(where: { $0.tool.name == name }) {
            if !tools.contains(where: { $0.tool.name == name }) { tools.append(definition) }
            return
        }
        guard let members = collections[name] else {
            throw Failure(
                .invalidConfig, "there is no tool `\(name.visible)`",
                hint: nearest(to: name, in: names).map { "did you mean `\($0)`?" }
                    ?? (names.isEmpty
                        ? "tools are defined under [tools] in config.toml"
                        : "there are \(names.joined(separator: ", "))"),
                at: place)
        }
        guard !seen.contains(name) else {
            throw Failure(
                .invalidConfig, "the collection `\(name)` holds itself",
                hint: "look at [collections] in config.toml")
        }
        for member in members { try add(member, to: &tools, seen: seen.union([name]), at: place) }
    }
}

extension ToolDefinition {
    init(_ builtIn: BuiltInTool) {
        self.init(tool: builtIn.tool, approval: builtIn.approval, action: .builtIn(builtIn))
    }
}

extension ToolChoice {
    /// `auto`, `none`, `required`, or a tool's name.
    init(named name: String) {
        switch name {
        case "auto": self = .auto
        case "none": self = .none
        case "required": self = .required
        default: self = .tool(name)
        }
    }
}

extension TrustRules {
    /// Whether a conversation stands in, or below, a folder whose conversations count as the user's.
    func trusts(_ conversation: String?, home: String?) -> Bool {
        guard let conversation, let folder = WorkTree.resolved(WorkTree.folder(of: conversation))
        else { return false }
        return folders.contains { trusted in
            let path =
                trusted.hasPrefix("~") ? home.map { $0 + trusted.dropFirst() } : trusted
            guard let root = path.flatMap(WorkTree.resolved) else { return false }
            return folder == root || WorkTree.isBelow(folder, root)
        }
    }
}
