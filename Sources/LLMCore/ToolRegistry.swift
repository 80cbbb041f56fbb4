import Spelling

/// Tools that a program runs itself, with the functions that do it.
///
///     var registry = ToolRegistry()
///     try registry.register(weather) { arguments in "rain in \(arguments["place"]?.string ?? "")" }
///     request.tools = registry.tools
///     let results = reply.toolCalls.map { registry.result(of: $0) }
///
/// A value: whoever is given one runs what it held then. Nobody is asked before a tool runs; who
/// wants that asks in the function.
public struct ToolRegistry: Sendable {
    /// Gives a tool's result, or throws what the model is told.
    public typealias Run = @Sendable (_ arguments: JSONValue) throws -> String

    /// A tool with the function that does it.
    public struct Entry: Sendable {
        public var tool: Tool
        public var run: Run

        public init(_ tool: Tool, run: @escaping Run) {
            self.tool = tool
            self.run = run
        }
    }

    private var entries: [Entry] = []
    private var groups = ToolCollections()

    public init() {}

    // MARK: Filling

    /// Adds a tool, or replaces the one of that name in its place.
    ///
    /// - Throws: `invalidConfig` where no provider would take the name, or a collection has it, or the
    ///   parameters are no JSON Schema.
    public mutating func register(_ tool: Tool, run: @escaping Run) throws(LLMError) {
        try check(tool.name, "tool")
        if groups[tool.name] != nil { throw Self.taken(tool.name, by: "a collection") }
        if let fault = JSONSchema(tool.parameters).faults.first {
            throw LLMError(
                .invalidConfig, "the parameters of `\(tool.name)` are no JSON Schema: \(fault)")
        }
        let entry = Entry(tool, run: run)
        if let index = index(of: tool.name) {
            entries[index] = entry
        } else {
            entries.append(entry)
        }
    }

    /// Adds several; none of them where one cannot be added.
    public mutating func register(_ tools: [Entry]) throws(LLMError) {
        var copy = self
        for entry in tools { try copy.register(entry.tool, run: entry.run) }
        self = copy
    }

    /// Takes a tool away, out of the collections too; false where there is none of that name.
    @discardableResult
    public mutating func unregister(_ name: String) -> Bool {
        guard let index = index(of: name) else { return false }
        entries.remove(at: index)
        groups.remove(name)
        return true
    }

    /// Lets one name stand for several tools, or collections that are there already.
    ///
    /// - Throws: `invalidConfig` where a member is unknown, or the collection would hold itself.
    public mutating func define(
        collection name: String, as members: [String]
    ) throws(LLMError) {
        try check(name, "collection")
        if index(of: name) != nil { throw Self.taken(name, by: "a tool") }
        for member in members where member != name { try check(thatThereIs: member) }
        var changed = groups
        changed.define(name, as: members)
        if let way = changed.circle(from: name) {
            throw LLMError(
                .invalidConfig,
                "the collection `\(name)` holds itself: \(way.joined(separator: " → "))")
        }
        groups = changed
    }

    // MARK: What is there

    /// All tools, in the order in which they were registered.
    public var tools: [Tool] { entries.map(\.tool) }

    /// All collections, in the order in which they were defined.
    public var collections: [ToolCollections.Collection] { groups.all }

    /// The tools that names of tools and collections stand for: each once, in order.
    ///
    /// - Throws: `invalidConfig` that suggests the name that was probably meant.
    public func tools(named names: [String]) throws(LLMError) -> [Tool] {
        for name in names { try check(thatThereIs: name) }
        return groups.tools(of: names).compactMap { name in
            index(of: name).map { entries[$0].tool }
        }
    }

    /// The registry with nothing but these tools: a call of another one is an error then.
    ///
    /// - Throws: as `tools(named:)`.
    public func limited(to names: [String]) throws(LLMError) -> ToolRegistry {
        var limited = ToolRegistry()
        limited.entries = try tools(named: names).compactMap { tool in
            index(of: tool.name).map { entries[$0] }
        }
        return limited
    }

    // MARK: Running

    /// Runs what a call asks for, once its arguments fit the tool's parameters. What goes wrong is a
    /// result as well, one that says so: the model reads it and may do better.
    public func result(of call: ToolCall) -> ToolResult {
        guard let index = index(of: call.name) else {
            return call.result(unknown(call.name), isError: true)
        }
        do {
            let entry = entries[index]
            return call.result(try entry.run(try Self.arguments(of: call, for: entry.tool)))
        } catch let error as LLMError {
            return call.result(error.message, isError: true)
        } catch {
            return call.result("\(error)", isError: true)
        }
    }

    private static func arguments(
        of call: ToolCall, for tool: Tool
    ) throws(LLMError) -> JSONValue {
        let arguments: JSONValue
        do throws(JSONError) {
            arguments = try JSONParser.parse(call.arguments)
        } catch {
            throw LLMError(
                .invalidRequest,
                "the arguments are not JSON: \(error.message) at byte \(error.offset)")
        }
        guard arguments.object != nil else {
            throw LLMError(.invalidRequest, "the arguments must be a JSON object")
        }
        let violations = JSONSchema(tool.parameters).violations(of: arguments)
        guard violations.isEmpty else {
            throw LLMError(
                .invalidRequest,
                "the arguments do not fit the schema: "
                    + violations.prefix(5).map(\.description).joined(separator: "; "))
        }
        return arguments
    }

    // MARK: Names

    private func index(of name: String) -> Int? {
        entries.firstIndex { $0.tool.name == name }
    }

    private var names: [String] { entries.map(\.tool.name) }

    private func unknown(_ name: String) -> String {
        let meant = nearest(to: name, in: names).map { "; did you mean `\($0)`?" }
        let known = names.isEmpty ? "" : "; there are \(names.joined(separator: ", "))"
        return "there is no tool `\(name)`" + (meant ?? known)
    }

    private func check(thatThereIs name: String) throws(LLMError) {
        if index(of: name) != nil || groups[name] != nil { return }
        let known = names + groups.names
        throw LLMError(
            .invalidConfig, "there is no tool or collection `\(name)`",
            hint: nearest(to: name, in: known).map { "did you mean `\($0)`?" })
    }

    private func check(_ name: String, _ kind: String) throws(LLMError) {
        guard !Tool.isName(name) else { return }
        throw LLMError(
            .invalidConfig, "`\(name)` cannot be the name of a \(kind)",
            hint: "providers take one to 64 of A-Z, a-z, 0-9, _ and -")
    }

    private static func taken(_ name: String, by owner: String) -> LLMError {
        LLMError(.invalidConfig, "`\(name)` is the name of \(owner) already")
    }
}
