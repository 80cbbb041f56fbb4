import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ctrl-C and its kin: the request ends, what came is kept, and the signal ends the program.
@Suite struct SignalTests {
    private let clientLeft = Gate()
    private let scene: Scene

    /// A server that says half of something and then nothing until the client goes.
    init() throws {
        scene = try Scene(config: "default_model = \"grok-3\"\n") {
            [clientLeft] _, connection in
            connection.beginEvents()
            connection.writeText(#"Half:\n```c\nint"#)
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        try scene.folder.write("chat.md", "hi\n")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func itEndsTheRequestAndThenTheProgram(signal: Int32) throws {
        let process = try scene.start(["complete", "chat.md"])
        #expect(process.waitForOutput { $0.contains("int") })
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(signal))
        #expect(outcome.text == "Half:\n```c\nint\n")
        #expect(outcome.errors == "")
        #expect(clientLeft.wait())
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func whatCameIsKeptInTheFile(signal: Int32) throws {
        let process = try scene.start(["append", "chat.md"])
        #expect(scene.folder.wait(for: "chat.md") { $0.hasSuffix("int") })
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(signal))
        #expect(outcome.errors == "")
        #expect(
            scene.folder.text("chat.md")
                == "hi\n\n# === ASSISTANT ===\n\nHalf:\n```c\nint\n````\n\n# === USER ===\n")
        #expect(clientLeft.wait())
    }

    @Test func theEventsEndWithACancelledDone() throws {
        let process = try scene.start(["chat.md", "--format", "ndjson", "--add-delimiters"])
        #expect(process.waitForOutput { $0.contains("int") })
        process.send(SIGINT)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(SIGINT))
        #expect(outcome.errors == "")
        let events = try Events(outcome)
        #expect(try events.end()["finish_reason"] == "cancelled")
        #expect(
            events.text == "\n# === ASSISTANT ===\n\nHalf:\n```c\nint\n````\n\n# === USER ===\n")
    }

    @Test func beforeTheFirstWordTheFileStaysAsItIs() throws {
        let asked = Gate()
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            asked.open()
            connection.waitUntilClientLeaves()
        }
        try scene.folder.write("chat.md", "hi\n")
        let process = try scene.start(["append", "chat.md"])
        #expect(asked.wait())
        process.send(SIGINT)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(SIGINT))
        #expect(scene.folder.text("chat.md") == "hi\n")
    }

    // MARK: Readers

    /// A program whose output nobody reads, stuck in a write.
    private func stuck(_ clientLeft: Gate) throws -> (Scene, ChatMDProcess) {
        let text = String(repeating: "x", count: 1000)
        let filled = Gate()
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            connection.beginEvents()
            for number in 0..<400 {
                guard connection.writeText(text) else { break }
                if number == 200 { filled.open() }
            }
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        try scene.folder.write("chat.md", "hi\n")
        let process = try scene.start(["complete", "chat.md", "-m", "grok-3"], output: .unread)
        #expect(filled.wait())
        return (scene, process)
    }

    @Test func aReaderWhoDoesNotReadDoesNotHoldItUp() throws {
        let (_, process) = try stuck(Gate())
        process.send(SIGINT)
        #expect(try process.outcome().ending == .signal(SIGINT))
    }

    @Test func aSecondSignalEndsItAtOnce() throws {
        let clientLeft = Gate()
        let (_, process) = try stuck(clientLeft)
        process.send(SIGINT)
        #expect(clientLeft.wait())
        process.send(SIGINT)
        #expect(try process.outcome().ending == .signal(SIGINT))
    }

    @Test func aClosedPipeEndsItQuietly() throws {
        for arguments in [["chat.md"], ["chat.md", "--format", "ndjson"], ["parse", "chat.md"]] {
            let process = try scene.start(arguments, output: .closed)
            let outcome = try process.outcome()
            #expect(outcome.ending == .signal(SIGPIPE))
            #expect(outcome.errors == "")
        }
    }

    @Test func anIgnoredHangupStaysIgnored() throws {
        let go = Gate()
        let begun = Gate()
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            connection.beginEvents()
            connection.writeText("One, ")
            begun.open()
            go.wait()
            connection.writeText("two")
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        try scene.folder.write("chat.md", "hi\n")
        let process = try scene.start(["chat.md"], shell: "trap '' HUP; exec \"$0\" \"$@\"")
        #expect(process.waitForOutput { $0.contains("One") })
        process.send(SIGHUP)
        go.open()
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "One, two\n")
    }
}
