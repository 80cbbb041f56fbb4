import LLMCore

/// The tools and collections that may be chosen: the built-in ones, and the user's own.
struct Toolbox: Sendable {
    /// Of the user's `config.toml`; one with the name of a built-in tool takes its place.
    private var own: [ToolDefinition] = []
    private var ownCollections = ToolCollections()

    /// The collection that is there without configuration: every built-in tool.
    static let standard = "standard"
    /// What `-T` and `tool_choice` say instead of a tool's name, and the key beside the tools.
    static let reservedNames = ["none", "auto", "required", "use"]

    /// The built-in ones first.
    var tools: [ToolDefinition] {
        let builtIn = BuiltInTool.all.map { tool in
            self.own(tool.tool.name) ?? ToolDefinition(tool)
        }
        return builtIn + own.filter { BuiltInTool.named($0.tool.name) == nil }
    }

    var collections: ToolCollections {
        var collections = ToolCollections()
        collections.define(Self.standard, as: BuiltInTool.all.map(\.tool.name))
        for collection in ownCollections.all {
            collections.define(collection.name, as: collection.members)
        }
        return collections
    }

    /// Every name that may be chosen.
    var names: [String] { tools.map(\.tool.name) + collections.names }

    func tool(named name: String) -> ToolDefinition? {
        own(name) ?? BuiltInTool.named(name).map { ToolDefinition($0) }
    }

    /// What names of tools and collections stand for: each once, in order. All must be known.
    func tools(of names: [String]) -> [ToolDefinition] {
        collections.tools(of: names).compactMap { tool(named: $0) }
    }

    mutating func add(_ tool: ToolDefinition) {
        own.removeAll { $0.tool.name == tool.tool.name }
        own.append(tool)
    }

    mutating func define(collection name: String, as members: [String]) {
        ownCollections.define(name, as: members)
    }

    private func own(_ name: String) -> ToolDefinition? {
        own.first { $0.tool.name == name }
    }
}

extension BuiltInTool {
    static func named(_ name: String) -> BuiltInTool? {
        all.first { $0.tool.name == name }
    }
}

extension ToolDefinition {
    init(_ builtIn: BuiltInTool) {
        self.init(tool: builtIn.tool, approval: builtIn.approval, action: .builtIn(builtIn))
    }
}
