import Testing

@testable import chatmd

@Suite struct EnvironmentTests {
    private func environment(_ variables: [String: String]) -> Environment {
        Environment { variables[$0] }
    }

    @Test func anEmptyVariableCountsAsAbsent() {
        let environment = environment(["A": "", "B": "x"])
        #expect(environment["A"] == nil)
        #expect(environment["B"] == "x")
        #expect(environment["C"] == nil)
    }

    @Test(
        arguments: [
            (["XDG_CONFIG_HOME": "/c", "HOME": "/h"], "/c/chatmd"),
            (["XDG_CONFIG_HOME": "", "HOME": "/h"], "/h/.config/chatmd"),
            (["XDG_CONFIG_HOME": "relative", "HOME": "/h"], "/h/.config/chatmd"),
            (["HOME": "/h"], "/h/.config/chatmd"),
            ([:], nil),
        ] as [([String: String], String?)])
    func theConfigurationFolderFollowsXDG(variables: [String: String], folder: String?) {
        #expect(environment(variables).configFolder == folder)
    }
}
