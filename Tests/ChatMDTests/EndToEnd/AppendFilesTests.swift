import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Several files at once: each its own answer, and one exit status for all.
@Suite struct AppendFilesTests {
    private static let names = ["a.md", "b.md", "c.md"]
    private static let config = "default_model = \"grok-3\"\n"
    private static let answered = "hi\n\n# === ASSISTANT ===\n\nYo\n\n# === USER ===\n"

    private func files(in scene: Scene) throws {
        for name in Self.names { try scene.folder.write(name, "hi\n") }
    }

    @Test(arguments: [[], ["-j", "2"], ["--jobs=32"]])
    func everyFileGetsItsAnswer(options: [String]) throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        try files(in: scene)
        let outcome = try scene.start(["append"] + Self.names + options).outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "")
        #expect(outcome.errors == "")
        for name in Self.names { #expect(scene.folder.text(name) == Self.answered) }
        #expect(scene.server.requests.count == 3)
    }

    @Test func soManyAreAnsweredAtATimeAsAreAskedFor() throws {
        let arrived = Locked(0)
        let scene = try Scene(config: Self.config) { _, connection in
            arrived.with { $0 += 1 }
            // Nobody gets an answer before all have asked.
            arrived.wait { $0 == 3 }
            connection.respondWithReply(["Yo"])
        }
        try files(in: scene)
        let outcome = try scene.start(["append", "-j", "3"] + Self.names).outcome()
        #expect(outcome.ending == .exit(0))
        for name in Self.names { #expect(scene.folder.text(name) == Self.answered) }
    }

    @Test(arguments: [1, 2]) func neverMoreAtATime(jobs: Int) throws {
        let open = Locked((now: 0, most: 0))
        let scene = try Scene(config: Self.config) { _, connection in
            open.with { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            connection.beginEvents()
            connection.writeText("Yo")
            connection.writeEvent("[DONE]")
            open.with { $0.now -= 1 }
            connection.endChunks()
        }
        try files(in: scene)
        let outcome = try scene.start(["append", "-j", "\(jobs)"] + Self.names).outcome()
        #expect(outcome.ending == .exit(0))
        #expect(open.with { $0.most } <= jobs)
    }

    @Test(arguments: ["1", "3"]) func oneThatFailsStopsNoOther(jobs: String) throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        try scene.folder.write("a.md", "hi\n")
        try scene.folder.write("b.md", "---\nmodel: [\n---\nhi\n")
        try scene.folder.write("c.md", "hi\n")
        let outcome = try scene.run("append", "a.md", "b.md", "c.md", "-j", jobs)
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.hasPrefix("b.md:"))
        #expect(
            outcome.errors.hasSuffix("chatmd: note: 2 of 3 files were answered; not b.md\n"))
        #expect(scene.folder.text("a.md") == Self.answered)
        #expect(scene.folder.text("c.md") == Self.answered)
    }

    @Test(arguments: ["1", "3"]) func messagesNameTheFileThatTheyAreAbout(jobs: String) throws {
        let scene = try Scene(config: Self.config) { request, connection in
            if request.text.contains("second") {
                connection.respond(
                    status: 401, headers: [("Content-Type", "application/json")],
                    body: #"{"error": {"message": "no such key"}}"#)
            } else {
                connection.respondWithReply(["Yo"])
            }
        }
        try scene.folder.write("a.md", "hi\n")
        try scene.folder.write("b.md", "second\n")
        let outcome = try scene.run("append", "a.md", "b.md", "-j", jobs, "-u")
        #expect(outcome.ending == .exit(4))
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("a.md: scripted · 12 in · 3 out · ") })
        #expect(lines.contains { $0.hasPrefix("b.md: error: ") })
        scene.expectNoKey(in: outcome)
    }

    @Test(arguments: ["1", "2"]) func allAreAskedTheSame(jobs: String) throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        try scene.folder.write("a.md", "hi\n")
        let outcome = try scene.run(
            "append", "a.md", "new.md", "-j", jobs, "-p", "-", input: .bytes([UInt8]("Go on\n")))
        #expect(outcome.ending == .exit(0))
        for name in ["a.md", "new.md"] {
            #expect(
                scene.folder.text(name)?.hasSuffix(
                    "# === USER ===\n\nGo on\n\n# === ASSISTANT ===\n\nYo\n\n# === USER ===\n")
                    == true)
        }
    }

    @Test(arguments: ["1", "2"]) func aPromptThatNoFileTookIsShownOnce(jobs: String) throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        let outcome = try scene.run(
            "append", "no/a.md", "no/b.md", "-j", jobs, "-p", "-",
            input: .bytes([UInt8]("Precious\n")))
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.split(separator: "\n").count { $0 == "Precious" } == 1)
    }

    @Test func theSameFileTwiceIsRefusedBeforeAnythingIsAsked() throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        try scene.folder.write("a.md", "hi\n")
        symlink("a.md", scene.folder("link.md"))
        link(scene.folder("a.md"), scene.folder("hard.md"))
        for other in ["a.md", "./a.md", "link.md", "hard.md"] {
            let outcome = try scene.run("append", "a.md", other)
            #expect(outcome.ending == .exit(2))
            #expect(outcome.errors.hasSuffix("\n  name every file once\n"))
        }
        let missing = try scene.run("append", "new.md", "./new.md", "-p", "hi")
        #expect(missing.ending == .exit(2))
        #expect(scene.server.requests.isEmpty)
        #expect(scene.folder.text("a.md") == "hi\n")
    }

    @Test func whatIsForOneFileIsRefusedForSeveral() throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        try files(in: scene)
        for option in ["--record", "--replay"] {
            let outcome = try scene.run("append", "a.md", "b.md", option, "dir")
            #expect(outcome.ending == .exit(2))
            #expect(outcome.errors.hasPrefix("chatmd: error: \(option) is for one file"))
        }
        for jobs in ["0", "33"] {
            let outcome = try scene.run("append", "a.md", "b.md", "-j", jobs)
            #expect(outcome.ending == .exit(2))
        }
        #expect(scene.server.requests.isEmpty)
    }

    @Test func everyRequestIsShownInsteadOfSent() throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        try scene.folder.write("a.md", "first\n")
        try scene.folder.write("b.md", "second\n")
        let outcome = try scene.run("append", "a.md", "b.md", "-n")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains("\"first\""))
        #expect(outcome.text.contains("\"second\""))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func theConfigurationIsComplainedAboutOnce() throws {
        let scene = try Scene(replying: "Yo", config: Self.config + "[trust]\nfoldrs = []\n")
        try files(in: scene)
        let outcome = try scene.run("append", "a.md", "b.md", "c.md", "-j", "2")
        #expect(outcome.errors.split(separator: "\n").count { $0.contains("foldrs") } == 1)
    }

    // MARK: The end of all

    /// Files that are being answered, half of each reply in them.
    private func halfAnswered(_ jobs: String) throws -> (Scene, ChatMDProcess, left: Locked<Int>) {
        let left = Locked(0)
        let scene = try Scene(config: Self.config) { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            connection.waitUntilClientLeaves()
            left.with { $0 += 1 }
        }
        try files(in: scene)
        let process = try scene.start(["append", "-j", jobs] + Self.names)
        for name in Self.names.prefix(Int(jobs) ?? 1) {
            #expect(scene.folder.wait(for: name) { $0.hasSuffix("Half") })
        }
        return (scene, process, left)
    }

    private static let half = "hi\n\n# === ASSISTANT ===\n\nHalf\n\n# === USER ===\n"

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP], ["1", "2", "3"])
    func aSignalEndsAllAndWhatCameIsKept(signal: Int32, jobs: String) throws {
        let (scene, process, left) = try halfAnswered(jobs)
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(signal))
        let count = try #require(Int(jobs))
        #expect(left.wait { $0 == count })
        for (index, name) in Self.names.enumerated() {
            #expect(scene.folder.text(name) == (index < count ? Self.half : "hi\n"))
        }
        #expect(scene.server.requests.count == count)
    }

    @Test func nothingIsLeftBehindByAKill() throws {
        let (scene, process, left) = try halfAnswered("3")
        process.send(SIGKILL)
        #expect(try process.outcome().ending == .signal(SIGKILL))
        #expect(left.wait { $0 == 3 })
        for name in Self.names { #expect(scene.folder.wait(for: name) { $0 == Self.half }) }
    }

    /// A tool ends the process that runs it, as the system does where memory is short.
    private static let fatal = """
        [tools.end]
        description = "The end"
        command = ["sh", "-c", "kill -9 $PPID"]
        approval = "always"

        """

    @Test func oneThatIsKilledIsToldAndStopsNoOther() throws {
        let scene = try Scene(config: Self.config + Self.fatal) { request, connection in
            guard request.text.contains("rivers") else {
                return connection.respondWithReply(["Yo"])
            }
            connection.beginEvents()
            connection.writeCall("end", "{}", id: "call_1")
            connection.endReply("tool_calls")
        }
        try files(in: scene)
        try scene.folder.write("b.md", "rivers\n")
        let outcome = try scene.start(["append", "-j", "3", "-T", "end"] + Self.names).outcome()
        #expect(outcome.ending == .exit(1))
        #expect(
            outcome.errors.hasSuffix(
                """
                b.md: error: the process that answered this file was ended by signal 9
                  what came of the reply is in the file
                chatmd: note: 2 of 3 files were answered; not b.md

                """), "\(outcome.errors)")
        #expect(scene.folder.text("a.md") == Self.answered)
        #expect(scene.folder.text("c.md") == Self.answered)
    }

    @Test func aNameWithALineFeedBeginsNoOtherMessage() throws {
        let scene = try Scene(replying: "Yo", config: Self.config)
        let outcome = try scene.run("append", "a\nb.md", "c.md", "-u", "-p", "hi")
        #expect(outcome.ending == .exit(0))
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("a b.md: ") == true)
    }

    @Test func aFileIsLockedWhileItIsAnswered() throws {
        let (scene, process, _) = try halfAnswered("3")
        let outcome = try scene.run("append", "b.md")
        #expect(outcome.ending == .exit(9))
        process.send(SIGINT)
        _ = try process.outcome()
    }
}
