import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A system message may stand in a file; a stranger's settings may name only what could be embedded
/// beside them.
@Suite struct StolenFileTests {
    private let stranger: Stranger

    init() throws {
        stranger = try Stranger()
        try stranger.git("init", "-q")
        try stranger.write(".env", "A=\(Stranger.secret)\n")
        try stranger.write(".gitignore", "own.txt\n")
        try stranger.write("own.txt", Stranger.secret)
        try stranger.write("server.key", Stranger.secret)
        try stranger.write("deploy", "-----BEGIN PRIVATE KEY-----\n\(Stranger.secret)\n")
        try stranger.write("docs/style.md", "Be brief.\n")
        symlink("../outside/secret.txt", stranger("link.txt"))
        symlink("../outside", stranger("folder"))
        symlink(".env", stranger("visible.txt"))
        symlink("/dev/zero", stranger("zero"))
        symlink("docs/style.md", stranger("style.md"))
        mkfifo(stranger("pipe"), 0o600)
        // What would be read where somebody took the working directory for the folder.
        try stranger.user.folder.write("home/docs/style.md", Stranger.secret)
    }

    private struct Theft: CustomTestStringConvertible {
        var path: String
        var message: String
        var testDescription: String { path }

        init(_ path: String, _ message: String) {
            (self.path, self.message) = (path, message)
        }
    }

    private static let thefts = [
        Theft("../outside/secret.txt", "is outside of"),
        Theft("docs/../../outside/secret.txt", "is outside of"),
        Theft("link.txt", "is outside of"),
        Theft("folder/secret.txt", "is outside of"),
        Theft("/etc/passwd", "is outside of"),
        Theft("/dev/zero", "is outside of"),
        Theft("zero", "is outside of"),
        Theft("../.config/chatmd/config.toml", "is outside of"),
        Theft("~/.config/chatmd/config.toml", "does not exist"),
        Theft("$HOME/outside/secret.txt", "does not exist"),
        Theft(".env", "begins with a dot"),
        Theft("visible.txt", "begins with a dot"),
        Theft(".git/config", "begins with a dot"),
        Theft("server.key", "looks like a key"),
        Theft("deploy", "holds a private key"),
        Theft("own.txt", "git ignores it"),
        Theft("pipe", "is a pipe"),
        Theft("docs", "is a folder"),
        Theft(".", "is a folder"),
        Theft("", "is a folder"),
        Theft("http://127.0.0.1:1/x", "does not exist"),
        Theft("file:///etc/passwd", "does not exist"),
    ]

    @Test(arguments: Stranger.Place.allCases)
    func noSettingNamesAFileThatIsNoneOfIts(place: Stranger.Place) throws {
        for theft in Self.thefts {
            try stranger.write([("system", ["file": .string(theft.path)])], in: place)
            let outcome = try stranger.run("chat.md")
            let column = place == .yaml ? 11 : 10
            stranger.expectRefusal(
                outcome, "\(stranger.path(of: place)):2:\(column): error: `\(theft.path)` ")
            #expect(outcome.errors.contains(theft.message), "\(outcome.errors)")
        }
    }

    #if os(Linux)
        @Test(arguments: Stranger.Place.allCases)
        func noSettingNamesTheEnvironment(place: Stranger.Place) throws {
            try stranger.write([("system", ["file": "/proc/self/environ"])], in: place)
            let outcome = try stranger.run("chat.md")
            stranger.expectRefusal(outcome, stranger.path(of: place) + ":2:")
            #expect(outcome.errors.contains("`/proc/self/environ` is outside of"))
        }
    #endif

    @Test(arguments: Stranger.Place.allCases)
    func whatStandsBesideItIsRead(place: Stranger.Place) throws {
        for path in ["docs/style.md", "style.md", stranger("docs/style.md")] {
            try stranger.write([("system", ["file": .string(path)])], in: place)
            let outcome = try stranger.run("chat.md")
            #expect(outcome.text == "Yo\n", "\(outcome.errors)")
            stranger.expectNoHarm(outcome)
        }
        for request in stranger.user.server.requests {
            #expect(request.text.contains("Be brief."))
        }
    }

    @Test func aPathIsRelativeToTheFileThatNamesIt() throws {
        try stranger.write("docs/.chatmd.toml", "system = { file = \"style.md\" }\n")
        try stranger.write("docs/chat.md", "hi\n")
        #expect(try stranger.run("docs/chat.md").text == "Yo\n")
        #expect(try stranger.user.sentMessages().first == ["system", "Be brief."])
    }

    @Test func noAddressIsFetched() throws {
        for text in [
            "![x](\(stranger.elsewhere.baseURL)/a.png)\n",
            "+++\nsystem = { file = \"\(stranger.elsewhere.baseURL)/a\" }\n+++\nhi\n",
        ] {
            try stranger.write("chat.md", text)
            stranger.expectNoHarm(try stranger.run("chat.md"))
        }
    }

    @Test(arguments: Stranger.Place.allCases)
    func theMessageSaysHowToAllowIt(place: Stranger.Place) throws {
        try stranger.write([("system", ["file": "../outside/secret.txt"])], in: place)
        let folder = stranger.user.folder("home/outside")
        #expect(
            try stranger.run("chat.md").errors.hasSuffix(
                "\n  add `roots = [\"\(folder)\"]` under [embeds] in config.toml\n"))
        try stranger.write([("system", ["file": ".env"])], in: place)
        #expect(
            try stranger.run("chat.md").errors.hasSuffix(
                "\n  if it may be sent, add `allow = [\".env\"]` under [embeds] in config.toml\n"))
    }

    @Test(arguments: Stranger.Place.allCases)
    func whatTheConfigurationAllowsIsRead(place: Stranger.Place) throws {
        let stranger = try Stranger(
            config: "[embeds]\nroots = [\"~/outside\"]\nallow = [\".env.example\"]\n")
        try stranger.write(".env.example", "Be brief.\n")
        try stranger.user.folder.write("home/outside/style.md", "Be brief.\n")
        for path in ["../outside/style.md", ".env.example"] {
            try stranger.write([("system", ["file": .string(path)])], in: place)
            #expect(try stranger.run("chat.md").text == "Yo\n")
        }
    }

    @Test func theUsersOwnSettingsMayNameAnyFile() throws {
        let stranger = try Stranger(
            config: """
                [presets.own]
                system = { file = "~/outside/secret.txt" }
                """)
        try stranger.write([("preset", "own")], in: .project)
        #expect(try stranger.run("chat.md").text == "Yo\n")
        #expect(try stranger.user.sentMessages().first == ["system", Stranger.secret])
    }

    @Test func aConversationWithoutANameHasNoFiles() throws {
        for path in ["docs/style.md", stranger("docs/style.md")] {
            let process = try ChatMDProcess(
                ["complete"], environment: stranger.user.environment, folder: stranger(""),
                input: .bytes(Array("+++\nsystem = { file = \"\(path)\" }\n+++\nhi\n".utf8)))
            let outcome = try process.outcome()
            #expect(outcome.ending == .exit(3))
            stranger.expectNoHarm(outcome)
        }
        #expect(stranger.user.server.connectionCount == 0)
    }
}
