import Testing

@testable import LLMCore

@Suite struct ToolCallCollectorTests {
    @Test func interleavedPiecesGoToTheirCalls() {
        var collector = ToolCallCollector()
        collector.add(key: 0, id: "a", name: "add", arguments: #"{"x""#)
        collector.add(key: 1, id: "b", name: "multiply", arguments: "{")
        collector.add(key: 0, arguments: ":1}")
        collector.add(key: 1, arguments: "}")
        #expect(
            collector.calls == [
                ToolCall(id: "a", name: "add", arguments: #"{"x":1}"#),
                ToolCall(id: "b", name: "multiply", arguments: "{}"),
            ])
    }

    @Test func aRepeatedNameIsNotAppended() {
        var collector = ToolCallCollector()
        collector.add(key: 0, id: "a", name: "add")
        collector.add(key: 0, id: "a", name: "add", arguments: "{}")
        #expect(collector.calls == [ToolCall(id: "a", name: "add", arguments: "{}")])
    }

    @Test func anIDMayComeLate() {
        var collector = ToolCallCollector()
        collector.add(key: 0, id: "", name: "add", arguments: "{")
        collector.add(key: 0, id: "a", arguments: "}")
        #expect(collector.calls.map(\.id) == ["a"])
    }

    @Test func missingIDsAreMadeUpAndUnique() {
        var collector = ToolCallCollector()
        collector.add(key: 0, name: "a")
        collector.add(key: 1, id: "call_1", name: "b")
        collector.add(key: 2, name: "c")
        #expect(collector.calls.map(\.id) == ["call_2", "call_1", "call_3"])
    }

    @Test func noArgumentsAreAnEmptyObject() {
        var collector = ToolCallCollector()
        collector.add(key: 0, id: "a", name: "now", arguments: "")
        #expect(collector.calls.first?.arguments == "{}")
    }

    @Test func argumentsMayComeAsAnObject() {
        var collector = ToolCallCollector()
        collector.add(key: 0, id: "a", name: "add", arguments: ["x": 1.50, "a": [true]])
        #expect(collector.calls.first?.arguments == #"{"x":1.5,"a":[true]}"#)
    }

    @Test func aCharacterMayComeInHalves() throws {
        var collector = ToolCallCollector()
        let high = try JSONParser.parse(#""\ud83d""#)
        let low = try JSONParser.parse(#""\ude00""#)
        collector.add(key: 0, id: "a", name: "say", arguments: high)
        collector.add(key: 0, arguments: low)
        #expect(collector.calls.first?.arguments == "😀")
    }
}
