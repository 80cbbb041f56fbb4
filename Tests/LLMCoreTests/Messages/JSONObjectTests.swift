import Testing

@testable import LLMCore

@Suite struct JSONObjectTests {
    @Test func settingReplacesAMemberInItsPlace() {
        var object = JSONObject([("a", 1), ("b", 2)])
        object["a"] = 3
        #expect(JSONValue.object(object) == ["a": 3, "b": 2])
    }

    @Test func settingANewMemberAddsItAtTheEnd() {
        var object = JSONObject([("b", 1)])
        object["a"] = 2
        #expect(object.members.map(\.key) == ["b", "a"])
    }

    @Test func settingNilRemovesEveryMemberOfThatName() {
        var object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
        object["a"] = nil
        #expect(JSONValue.object(object) == ["b": 2])
    }

    @Test func lookingIntoWhatIsNoObjectFindsNothing() {
        #expect(JSONValue.array([])["a"] == nil)
        #expect(JSONValue.string("x")[0] == nil)
        #expect(JSONValue.array([1])[1] == nil)
        #expect(JSONValue.array([1])[-1] == nil)
    }

    @Test func mergingGoesIntoObjectsAndReplacesTheRest() throws {
        func parsed(_ text: String) throws -> JSONObject {
            try #require(try JSONParser.parse(text).object)
        }
        var object = try parsed(#"{"a":{"x":1,"y":{"z":[1,2]}},"b":2,"c":{"x":1},"d":4}"#)
        object.merge(try parsed(#"{"a":{"y":{"z":[3],"w":null}},"b":{"n":1},"c":7,"e":5}"#))
        let merged = #"{"a":{"x":1,"y":{"z":[3],"w":null}},"b":{"n":1},"c":7,"d":4,"e":5}"#
        #expect(object == (try parsed(merged)))
    }
}
