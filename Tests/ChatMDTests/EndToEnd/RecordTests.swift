import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `--record` keeps what went over the wire, `--replay` lets it happen again without a wire.
@Suite struct RecordTests {
    private static func scene(
        config: String = "",
        _ handler: @escaping LoopbackServer.Handler = { _, connection in
            connection.respondWithReply(["Yo", " there"])
        }
    ) throws -> Scene {
        let scene = try Scene(config: config, handler)
        try scene.folder.write("chat.md", "hi\n")
        return scene
    }

    /// The same without a server and without a key.
    private func replay(
        _ scene: Scene, _ arguments: [String], from folder: String = "rec"
    ) throws -> ChatMDProcess.Outcome {
        scene.server.stop()
        let connections = scene.server.connectionCount
        var offline = scene
        offline.environment["XAI_API_KEY"] = nil
        let outcome = try offline.start(arguments + ["--replay", folder]).outcome()
        #expect(scene.server.connectionCount == connections)
        return outcome
    }

    /// Events without what chance and clocks decide.
    private func shown(_ outcome: ChatMDProcess.Outcome) throws -> [JSONValue] {
        var text = ""
        var events: [JSONValue] = []
        for event in try Events(outcome).all {
            guard var members = event.object else { continue }
            for key in ["duration_ms", "first_token_ms", "delay_ms"] { members[key] = nil }
            if let chunk = event["chunk"]?.string {
                text += chunk
            } else {
                events.append(.object(members))
            }
        }
        return events + [.string(text)]
    }

    private func mode(_ scene: Scene, _ name: String) -> mode_t {
        var status = stat()
        return lstat(scene.folder(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private func names(_ scene: Scene, in folder: String = "rec") -> [String] {
        TemporaryFolder.names(in: scene.folder(folder))
    }

    // MARK: Recording

    @Test func aFolderThatCannotBeMadeSaysWhy() throws {
        let scene = try Self.scene()
        symlink("nowhere", scene.folder("rec"))
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--record", "rec")
        #expect(outcome.errors.hasPrefix("rec: error: this is no folder"))
    }

    @Test func aFolderThatHoldsSomethingStaysAsItIs() throws {
        let scene = try Self.scene()
        try scene.folder.write("mine/notes.md", "mine\n")
        chmod(scene.folder("mine"), 0o755)
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--record", "mine")
        #expect(outcome.ending == .exit(1))
        #expect(mode(scene, "mine") == 0o755)
        #expect(names(scene, in: "mine") == ["notes.md"])
        #expect(scene.server.requests.isEmpty)
    }

    @Test func anExchangeIsTwoFilesToRead() throws {
        let scene = try Self.scene(config: "headers = { X-Team = \"docs\" }")
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--record", "rec")
        #expect(outcome.text == "Yo there\n")
        #expect(outcome.errors == "")
        #expect(names(scene) == ["001.request", "001.response"])
        #expect(
            scene.folder.text("rec/001.request") == """
                {
                  "method": "POST",
                  "url": "\(scene.server.baseURL)/chat/completions",
                  "headers": {
                    "Content-Type": "application/json",
                    "Accept": "text/event-stream",
                    "X-Team": "docs",
                    "Authorization": "Bearer [redacted]",
                    "User-Agent": "\(Version.userAgent)"
                  },
                  "body": {
                    "model": "grok-3",
                    "messages": [
                      {
                        "role": "user",
                        "content": "hi"
                      }
                    ],
                    "stream": true,
                    "stream_options": {
                      "include_usage": true
                    }
                  }
                }

                """)
        let response = try #require(scene.folder.text("rec/001.response"))
        #expect(response.hasPrefix("HTTP 200\nContent-Type: text/event-stream\n"))
        #expect(
            response.contains(
                "\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Yo\"}}]}\n\n"))
        #expect(response.hasSuffix("data: [DONE]\n\n"))
        for name in names(scene) { #expect(mode(scene, "rec/\(name)") == 0o600) }
        #expect(mode(scene, "rec") == 0o700)
    }

    @Test func theFolderIsNewOrEmpty() throws {
        let scene = try Self.scene()
        mkdir(scene.folder("rec"), 0o755)
        #expect(try scene.run("chat.md", "-m", "grok-3", "--record", "rec").ending == .exit(0))
        #expect(mode(scene, "rec") == 0o700)
        let again = try scene.run("append", "chat.md", "-m", "grok-3", "--record", "rec")
        #expect(again.ending == .exit(1))
        #expect(
            again.errors
                == "rec: error: there is something in this folder already\n  name a new folder\n")
        #expect(scene.server.requests.count == 1)
        #expect(scene.folder.text("chat.md") == "hi\n")
    }

    @Test func aFolderThatCannotBeMadeIsAnError() throws {
        let scene = try Self.scene()
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--record", "chat.md")
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.hasPrefix("chat.md: error: "))
        #expect(scene.server.connectionCount == 0)
    }

    /// A limit on the size of files is a disk that is full.
    @Test func aRecordingThatFillsTheDiskFailsNoReply() throws {
        let long = String(repeating: "x", count: 8000)
        let scene = try Self.scene { _, connection in connection.respondWithReply([long]) }
        let process = try scene.start(
            ["chat.md", "-m", "grok-3", "--record", "rec"],
            shell: "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == long + "\n")
        #expect(
            outcome.errors.hasPrefix(
                "rec/001.response: warning: the recording is not whole: writing the output failed"))
    }

    @Test func whatCameBeforeAKillIsThere() throws {
        let scene = try Self.scene { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            connection.waitUntilClientLeaves()
        }
        let process = try scene.start(["chat.md", "-m", "grok-3", "--record", "rec"])
        #expect(scene.folder.wait(for: "rec/001.response") { $0.contains("Half") })
        process.send(SIGKILL)
        _ = try process.outcome()
        let outcome = try replay(scene, ["chat.md", "-m", "grok-3"])
        #expect(outcome.ending == .exit(6))
        #expect(outcome.text == "Half\n")
        #expect(outcome.errors.contains("the reply ended in the middle"))
    }

    @Test func aCancelIsRecorded() throws {
        let scene = try Self.scene { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            connection.waitUntilClientLeaves()
        }
        let arguments = ["chat.md", "-m", "grok-3", "--format", "ndjson"]
        let process = try scene.start(arguments + ["--record", "rec"])
        #expect(process.waitForOutput { $0.contains("Half") })
        process.send(SIGINT)
        let recorded = try process.outcome()
        #expect(recorded.ending == .signal(SIGINT))
        #expect(names(scene) == ["001.error", "001.request", "001.response"])
        #expect(scene.folder.text("rec/001.response")?.contains("Half") == true)
        let replayed = try replay(scene, arguments)
        #expect(try shown(replayed) == shown(recorded))
        #expect(try Events(replayed).end()["finish_reason"] == "cancelled")
    }

    @Test func aFailureIsRecorded() throws {
        let scene = try Self.scene { _, connection in connection.reset() }
        let recorded = try scene.run("chat.md", "-m", "grok-3", "--record", "rec")
        #expect(recorded.ending == .exit(6))
        #expect(names(scene) == ["001.error", "001.request"])
        let replayed = try replay(scene, ["chat.md", "-m", "grok-3"])
        #expect(replayed.ending == recorded.ending)
        #expect(replayed.errors == recorded.errors)
    }

    // MARK: Replaying

    @Test func retriesAndFallbacksAreAllThere() throws {
        let requests = Locked(0)
        let scene = try Self.scene { _, connection in
            let number = requests.with { count -> Int in
                count += 1
                return count
            }
            if number == 1 {
                connection.respond(
                    status: 503, headers: [("retry-after-ms", "1")], body: #"{"error":"later"}"#)
            } else if number == 2 {
                connection.respond(status: 404, body: #"{"error":{"message":"no such model"}}"#)
            } else {
                connection.respondWithReply(["Yo"])
            }
        }
        try scene.folder.write("chat.md", "+++\nfallback = \"xai/grok-2\"\n+++\n\nhi\n")
        let arguments = ["chat.md", "-m", "grok-3", "--retries", "1", "--format", "ndjson"]
        let recorded = try scene.start(arguments + ["--record", "rec"]).outcome()
        #expect(try Events(recorded).types == ["start", "retry", "retry", "text", "usage", "done"])
        #expect(
            names(scene) == [1, 2, 3].flatMap { ["00\($0).request", "00\($0).response"] })
        #expect(try shown(try replay(scene, arguments)) == shown(recorded))
    }

    private static let streams =
        #filePath.split(separator: "/").dropLast(3)
        .map { "/\($0)" }.joined() + "/ServerTests/Streams"

    /// Whatever a stream holds, be it broken.
    @Test(arguments: ["openai-chat", "openai-responses", "anthropic", "gemini"])
    func everyStreamIsReplayedToTheSameEvents(format: String) throws {
        let names = TemporaryFolder.names(in: "\(Self.streams)/\(format)")
        #expect(names.count > 10)
        for name in names {
            let bytes = try #require(wholeFile("\(Self.streams)/\(format)/\(name)"))
            let scene = try Self.scene { _, connection in
                connection.beginEvents()
                connection.writeChunk(bytes)
                connection.endChunks()
            }
            try scene.write(
                config: "[providers.work]\nbase_url = \"\(scene.server.baseURL)\"\n"
                    + "wire_format = \"\(format)\"\n[retry]\nmax_retries = 0\n")
            let arguments = ["chat.md", "-m", "work/m", "--format", "ndjson"]
            let recorded = try scene.start(arguments + ["--record", "rec"]).outcome()
            let replayed = try replay(scene, arguments)
            #expect(try shown(replayed) == shown(recorded), "\(name)")
            #expect(replayed.ending == recorded.ending, "\(name)")
        }
    }

    /// In the file it is a second run of the same conversation.
    @Test func aFileIsAnsweredFromARecordingToo() throws {
        let scene = try Self.scene()
        _ = try scene.run("append", "chat.md", "-m", "grok-3", "--record", "rec")
        let answered = scene.folder.text("chat.md")
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try replay(scene, ["append", "chat.md", "-m", "grok-3"])
        #expect(outcome.ending == .exit(0))
        #expect(scene.folder.text("chat.md") == answered)
    }

    @Test func nothingIsWaitedFor() throws {
        let scene = try Self.scene(
            config: "rate_limit = { requests_per_minute = 0.001 }"
        ) { _, connection in
            connection.respond(status: 503, body: #"{"error":"later"}"#)
        }
        _ = try scene.run("chat.md", "-m", "grok-3", "--record", "rec")
        let response = try #require(scene.folder.text("rec/001.response"))
        try scene.folder.write(
            "rec/001.response",
            response.replacing("HTTP 503\n", with: "HTTP 503\nRetry-After: 50\n"))
        try scene.folder.write("rec/002.request", scene.folder.bytes("rec/001.request")!)
        try scene.folder.write("rec/002.response", response)
        let outcome = try replay(scene, ["chat.md", "-m", "grok-3", "--retries", "1"])
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains("later; trying again in 50 s"))
    }

    @Test(arguments: [
        "embed a b -m work/m", "prompt Once -m work/m", "models --refresh --provider work",
    ])
    func otherCommandsAreRecordedAndReplayedToo(command: String) throws {
        let scene = try Self.scene { request, connection in
            if request.path.hasSuffix("embeddings") {
                connection.respond(body: #"{"data":[{"embedding":[1,2]},{"embedding":[3,4]}]}"#)
            } else if request.path.hasSuffix("models") {
                connection.respond(body: #"{"data":[{"id":"m-1"}]}"#)
            } else {
                connection.respond(body: #"{"choices":[{"text":" upon","finish_reason":"stop"}]}"#)
            }
        }
        try scene.write(
            config: "[providers.work]\nbase_url = \"\(scene.server.baseURL)\"\n"
                + "api_key_env = \"XAI_API_KEY\"\n")
        let words = command.split(separator: " ").map(String.init)
        let recorded = try scene.start(words + ["--record", "rec"]).outcome()
        #expect(recorded.ending == .exit(0))
        #expect(names(scene) == ["001.request", "001.response"])
        let replayed = try replay(scene, words)
        #expect(replayed.ending == .exit(0))
        #expect(replayed.text == recorded.text)
        #expect(replayed.errors == "")
    }

    @Test func anotherRequestIsAnErrorThatSaysWhatDiffers() throws {
        let scene = try Self.scene()
        _ = try scene.run("chat.md", "-m", "grok-3", "--record", "rec")
        let outcome = try replay(scene, ["chat.md", "-m", "xai/grok-4", "-o", "seed=7"])
        #expect(outcome.ending == .exit(1))
        #expect(outcome.text == "")
        #expect(
            outcome.errors
                == "chatmd: error: the request is not the one in rec/001.request: "
                + "`model` is \"grok-4\", not \"grok-3\"; `seed` is new\n"
                + "  a replay needs the conversation, the model and the settings of the recording\n"
        )
    }

    @Test func aRequestBeyondTheRecordingIsAnError() throws {
        let scene = try Self.scene { _, connection in
            connection.respond(status: 503, body: #"{"error":"later"}"#)
        }
        _ = try scene.run("chat.md", "-m", "grok-3", "--record", "rec")
        let outcome = try replay(scene, ["chat.md", "-m", "grok-3", "--retries", "1", "-q"])
        #expect(outcome.ending == .exit(1))
        #expect(
            outcome.errors.hasPrefix(
                "chatmd: error: the recording in rec ends after 1 of its requests, and one more "
                    + "is to be sent\n"))
    }

    @Test func aFolderWithoutARecordingIsAnError() throws {
        let scene = try Self.scene()
        mkdir(scene.folder("empty"), 0o700)
        let empty = try replay(scene, ["chat.md", "-m", "grok-3"], from: "empty")
        #expect(empty.ending == .exit(1))
        #expect(empty.errors.hasPrefix("empty: error: there is no recording in this folder\n"))
        let missing = try replay(scene, ["chat.md", "-m", "grok-3"], from: "missing")
        #expect(missing.errors.hasPrefix("missing: error: no such file or directory\n"))
    }

    @Test func keysThatAreSetMakeNoDifference() throws {
        let scene = try Self.scene()
        try scene.folder.write("chat.md", "my key is \(Scene.key), I think\n")
        _ = try scene.run("chat.md", "-m", "grok-3", "--record", "rec")
        let request = try #require(scene.folder.text("rec/001.request"))
        #expect(request.contains("my key is [redacted], I think"))
        #expect(try replay(scene, ["chat.md", "-m", "grok-3"]).text == "Yo there\n")
        var other = scene
        other.environment["XAI_API_KEY"] = "xai-another-key-9876543210"
        #expect(
            try other.run("chat.md", "-m", "grok-3", "--replay", "rec").text == "Yo there\n")
    }

    @Test(arguments: [
        ["--record", "a", "--replay", "b"], ["--record", "a", "-n"], ["--replay", "a", "-n"],
    ])
    func itIsOneOrTheOther(options: [String]) throws {
        let scene = try Self.scene()
        let outcome = try scene.start(["chat.md", "-m", "grok-3"] + options).outcome()
        #expect(outcome.ending == .exit(2))
        #expect(scene.folder.names == ["chat.md", "home"])
    }
}
