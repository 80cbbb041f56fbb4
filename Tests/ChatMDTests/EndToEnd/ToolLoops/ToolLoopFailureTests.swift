import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A loop that ends half-way, whatever ends it, leaves a file that is read and can be gone on with.
@Suite struct ToolLoopFailureTests {
    private static let tools = """
        [tools.look]
        description = "Looks"
        command = ["sh", "-c", "echo Seen."]
        approval = "always"

        [tools.much]
        description = "Looks at much"
        command = ["sh", "-c", "head -c 30000 /dev/zero | tr '\\\\0' x"]
        approval = "always"

        [tools.slow]
        description = "Slow"
        command = ["sh", "-c", "echo $$ >$HOME/pid; exec sleep 1000"]
        approval = "always"

        """

    private static let records = """
        Hi

        # === ASSISTANT ===

        Let me see.

        ``` tool_call look c1
        {}
        ```

        # === TOOL ===

        ``` tool_result look c1
        Seen.

        ```

        """

    /// What the model says, a round each; after the last one it says "Done.".
    private func scene(
        calling tool: String = "look",
        _ rounds: [@Sendable (LoopbackConnection) -> Void] = []
    ) throws -> Scene {
        let count = Locked(0)
        let scene = try Scene(config: Self.tools) { _, connection in
            let index = count.with { (count: inout Int) -> Int in
                count += 1
                return count - 1
            }
            if index == 0 {
                Self.call(tool, "c1", over: connection)
            } else if index <= rounds.count {
                rounds[index - 1](connection)
            } else {
                connection.respondWithReply(["Done."])
            }
        }
        try scene.folder.write("chat.md", "Hi\n")
        return scene
    }

    private static func call(_ tool: String, _ id: String, over connection: LoopbackConnection) {
        connection.beginEvents()
        connection.writeText("Let me see.")
        connection.writeEvent(
            #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"\#(id)","#
                + #""type":"function","function":{"name":"\#(tool)","arguments":"{}"}}]}}]}"#)
        connection.writeEvent(
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#)
        connection.writeEvent("[DONE]")
        connection.endChunks()
    }

    private func start(_ scene: Scene, shell: String? = nil) throws -> ChatMDProcess {
        try scene.start(
            ["append", "chat.md", "-m", "grok-3", "-T", "look", "-T", "much", "-T", "slow"],
            shell: shell)
    }

    /// The file is fine, nothing of it changes, and every call that is sent again has its result.
    private func expectThatItGoesOn(
        _ scene: Scene, _ arguments: [String] = [], roles: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try #require(scene.folder.text("chat.md"), sourceLocation: sourceLocation)
        let check = try scene.run("check", "chat.md")
        #expect(check.ending == .exit(0), "\(check.text)\(before)", sourceLocation: sourceLocation)
        let outcome = try scene.start(["append", "chat.md", "-m", "grok-3"] + arguments).outcome()
        #expect(outcome.ending == .exit(0), "\(outcome.errors)", sourceLocation: sourceLocation)
        let after = try #require(scene.folder.text("chat.md"), sourceLocation: sourceLocation)
        #expect(
            after.utf8.starts(with: before.utf8) && after.hasSuffix("Done.\n\n# === USER ===\n"),
            sourceLocation: sourceLocation)
        let body = try JSONParser.parse(try #require(scene.server.requests.last).body)
        let messages = try #require(body["messages"]?.array)
        #expect(
            messages.map { $0["role"]?.string } == roles, "\(after)",
            sourceLocation: sourceLocation)
        let calls = messages.flatMap { $0["tool_calls"]?.array ?? [] }.map { $0["id"] }
        let results = messages.filter { $0["role"] == "tool" }.map { $0["tool_call_id"] }
        #expect(calls == results, sourceLocation: sourceLocation)
    }

    // MARK: The server

    @Test func aConnectionThatIsCutInTheThirdRoundLeavesItsHalf() throws {
        let scene = try scene([
            { Self.call("look", "c2", over: $0) },
            { connection in
                connection.beginEvents()
                connection.writeText("Half")
            },
        ])
        let outcome = try start(scene).outcome()
        #expect(outcome.ending == .exit(6), "\(outcome.errors)")
        let text = try #require(scene.folder.text("chat.md"))
        #expect(text.hasPrefix(Self.records + "\n# === ASSISTANT ===\n\nLet me see."))
        #expect(text.hasSuffix("# === ASSISTANT ===\n\nHalf\n\n# === USER ===\n"))
        try expectThatItGoesOn(
            scene, ["-p", "Go on"],
            roles: [
                "user", "assistant", "tool", "assistant", "tool", "assistant", "user",
            ])
    }

    @Test func aCallThatIsCutIsNotWritten() throws {
        let scene = try scene([
            { connection in
                connection.beginEvents()
                connection.writeEvent(
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c2","#
                        + #""function":{"name":"look","arguments":"{\"a\""}}]}}]}"#)
            }
        ])
        #expect(try start(scene).outcome().ending == .exit(6))
        #expect(scene.folder.text("chat.md")?.hasPrefix(Self.records) == true)
        try expectThatItGoesOn(
            scene, ["-p", "Go on"], roles: ["user", "assistant", "tool", "user"])
    }

    // MARK: The disk

    @Test(arguments: [8, 40])
    func aDiskThatIsFullInARecordLosesNothing(blocks: Int) throws {
        let scene = try scene(calling: "much")
        let outcome = try start(
            scene, shell: "trap '' XFSZ; ulimit -f \(blocks); exec \"$0\" \"$@\""
        ).outcome()
        #expect(outcome.ending == .exit(1), "\(outcome.errors)")
        let text = try #require(scene.folder.text("chat.md"))
        // What the file did not take went to stdout.
        let whole = text + outcome.text
        #expect(whole.contains(String(repeating: "x", count: 30_000)))
        #expect(whole.hasSuffix("Done.\n\n# === USER ===\n"))
        let asked = try scene.run("append", "chat.md", "-m", "grok-3", "-p", "Go on")
        #expect(asked.ending == .exit(0), "\(asked.errors)")
        let parsed = try JSONParser.parse(try scene.run("parse", "chat.md").output)
        let messages = try #require(parsed["messages"]?.array)
        #expect(
            messages.suffix(2).map { $0["content"]?.string } == ["Go on", "Done."], "\(parsed)")
        #expect(messages.first?["content"]?.string == "Hi")
    }

    // MARK: The user

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalWhileTheModelIsAskedAgainKeepsWhatWasDone(signal: Int32) throws {
        let scene = try scene([{ $0.waitUntilClientLeaves() }])
        let process = try start(scene)
        #expect(scene.server.waitForRequests(2))
        process.send(signal)
        #expect(try process.outcome().ending == .signal(signal))
        #expect(scene.folder.text("chat.md") == Self.records + "\n# === USER ===\n")
        try expectThatItGoesOn(
            scene, ["-p", "Go on"], roles: ["user", "assistant", "tool", "user"])
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalEndsTheProgramThatRuns(signal: Int32) throws {
        let scene = try scene(calling: "slow")
        let process = try start(scene)
        #expect(scene.folder.wait(for: "home/pid") { $0.hasSuffix("\n") })
        process.send(signal)
        #expect(try process.outcome().ending == .signal(signal))
        let pid = try #require(scene.folder.text("home/pid").flatMap { Int32($0.dropLast()) })
        #expect(kill(pid, 0) != 0)
        try expectThatItGoesOn(scene, ["-p", "Go on"], roles: ["user", "assistant", "user"])
    }

    @Test func aKillWhileTheModelIsAskedAgainLeavesTheResults() throws {
        let scene = try scene([{ $0.waitUntilClientLeaves() }])
        let process = try start(scene)
        #expect(scene.server.waitForRequests(2))
        process.send(SIGKILL)
        #expect(try process.outcome().ending == .signal(SIGKILL))
        #expect(scene.folder.text("chat.md") == String(Self.records.dropLast()))
        try expectThatItGoesOn(scene, roles: ["user", "assistant", "tool"])
    }

    @Test func aKillWhileAProgramRunsLeavesTheText() throws {
        let scene = try scene(calling: "slow")
        let process = try start(scene)
        #expect(scene.folder.wait(for: "home/pid") { $0.hasSuffix("\n") })
        process.send(SIGKILL)
        #expect(try process.outcome().ending == .signal(SIGKILL))
        #expect(scene.folder.text("chat.md") == "Hi\n\n# === ASSISTANT ===\n\nLet me see.")
        try expectThatItGoesOn(scene, ["-p", "Go on"], roles: ["user", "assistant", "user"])
    }

    @Test func whatChangesTheFileMeanwhileFindsTheReplyBesideIt() throws {
        let scene = try scene([
            { connection in
                connection.waitUntilClientLeaves()
            }
        ])
        let process = try start(scene)
        #expect(scene.server.waitForRequests(2))
        try scene.folder.write("chat.md", "Another text\n")
        process.send(SIGINT)
        _ = try process.outcome()
        #expect(scene.folder.text("chat.md") == "Another text\n")
        #expect(scene.folder.text("chat.reply.md")?.contains("tool_result look c1\nSeen.") == true)
    }
}
