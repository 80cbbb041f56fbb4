import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A `.chatmd.toml` that is anything but a file of settings.
@Suite struct HostileProjectFileTests {
    private let stranger: Stranger
    private let path: String

    init() throws {
        stranger = try Stranger()
        try stranger.write(".git/HEAD", "")
        path = stranger(".chatmd.toml")
    }

    /// What a link leads to may be valid TOML, and say a `system` message.
    @Test(
        arguments: [
            "../outside/secret.txt", "../outside/settings.toml", ".env", "../outside", "/dev/zero",
            "/proc/self/environ", "nowhere", ".chatmd.toml",
        ])
    func noLinkIsFollowed(target: String) throws {
        try stranger.user.folder.write(
            "home/outside/settings.toml", "system = \"\(Stranger.secret)\"\n")
        try stranger.write(".env", "system = \"\(Stranger.secret)\"\n")
        symlink(target, path)
        let outcome = try stranger.run("chat.md")
        stranger.expectRefusal(outcome, "\(path): error: this is a symbolic link")
        #expect(outcome.errors.contains("remove it if it is not yours"))
    }

    @Test func aPipeIsNotWaitedFor() throws {
        mkfifo(path, 0o600)
        stranger.expectRefusal(
            try stranger.run("chat.md"), "\(path): error: this is no regular file")
    }

    @Test func aFolderIsNoFile() throws {
        mkdir(path, 0o700)
        stranger.expectRefusal(
            try stranger.run("chat.md"), "\(path): error: this is no regular file")
    }

    @Test func aHugeFileIsNotRead() throws {
        try stranger.write(".chatmd.toml", String(repeating: "a = 1\n", count: 10 << 18))
        stranger.expectRefusal(
            try stranger.run("chat.md"), "\(path): error: this is larger than 1 MB")
    }

    @Test func whatIsNoTOMLIsNamedWithItsPlace() throws {
        let deep = String(repeating: "[", count: 200_000)
        let long = String(repeating: "a.", count: 200_000)
        for (text, message) in [
            ("a = 1\nb = \"\u{0}\"\n", ":2:6: error: a string holds a control character"),
            ("a = \(deep)", ":1:133: error: tables and arrays are nested"),
            ("[\(long)a]\n", ":1:257: error: tables and arrays are nested"),
            ("a = 1\n<html>\n", ":2:1: error: "),
        ] {
            try stranger.write(".chatmd.toml", text)
            stranger.expectRefusal(try stranger.run("chat.md"), path + message)
        }
    }

    @Test func whatIsNoUTF8IsNamedWithItsPlace() throws {
        try stranger.user.folder.write(
            "home/repo/.chatmd.toml", Array("a = 1\nb = \"".utf8) + [0xFF, 0x22])
        stranger.expectRefusal(
            try stranger.run("chat.md"), "\(path):2:6: error: the text is not valid UTF-8")
    }

    @Test func aProgramIsToldTheSameInAnEvent() throws {
        try stranger.write(".chatmd.toml", "a = 1\nb = \n")
        let outcome = try stranger.run("chat.md", "--format", "ndjson")
        #expect(outcome.errors == "")
        let end = try Events(outcome).end()
        #expect(end["code"]?.string == "invalid_config")
        #expect(end["path"]?.string == path)
        #expect(end["line"]?.int == 2)
    }

    @Test func aThousandUnknownKeysAreCounted() throws {
        try stranger.write(
            ".chatmd.toml", (1...1000).map { "key-\($0) = \($0)\n" }.joined())
        let outcome = try stranger.run("chat.md")
        #expect(outcome.text == "Yo\n")
        #expect(outcome.errors.contains("\(path):1:1: warning: unknown key `key-1`\n"))
        #expect(outcome.errors.contains("\(path):21:1: warning: 980 more warnings\n"))
        #expect(outcome.errors.split(separator: "\n").count == 22)
    }
}
