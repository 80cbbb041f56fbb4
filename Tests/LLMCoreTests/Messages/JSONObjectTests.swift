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
}
