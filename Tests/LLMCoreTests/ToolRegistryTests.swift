import LLMCore
import Testing

@Suite struct ToolRegistryTests {
    private struct Refused: Error, CustomStringConvertible {
        let description = "not on Sundays"
    }

    private static func tool(_ name: String) -> Tool {
        Tool(name: name, description: "Does \(name)", parameters: ["type": "object"])
    }

    private func registry(_ names: String...) throws -> ToolRegistry {
        var registry = ToolRegistry()
        for name in names {
            try registry.register(Self.tool(name)) { "\(name) of \($0["x"]?.int ?? 0)" }
        }
        return registry
    }

    // MARK: Filling

    @Test func toolsAreListedInTheirOrder() throws {
        #expect(try registry("b", "a", "c").tools.map(\.name) == ["b", "a", "c"])
    }

    @Test func aToolIsReplacedInItsPlace() throws {
        var registry = try registry("a", "b")
        try registry.register(Self.tool("a")) { _ in "new" }
        #expect(registry.tools.map(\.name) == ["a", "b"])
        #expect(registry.result(of: ToolCall(id: "1", name: "a", arguments: "{}")).content == "new")
    }

    @Test func severalAreRegisteredTogetherOrNot() throws {
        var registry = try registry("a")
        func entries(_ names: String...) -> [ToolRegistry.Entry] {
            names.map { ToolRegistry.Entry(Self.tool($0)) { _ in "" } }
        }
        try registry.register(entries("b", "c"))
        #expect(registry.tools.map(\.name) == ["a", "b", "c"])
        #expect(throws: LLMError.self) { try registry.register(entries("d", "e f")) }
        #expect(registry.tools.map(\.name) == ["a", "b", "c"])
    }

    @Test func whatIsUnregisteredIsGoneFromTheCollectionsToo() throws {
        var registry = try registry("a", "b")
        try registry.define(collection: "both", as: ["a", "b"])
        let were = [registry.unregister("a"), registry.unregister("a")]
        #expect(were == [true, false])
        #expect(try registry.tools(named: ["both"]).map(\.name) == ["b"])
        #expect(registry.collections.map(\.members) == [["b"]])
    }

    @Test func aCopyKeepsWhatItHeld() throws {
        var registry = try registry("a")
        let copy = registry
        registry.unregister("a")
        #expect(copy.tools.count == 1)
    }

    @Test(arguments: ["", "a b", "ä", "a.b", String(repeating: "a", count: 65)])
    func aNameThatAProviderWouldRefuseIsRefused(name: String) throws {
        var registry = ToolRegistry()
        #expect(throws: LLMError.self) { try registry.register(Self.tool(name)) { _ in "" } }
        #expect(throws: LLMError.self) { try registry.define(collection: name, as: []) }
        #expect(registry.tools.isEmpty)
    }

    @Test(arguments: ["a", "get_weather-2", String(repeating: "Z", count: 64)])
    func everyOtherNameIsTaken(name: String) throws {
        #expect(try registry(name).tools.map(\.name) == [name])
    }

    // MARK: Collections

    @Test func aCollectionStandsForItsToolsEachOnceInOrder() throws {
        var registry = try registry("a", "b", "c", "d")
        try registry.define(collection: "one", as: ["c", "a"])
        try registry.define(collection: "two", as: ["d", "one", "c"])
        #expect(try registry.tools(named: ["two", "b", "a"]).map(\.name) == ["d", "c", "a", "b"])
        #expect(registry.collections.map(\.name) == ["one", "two"])
    }

    @Test func aToolAndACollectionDoNotShareAName() throws {
        var registry = try registry("a", "b")
        try registry.define(collection: "c", as: ["a"])
        let ofTool = #expect(throws: LLMError.self) {
            try registry.register(Self.tool("c")) { _ in "" }
        }
        #expect(ofTool?.message == "`c` is the name of a collection already")
        let ofCollection = #expect(throws: LLMError.self) {
            try registry.define(collection: "b", as: ["a"])
        }
        #expect(ofCollection?.message == "`b` is the name of a tool already")
    }

    @Test func aCollectionCannotHoldItself() throws {
        var registry = try registry("a")
        try registry.define(collection: "one", as: ["a"])
        try registry.define(collection: "two", as: ["one"])
        let error = #expect(throws: LLMError.self) {
            try registry.define(collection: "one", as: ["a", "two"])
        }
        #expect(error?.message == "the collection `one` holds itself: one → two → one")
        #expect(try registry.tools(named: ["two"]).map(\.name) == ["a"])
        #expect(throws: LLMError.self) { try registry.define(collection: "x", as: ["x"]) }
    }

    @Test func anUnknownNameIsAnErrorWithASuggestion() throws {
        var registry = try registry("weather")
        for names in [["wether"], ["weather", "wether"]] {
            let error = #expect(throws: LLMError.self) { try registry.tools(named: names) }
            #expect(error?.code == .invalidConfig)
            #expect(error?.message == "there is no tool or collection `wether`")
            #expect(error?.hint == "did you mean `weather`?")
        }
        #expect(throws: LLMError.self) { try registry.define(collection: "c", as: ["wether"]) }
    }

    @Test func aLimitedRegistryRunsNothingElse() throws {
        var registry = try registry("a", "b", "c")
        try registry.define(collection: "some", as: ["b", "a"])
        let limited = try registry.limited(to: ["some"])
        #expect(limited.tools.map(\.name) == ["b", "a"])
        let result = limited.result(of: ToolCall(id: "1", name: "c", arguments: "{}"))
        #expect(result.isError)
        #expect(result.content == "there is no tool `c`; there are b, a")
    }

    // MARK: Running

    @Test func aCallIsAnsweredByItsTool() throws {
        let result = try registry("a", "b").result(
            of: ToolCall(id: "call_1", name: "b", arguments: #"{"x": 7}"#))
        #expect(
            result == ToolResult(callID: "call_1", name: "b", content: "b of 7", isError: false))
    }

    @Test func argumentsThatDoNotFitTheSchemaRunNothing() throws {
        var registry = ToolRegistry()
        let tool = Tool(
            name: "a", description: "",
            parameters: [
                "type": "object", "properties": ["x": ["type": "integer"]], "required": ["x"],
            ])
        try registry.register(tool) { _ in "ran" }
        func result(_ arguments: String) -> ToolResult {
            registry.result(of: ToolCall(id: "1", name: "a", arguments: arguments))
        }
        #expect(result(#"{"x": 1}"#).content == "ran")
        #expect(
            result(#"{"x": "1"}"#).content
                == #"the arguments do not fit the schema: /x: must be an integer, not "1""#)
        #expect(result("{}").isError)
    }

    @Test func parametersThatAreNoSchemaAreRefused() throws {
        var registry = ToolRegistry()
        let tool = Tool(
            name: "a", description: "",
            parameters: ["type": "object", "properties": ["x": ["type": "nothing"]]])
        let error = #expect(throws: LLMError.self) { try registry.register(tool) { _ in "" } }
        #expect(error?.code == .invalidConfig)
        #expect(error?.message.hasPrefix("the parameters of `a` are no JSON Schema: ") == true)
        #expect(registry.tools.isEmpty)
    }

    @Test(arguments: [
        ("", "the arguments are not JSON: "),
        (#"{"x": "#, "the arguments are not JSON: "),
        ("[1]", "the arguments must be a JSON object"),
        ("7", "the arguments must be a JSON object"),
    ])
    func argumentsThatAreNoObjectAreAnErrorForTheModel(text: String, message: String) throws {
        let result = try registry("a").result(of: ToolCall(id: "1", name: "a", arguments: text))
        #expect(result.isError)
        #expect(result.content.hasPrefix(message), "\(result.content)")
    }

    @Test func anUnknownToolIsAnErrorForTheModel() throws {
        let result = try registry("weather").result(
            of: ToolCall(id: "1", name: "wether", arguments: "{}"))
        #expect(result.isError)
        #expect(result.content == "there is no tool `wether`; did you mean `weather`?")
    }

    @Test func whatAToolThrowsIsAnErrorForTheModel() throws {
        var registry = ToolRegistry()
        try registry.register(Self.tool("a")) { _ in throw Refused() }
        try registry.register(Self.tool("b")) { _ in throw LLMError(.io, "no such file") }
        let results = ["a", "b"].map {
            registry.result(of: ToolCall(id: "1", name: $0, arguments: "{}"))
        }
        #expect(results.map(\.isError) == [true, true])
        #expect(results.map(\.content) == ["not on Sundays", "no such file"])
    }
}

extension LLMError.Code {
    fileprivate static let io = Self(rawValue: "io")
}
