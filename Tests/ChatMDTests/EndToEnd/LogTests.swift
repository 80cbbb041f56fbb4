import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the log says, where it goes, and that it never stands in the way of a reply.
@Suite struct LogTests {
    private let scene: Scene

    init() throws {
        scene = try Self.scene()
    }

    private static func scene(config: String = "") throws -> Scene {
        let scene = try Scene(
            replying: "Yo",
            config: "default_model = \"grok-3\"\nheaders = { X-Team = \"docs\" }\n"
                + config)
        try scene.folder.write("chat.md", "what is one and one?\n")
        return scene
    }

    /// The messages of a log, and its lines.
    private func messages(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n").map { line in
            String(line.split(separator: " ", maxSplits: 4)[3])
        }
    }

    @Test func aReplyLeavesFourLines() throws {
        let outcome = try scene.run("chat.md", "--log", "chatmd.log")
        #expect(outcome.text == "Yo\n")
        #expect(outcome.errors == "")
        let log = try #require(scene.folder.text("chatmd.log"))
        #expect(messages(log) == ["config", "request", "response", "done"])
        #expect(log.contains(" config path=\(scene.folder("home/.config/chatmd/config.toml"))\n"))
        #expect(
            log.contains(
                " request provider=xai model=grok-3 method=POST "
                    + "url=\(scene.server.baseURL)/chat/completions bytes="))
        #expect(log.contains(" response status=200 ms="))
        #expect(
            log.contains(
                " done provider=xai model=scripted finish_reason=stop input_tokens=12 "
                    + "output_tokens=3 "))
    }

    @Test func theSourceOfTheKeyIsNamed() throws {
        let fromVariable = try scene.run("chat.md", "-v")
        #expect(fromVariable.errors.contains(" key=\"XAI_API_KEY in the environment\"\n"))
        var scene = scene
        scene.environment["XAI_API_KEY"] = nil
        try scene.folder.write("home/.config/chatmd/.env", "XAI_API_KEY=key-of-a-file\n")
        let path = scene.folder("home/.config/chatmd/.env")
        let fromFile = try scene.run("chat.md", "-v")
        #expect(fromFile.errors.contains(" key=\"XAI_API_KEY in \(path)\"\n"))
        #expect(!fromFile.errors.contains("key-of-a-file"))
    }

    @Test func anUnreadableAnswerIsQuotedToPeopleOnly() throws {
        let scene = try Scene(config: "default_model = \"grok-3\"") { _, connection in
            connection.respond(status: 200, body: "{\"words of the reply\": 1}")
        }
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("chat.md", "--no-stream", "--log", "chatmd.log")
        #expect(outcome.errors.contains("words of the reply"))
        let log = try #require(scene.folder.text("chatmd.log"))
        #expect(log.contains(" failed provider=xai code=protocol "))
        #expect(!log.contains("words of the reply"))
    }

    @Test func everyFileOfSettingsThatWasReadIsNamed() throws {
        try scene.folder.write(".git/HEAD", "ref: refs/heads/main\n")
        try scene.folder.write(".chatmd.toml", "temperature = 0.5\n")
        _ = try scene.run("chat.md", "--log", "chatmd.log")
        let log = try #require(scene.folder.text("chatmd.log"))
        #expect(messages(log).filter { $0 == "config" }.count == 2)
        #expect(log.contains(" config path=\(scene.folder(".chatmd.toml"))\n"))
    }

    @Test func theConfigurationNamesTheFileForEveryRun() throws {
        let scene = try Self.scene(config: "[log]\nfile = \"~/logs/chatmd.log\"\nlevel = \"debug\"")
        _ = try scene.run("chat.md")
        _ = try scene.run("append", "chat.md")
        let log = try #require(scene.folder.text("home/logs/chatmd.log"))
        #expect(messages(log).filter { $0 == "request" }.count == 2)
        #expect(log.contains(" \"request body\" body=\"{"))
        #expect(log.contains("what is one and one?"))
        #expect(log.contains("\"request headers\" Content-Type=application/json"))
    }

    @Test func theCommandLineNamesAnotherFile() throws {
        let scene = try Self.scene(config: "[log]\nfile = \"~/chatmd.log\"\nlevel = \"warn\"")
        _ = try scene.run("chat.md", "--log", "mine.log")
        #expect(scene.folder.text("mine.log") == "")
        #expect(scene.folder.text("home/chatmd.log") == nil)
    }

    @Test(arguments: ["embed x -m work/m", "prompt x -m work/m", "models --refresh --provider xai"])
    func otherRequestsAreLoggedToo(command: String) throws {
        let config = "[providers.work]\nbase_url = \"http://127.0.0.1:1/v1\"\n"
        let scene = try Self.scene(config: config)
        let words = command.split(separator: " ").map(String.init)
        _ = try scene.start(words + ["--log", "chatmd.log"]).outcome()
        let log = try #require(scene.folder.text("chatmd.log"))
        #expect(messages(log).starts(with: ["config", "request"]))
        #expect(["done", "failed"].contains(messages(log).last))
    }

    @Test func aFailureIsLoggedWithItsReason() throws {
        let scene = try Scene { _, connection in
            connection.respond(status: 400, body: #"{"error":{"message":"no such thing"}}"#)
        }
        try scene.folder.write("chat.md", "hi\n")
        _ = try scene.run("chat.md", "-m", "grok-3", "--log", "chatmd.log")
        let log = try #require(scene.folder.text("chatmd.log"))
        #expect(messages(log).suffix(2) == ["response", "failed"])
        #expect(
            log.contains(
                " error \(log.split(separator: " ")[2]) failed provider=xai code=invalid_request "
                    + "status=400 reason=\"no such thing\"\n"))
    }

    @Test func severalProcessesShareALog() throws {
        let processes = try (0..<8).map { _ in
            try scene.start(["chat.md", "--log", "chatmd.log"])
        }
        for process in processes { #expect(try process.outcome().ending == .exit(0)) }
        let log = try #require(scene.folder.text("chatmd.log"))
        let found = messages(log)
        #expect(found.count == 32)
        for message in ["config", "request", "response", "done"] {
            #expect(found.filter { $0 == message }.count == 8)
        }
        #expect(Set(log.split(separator: "\n").map { $0.split(separator: " ")[2] }).count == 8)
    }

    // MARK: Trouble

    @Test func aLogOfTheConfigurationThatCannotBeWrittenIsAWarning() throws {
        let scene = try Self.scene(config: "[log]\nfile = \"/dev/null\"")
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "Yo\n")
        #expect(
            outcome.errors
                == "/dev/null: warning: this is no regular file, and no log is written there\n"
                + "  name another file\n")
        let events = try Events(try scene.run("chat.md", "--format", "ndjson"))
        #expect(events.types == ["warning", "start", "text", "usage", "done"])
        #expect(events.first("warning")?["path"] == "/dev/null")
    }

    @Test func aLogOfTheCommandLineThatCannotBeWrittenIsAnError() throws {
        let outcome = try scene.run("append", "chat.md", "--log", "/dev/null")
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.hasPrefix("/dev/null: error: this is no regular file"))
        #expect(scene.folder.text("chat.md") == "what is one and one?\n")
        #expect(scene.server.connectionCount == 0)
    }

    /// A limit on the size of files is a disk that is full.
    @Test func aLogThatFillsUpIsAWarningAtTheEnd() throws {
        try scene.folder.write("full.log", [UInt8](repeating: 0x0A, count: 4096))
        let process = try scene.start(
            ["chat.md", "--log", "full.log"],
            shell: "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "Yo\n")
        #expect(outcome.errors.hasPrefix("full.log: warning: "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    // MARK: -v and -q

    @Test func verboseShowsTheEntriesOnStandardError() throws {
        let outcome = try scene.run("chat.md", "-v")
        #expect(outcome.text == "Yo\n")
        #expect(messages(outcome.errors) == ["config", "request", "response", "done"])
        #expect(!outcome.errors.contains("one and one"))
        #expect(scene.folder.names == ["chat.md", "home"])
    }

    @Test func verboseShowsNoBodiesWhateverTheLogHolds() throws {
        let scene = try Self.scene(config: "[log]\nfile = \"~/l\"\nlevel = \"debug\"")
        let outcome = try scene.run("chat.md", "--verbose", "--format", "json")
        #expect(messages(outcome.errors) == ["config", "request", "response", "done"])
        #expect(messages(scene.folder.text("home/l")).contains("\"request"))
    }

    @Test func verboseGivesEventsToPrograms() throws {
        let outcome = try scene.run("chat.md", "-v", "--format", "ndjson")
        #expect(outcome.errors == "")
        let events = try Events(outcome)
        #expect(
            events.types == ["log", "start", "log", "log", "text", "log", "usage", "done"])
        let request = events.all[2]
        #expect(request["level"] == "info")
        #expect(request["message"] == "request")
        #expect(request["provider"] == "xai")
        let embeds = try Events(
            try scene.run("embed", "x", "-m", "xai/m", "-v", "--format", "ndjson"))
        #expect(embeds.types.first == "log")
    }

    @Test func verboseEventsOfAnEditorCarryItsId() throws {
        let process = try scene.start(["complete", "--rpc", "-v"], input: .open)
        process.write(#"{"type":"complete","id":7,"text":"hi"}"# + "\n")
        let events = try Events(try process.outcome())
        #expect(events.types.contains("log"))
        #expect(events.all.allSatisfy { $0["id"] == 7 })
    }

    @Test func onATerminalEntriesTearNoLineOfTheReply() throws {
        var scene = scene
        scene.environment["TERM"] = "dumb"
        let outcome = try scene.start(["chat.md", "-v"], output: .terminal).outcome()
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.contains("Yo"))
        #expect(messages(lines.filter { $0.hasPrefix("2") }.joined(separator: "\n")).count == 4)
        #expect(lines.last?.hasPrefix("scripted · ") == true)
    }

    @Test func quietLeavesOutEverythingButErrors() throws {
        for arguments in [["chat.md", "-q"], ["append", "chat.md", "--quiet"]] {
            try scene.folder.write("chat.md", "+++\ntemprature = 1\n+++\nhi\n")
            let outcome = try scene.start(arguments, output: .terminal).outcome()
            #expect(outcome.ending == .exit(0))
            #expect(outcome.text == (arguments[0] == "append" ? "" : "Yo\n"))
        }
        try scene.folder.write("chat.md", "+++\ntemprature = 1\n+++\nhi\n")
        let events = try Events(try scene.run("chat.md", "-q", "--format", "ndjson"))
        #expect(!events.types.contains("warning"))
        #expect(try events.end()["type"] == "done")
    }

    @Test func quietLeavesOutNotesAndRetries() throws {
        let requests = Locked(0)
        let scene = try Scene { _, connection in
            let isFirst = requests.with { count -> Bool in
                count += 1
                return count == 1
            }
            if isFirst { return _ = connection.respond(status: 503, body: "{}") }
            connection.beginEvents()
            connection.writeEvent(
                #"{"choices":[{"delta":{"content":"Yo"},"finish_reason":"length"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--retries", "1", "-q")
        #expect(outcome.text == "Yo\n")
        #expect(outcome.errors == "")
    }

    @Test func quietKeepsErrors() throws {
        let outcome = try scene.run("missing.md", "-q")
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("error: "))
    }

    @Test func verboseAndQuietContradict() throws {
        let outcome = try scene.run("chat.md", "-qv")
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains("--verbose and --quiet contradict each other"))
    }
}
