import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `[cache]`: the same request is answered from the user's own files.
@Suite struct CacheTests {
    private static let config = "default_model = \"grok-3\"\n[cache]\nsize = \"1 MB\"\n"

    /// A server that counts its replies.
    private static func scene(
        config: String = CacheTests.config,
        _ handler: LoopbackServer.Handler? = nil
    ) throws -> Scene {
        let count = Locked(0)
        let scene = try Scene(
            config: config,
            handler ?? { _, connection in
                let number = count.with { count -> Int in
                    count += 1
                    return count
                }
                connection.respondWithReply(["reply ", "\(number)"])
            })
        try scene.folder.write("chat.md", "hi\n")
        return scene
    }

    private func entries(_ scene: Scene) -> [String] {
        TemporaryFolder.names(in: scene.folder("home/.cache/chatmd/answers"))
    }

    @Test func itIsOffByDefault() throws {
        let scene = try Self.scene(config: "default_model = \"grok-3\"\n")
        #expect(try scene.run("chat.md").text == "reply 1\n")
        #expect(try scene.run("chat.md").text == "reply 2\n")
        #expect(scene.folder.names == ["chat.md", "home"])
        #expect(TemporaryFolder.names(in: scene.folder("home")) == [".config"])
    }

    @Test func theSameRequestIsAnsweredFromIt() throws {
        let scene = try Self.scene()
        let first = try Events(try scene.run("chat.md", "--format", "ndjson"))
        #expect(first.first("start")?["cached"] == nil)
        #expect(try first.end()["cached"] == nil)
        let second = try Events(try scene.run("chat.md", "--format", "ndjson"))
        #expect(second.text == "reply 1")
        #expect(second.first("start")?["cached"] == true)
        #expect(try second.end()["cached"] == true)
        #expect(try second.end()["response_id"] == "reply-1")
        #expect(second.first("usage")?["input_tokens"] == 12)
        #expect(second.first("usage")?["cost_usd"]?.double == 0)
        #expect(scene.server.requests.count == 1)
    }

    @Test func theOneObjectAndTheClosingLineSaySo() throws {
        var scene = try Self.scene()
        scene.environment["TERM"] = "dumb"
        let first = try JSONParser.parse(try scene.run("chat.md", "--format", "json").output)
        #expect(first["cached"] == nil)
        let second = try JSONParser.parse(try scene.run("chat.md", "--format", "json").output)
        #expect(second["cached"] == true)
        #expect(second["usage"]?["cost_usd"]?.double == 0)
        let outcome = try scene.start(["chat.md"], output: .terminal).outcome()
        #expect(outcome.text.contains("scripted · cached · 12 in · 3 out · $0 · "))
        #expect(scene.server.requests.count == 1)
    }

    @Test func appendWritesItIntoTheFile() throws {
        let scene = try Self.scene()
        _ = try scene.run("chat.md")
        let outcome = try scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(
            scene.folder.text("chat.md")
                == "hi\n\n# === ASSISTANT ===\n\nreply 1\n\n# === USER ===\n")
        #expect(scene.server.requests.count == 1)
    }

    @Test func noCacheAsksAnewAndKeepsTheNewAnswer() throws {
        let scene = try Self.scene()
        _ = try scene.run("chat.md")
        #expect(try scene.run("chat.md", "--no-cache").text == "reply 2\n")
        #expect(try scene.run("chat.md").text == "reply 2\n")
        #expect(scene.server.requests.count == 2)
    }

    @Test func anotherRequestIsAsked() throws {
        let scene = try Self.scene()
        _ = try scene.run("chat.md")
        #expect(try scene.run("chat.md", "-o", "seed=1").text == "reply 2\n")
        #expect(try scene.run("chat.md", "-m", "grok-4").text == "reply 3\n")
        try scene.folder.write("chat.md", "hi!\n")
        #expect(try scene.run("chat.md").text == "reply 4\n")
        #expect(entries(scene).count == 4)
    }

    @Test func filesAreWhereCachesAre() throws {
        var scene = try Self.scene()
        scene.environment["XDG_CACHE_HOME"] = scene.folder("caches")
        _ = try scene.run("chat.md")
        let entry = try #require(
            TemporaryFolder.names(in: scene.folder("caches/chatmd/answers")).first)
        let request = try #require(
            scene.folder.text("caches/chatmd/answers/\(entry)/001.request"))
        #expect(request.contains("\"content\": \"hi\""))
        #expect(!request.contains("Authorization"))
        #expect(entries(scene).isEmpty)
        // An entry is a recording.
        let replayed = try scene.run(
            "chat.md", "--replay", "caches/chatmd/answers/\(entry)")
        #expect(replayed.text == "reply 1\n")
    }

    // MARK: What is not kept

    private static let unfit: [String: LoopbackServer.Handler] = [
        "an error": { _, connection in connection.respond(status: 400, body: "{}") },
        "a reply cut at its limit": { _, connection in
            connection.beginEvents()
            connection.writeEvent(
                #"{"choices":[{"delta":{"content":"Yo"},"finish_reason":"length"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        },
        "a call": { _, connection in
            connection.beginEvents()
            connection.writeEvent(
                #"{"choices":[{"delta":{"content":"Yo","tool_calls":[{"index":0,"id":"c1","#
                    + #""type":"function","function":{"name":"f","arguments":"{}"}}]},"#
                    + #""finish_reason":"stop"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        },
        "a reply that breaks off": { _, connection in
            connection.beginEvents()
            connection.writeText("Yo")
        },
        "a reply with the key in it": { request, connection in
            connection.respondWithReply([request["authorization"] ?? ""])
        },
    ]

    @Test(arguments: CacheTests.unfit.keys.sorted())
    func onlyWholeRepliesAreKept(what: String) throws {
        let scene = try Self.scene(CacheTests.unfit[what])
        _ = try scene.run("chat.md")
        _ = try scene.run("chat.md")
        #expect(scene.server.requests.count == 2)
        #expect(entries(scene).isEmpty)
    }

    @Test func aCancelledReplyIsNotKept() throws {
        let scene = try Self.scene { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            connection.waitUntilClientLeaves()
        }
        let process = try scene.start(["chat.md"])
        #expect(process.waitForOutput { $0.contains("Half") })
        process.send(SIGINT)
        #expect(try process.outcome().ending == .signal(SIGINT))
        #expect(entries(scene).isEmpty)
    }

    @Test func aConversationWithTheKeyIsNotKept() throws {
        let scene = try Self.scene()
        try scene.folder.write("chat.md", "my key is \(Scene.key)\n")
        #expect(try scene.run("chat.md").text == "reply 1\n")
        #expect(try scene.run("chat.md").text == "reply 2\n")
        #expect(entries(scene).isEmpty)
    }

    @Test func onlyChatsAreKept() throws {
        let scene = try Self.scene { request, connection in
            connection.respond(
                body: request.path.hasSuffix("embeddings")
                    ? #"{"data":[{"embedding":[1]}]}"#
                    : #"{"choices":[{"text":" upon","finish_reason":"stop"}]}"#)
        }
        try scene.write(
            config:
                "[providers.work]\nbase_url = \"\(scene.server.baseURL)\"\n[cache]\nsize = 9999\n")
        for _ in 0..<2 {
            #expect(try scene.run("prompt", "Once", "-m", "work/m").text == " upon\n")
            _ = try scene.run("embed", "x", "-m", "work/m")
        }
        #expect(scene.server.requests.count == 4)
        #expect(entries(scene).isEmpty)
    }

    @Test func theCacheStaysWithinItsSize() throws {
        let scene = try Self.scene(config: "default_model = \"grok-3\"\n[cache]\nsize = 2500\n")
        for number in 1...6 {
            try scene.folder.write("chat.md", "question \(number)\n")
            _ = try scene.run("chat.md")
        }
        let names = entries(scene)
        #expect((1...4).contains(names.count))
        var size = 0
        for name in names {
            for file in ["001.request", "001.response"] {
                let path = "home/.cache/chatmd/answers/\(name)/\(file)"
                size += try #require(scene.folder.bytes(path)).count
            }
        }
        #expect(size <= 2500)
        // The last one is still there.
        #expect(try scene.run("chat.md").text == "reply 6\n")
    }

    // MARK: Beside other things

    /// The first request has taken the only turn of this hour.
    @Test func aKeptAnswerTakesNoTurn() throws {
        let scene = try Self.scene(
            config: "rate_limit = { requests_per_minute = 0.001 }\n[cache]\nsize = \"1 MB\"\n"
        ) { request, connection in
            if request.text.contains("grok-2") {
                connection.respondWithReply(["Yo"])
            } else {
                connection.respond(status: 404, body: #"{"error":{"message":"no such model"}}"#)
            }
        }
        _ = try scene.run("chat.md", "-m", "grok-2")
        try scene.folder.write("chat.md", "+++\nfallback = \"grok-2\"\n+++\n\nhi\n")
        let events = try Events(try scene.run("chat.md", "-m", "grok-3", "--format", "ndjson"))
        #expect(events.first("start")?["cached"] == nil)
        #expect(events.types == ["start", "retry", "text", "usage", "done"])
        #expect(try events.end()["cached"] == true)
        #expect(scene.server.requests.count == 2)
    }

    @Test func aCacheThatCannotBeWrittenIsAWarning() throws {
        let scene = try Self.scene()
        try scene.folder.write("home/.cache", "a file")
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "reply 1\n")
        #expect(outcome.errors.contains("warning: the answer is not kept: "))
        #expect(outcome.errors.split(separator: "\n").filter { $0.contains("warning") }.count == 1)
    }

    @Test func aRecordingHoldsWhatCameFromTheCache() throws {
        let scene = try Self.scene()
        _ = try scene.run("chat.md")
        _ = try scene.run("chat.md", "--record", "rec")
        #expect(scene.server.requests.count == 1)
        #expect(scene.folder.text("rec/001.response")?.contains("reply ") == true)
        #expect(try scene.run("chat.md", "--replay", "rec").text == "reply 1\n")
        #expect(
            try Events(try scene.run("chat.md", "--replay", "rec", "--format", "ndjson"))
                .end()["cached"] == nil)
    }

    @Test func theLogSaysSo() throws {
        let scene = try Self.scene()
        _ = try scene.run("chat.md")
        let outcome = try scene.run("chat.md", "-v")
        #expect(outcome.errors.contains(" response status=200 cached=true "))
        #expect(outcome.errors.contains(" cost_usd=0.0 "))
    }

    @Test func severalProcessesMayUseIt() throws {
        let scene = try Self.scene()
        for round in 1...3 {
            let processes = try (0..<6).map { number in
                try scene.start(["chat.md", "-o", "seed=\(number % 2 + round)"])
            }
            for process in processes {
                let outcome = try process.outcome()
                #expect(outcome.ending == .exit(0))
                #expect(outcome.text.hasPrefix("reply "))
                #expect(outcome.errors == "")
            }
        }
        #expect(entries(scene).count == 4)
        #expect(
            try scene.run("chat.md", "-o", "seed=2", "--format", "json").text.contains("cached"))
    }

    @Test func itIsTheUsersOwnAffair() throws {
        let scene = try Self.scene(config: "default_model = \"grok-3\"\n")
        try scene.folder.write("chat.md", "+++\n[cache]\nsize = 1000000\n+++\n\nhi\n")
        _ = try scene.run("chat.md")
        #expect(try scene.run("chat.md").text == "reply 2\n")
        #expect(entries(scene).isEmpty)
    }
}
