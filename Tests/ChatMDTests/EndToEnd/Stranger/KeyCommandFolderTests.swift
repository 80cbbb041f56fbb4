import TestSupport
import Testing

/// `python3 -m keyring` runs the `keyring.py` of the folder it is started in.
@Suite struct KeyCommandFolderTests {
    @Test func aProgramThatGivesAKeyDoesNotRunInTheRepository() throws {
        var stranger = try Stranger(config: "api_key_cmd = [\"sh\", \"-c\", \". ./key.sh\"]\n")
        stranger.user.environment["XAI_API_KEY"] = nil
        try stranger.write("key.sh", "\(stranger.program) owned; echo key-of-the-stranger\n")
        try stranger.user.folder.write(
            "home/.config/chatmd/key.sh", "pwd >\"$HOME/where\"; echo key-of-the-user\n")
        let outcome = try stranger.run("chat.md")
        #expect(outcome.text == "Yo\n")
        stranger.expectNoHarm(outcome)
        let request = try #require(stranger.user.server.requests.first)
        #expect(request["authorization"] == "Bearer key-of-the-user")
        let folder = stranger.user.folder("home/.config/chatmd")
        #expect(stranger.user.folder.text("home/where") == folder + "\n")
    }
}
