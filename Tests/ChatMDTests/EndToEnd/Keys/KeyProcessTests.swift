import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Other users of the machine see arguments; children see the environment.
@Suite struct KeyProcessTests {
    #if os(Linux)
        @Test func noArgumentOfAnyProcessHoldsTheKey() throws {
            let (asked, answered) = (Gate(), Gate())
            let row = KeyRow.formats[0]
            let scene = try KeyScene(row) { _, connection in
                asked.open()
                answered.wait()
                connection.respondWithReply(["Yo"])
            }
            let process = try scene.scene.start(["append", "chat.md"])
            #expect(asked.wait())
            let own = try #require(wholeFile("/proc/\(process.id)/cmdline"))
            #expect(String(decoding: own, as: UTF8.self).contains("append"))
            for name in TemporaryFolder.names(in: "/proc") where Int(name) != nil {
                let line = wholeFile("/proc/\(name)/cmdline") ?? []
                #expect(!String(decoding: line, as: UTF8.self).contains(scene.key))
            }
            answered.open()
            #expect(try process.outcome().ending == .exit(0))
        }
    #endif

    /// git is asked whether an embedded file is ignored; this one writes down what it is told.
    @Test func childrenAreNotGivenTheKey() throws {
        let row = KeyRow.formats[0]
        var scene = try KeyScene(row) { _, connection in connection.respondWithReply(["Yo"]) }
        let folder = scene.scene.folder
        let git = try folder.write(
            "bin/git",
            "#!/bin/sh\n{ env; echo \"$@\"; cat /proc/$$/environ; } >> '\(folder("seen.txt"))'\nexit 1\n"
        )
        chmod(git, 0o755)
        scene.scene.environment["PATH"] = "\(folder("bin")):/usr/bin:/bin"
        try folder.write("work/note.txt", "hello\n")
        mkdir(folder("work/.git"), 0o755)
        try folder.write("work/chat.md", scene.conversation() + "![note](note.txt)\n")
        let outcome = try scene.run(["work/chat.md"])
        let seen = try #require(folder.text("seen.txt"), "\(outcome)")
        #expect(seen.contains("PATH="))
        #expect(!seen.contains("_API_KEY"))
        scene.expectNoKey(in: outcome)
    }
}
