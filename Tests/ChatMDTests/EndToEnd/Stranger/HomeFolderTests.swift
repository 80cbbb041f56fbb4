import TestSupport
import Testing

/// A home folder may be a git work tree, and holds more than any conversation may have.
@Suite struct HomeFolderTests {
    private let stranger: Stranger

    init() throws {
        stranger = try Stranger()
        try stranger.git("init", "-q", in: "home")
        try stranger.user.folder.write("home/own.txt", Stranger.secret)
        try stranger.user.folder.write("home/notes/near.txt", "near\n")
    }

    private func run(_ name: String, _ text: String) throws -> ChatMDProcess.Outcome {
        try stranger.user.folder.write("home/" + name, text)
        return try stranger.start([name], in: "home").outcome()
    }

    @Test func noConversationReadsTheHomeFolder() throws {
        for (name, path) in [
            ("notes/chat.md", "../own.txt"), ("chat.md", "own.txt"), ("chat.md", "notes/near.txt"),
        ] {
            for text in [
                "![x](\(path))\n", "+++\nsystem = { file = \"\(path)\" }\n+++\nhi\n",
            ] {
                let outcome = try run(name, text)
                #expect(outcome.ending == .exit(3))
                stranger.expectNoHarm(outcome)
            }
        }
        #expect(stranger.user.server.connectionCount == 0)
    }

    @Test func aFolderInItIsRead() throws {
        let outcome = try run("notes/chat.md", "![x](near.txt)\n")
        #expect(outcome.text == "Yo\n", "\(outcome.errors)")
    }

    @Test func itsProjectFileIsNotForTheFoldersInIt() throws {
        try stranger.user.folder.write(
            "home/.chatmd.toml", "system = { file = \"own.txt\" }\nbase_url = 1\n")
        let outcome = try run("notes/chat.md", "hi\n")
        #expect(outcome.text == "Yo\n")
        #expect(outcome.errors == "")
        stranger.expectNoHarm(outcome)
    }

    @Test func itsProjectFileNamesNoFileInIt() throws {
        let path = try stranger.user.folder.write(
            "home/.chatmd.toml", "system = { file = \"own.txt\" }\n")
        let outcome = try run("chat.md", "hi\n")
        stranger.expectRefusal(
            outcome,
            """
            \(path):1:10: error: `own.txt` is not read: the conversation stands in the home folder
              move both into a folder of their own

            """)
    }
}
