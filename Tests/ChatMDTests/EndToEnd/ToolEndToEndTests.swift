import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A model that calls tools, the programs it calls, and the file in between.
@Suite struct ToolEndToEndTests {
    private static let weather = """
        [tools.weather]
        description = "The weather somewhere"
        command = ["sh", "-c", "cat; echo ' is sunny'"]
        parameters = { type = "object", properties = { place = { type = "string" } } }
        approval = "always"

        """

    /// Leaves its number, and does not end by itself.
    private static let slow = """
        [tools.slow]
        description = "Slow"
        command = ["sh", "-c", "echo $$ >$HOME/pid; exec sleep 1000"]
        approval = "always"

        """

    /// Asks, and leaves a file.
    private static let touch = """
        [tools.touch]
        description = "Touch"
        command = ["sh", "-c", "touch $HOME/touched; echo done"]

        """

    // MARK: The loop

    @Test func aCallIsRunAndTheModelAskedAgain() throws {
        let scene = try Scene(config: Self.weather, Self.calling("weather", #"{"place":"Rome"}"#))
        try scene.folder.write("chat.md", "How is Rome?\n")
        let outcome = try scene.run("append", "chat.md", "-m", "grok-3", "-T", "weather")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        #expect(
            scene.folder.text("chat.md") == """
                How is Rome?

                # === ASSISTANT ===

                Let me see.

                ``` tool_call weather call_1
                {"place":"Rome"}
                ```

                # === TOOL ===

                ``` tool_result weather call_1
                {"place":"Rome"} is sunny

                ```

                # === ASSISTANT ===

                Sunny.

                # === USER ===

                """)
        let bodies = try scene.server.requests.map { try JSONParser.parse($0.body) }
        #expect(bodies.count == 2)
        #expect(bodies[0]["tools"]?.array?.first?["function"]?["name"]?.string == "weather")
        let messages = try #require(bodies[1]["messages"]?.array)
        #expect(messages.map { $0["role"]?.string } == ["user", "assistant", "tool"])
        #expect(messages[2]["content"]?.string == "{\"place\":\"Rome\"} is sunny\n")
        #expect(messages[2]["tool_call_id"] == messages[1]["tool_calls"]?.array?.first?["id"])
    }

    @Test func theFileIsReadBackAsTheSameHistory() throws {
        let scene = try Scene(config: Self.weather, Self.calling("weather", "{}"))
        try scene.folder.write("chat.md", "How is Rome?\n")
        _ = try scene.run("append", "chat.md", "-m", "grok-3", "-T", "weather")
        _ = try scene.run("append", "chat.md", "-m", "grok-3", "-p", "Thanks")
        let last = try JSONParser.parse(try #require(scene.server.requests.last).body)
        let messages = try #require(last["messages"]?.array)
        #expect(
            messages.map { $0["role"]?.string } == [
                "user", "assistant", "tool", "assistant", "user",
            ])
    }

    @Test func eventsTellOfEveryStep() throws {
        let scene = try Scene(config: Self.weather, Self.calling("weather", "{}"))
        try scene.folder.write("chat.md", "How is Rome?\n")
        let events = try Events(
            try scene.run(
                "chat.md", "-m", "grok-3", "-T", "weather", "--format", "ndjson",
                "--add-delimiters"))
        #expect(
            events.types.filter { $0 != "text" } == [
                "start", "tool_call", "tool_result", "usage", "done",
            ])
        let result = try #require(events.all.first { $0["type"]?.string == "tool_result" })
        #expect(result["content"]?.string == "{} is sunny\n")
        #expect(result["is_error"]?.bool == false)
        let done = try #require(events.all.last)
        #expect(done["rounds"]?.int == 2)
        #expect(done["finish_reason"]?.string == "stop")
        let usage = try #require(events.all.first { $0["type"]?.string == "usage" })
        #expect(usage["input_tokens"]?.int == 24)
        // Byte for byte what append adds.
        _ = try scene.run("append", "chat.md", "-m", "grok-3", "-T", "weather")
        let file = scene.folder.text("chat.md") ?? ""
        #expect(file == "How is Rome?\n" + events.text)
    }

    @Test func aModelThatCallsForEverIsNotAskedForEver() throws {
        let scene = try Scene(config: Self.weather) { _, connection in
            connection.beginEvents()
            connection.writeCall("weather", "{}", id: "c")
            connection.endReply("tool_calls")
        }
        try scene.folder.write("chat.md", "How is Rome?\n")
        let outcome = try scene.run(
            "append", "chat.md", "-m", "grok-3", "-T", "weather", "-o", "max_tool_rounds=3")
        #expect(outcome.ending == .exit(0))
        #expect(scene.server.requests.count == 3)
        #expect(outcome.errors.contains("goes on calling tools after 3 rounds"))
        let once = try scene.run(
            "append", "chat.md", "-m", "grok-3", "-T", "weather", "-o", "max_tool_rounds=1")
        #expect(once.errors.contains("goes on calling tools after 1 round, and is not"))
    }

    @Test func aNameOfSeveralLinesIsShownInOne() throws {
        let scene = try Scene(Self.calling("x\nchatmd: note: all is well", "{}"))
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try scene.run("append", "chat.md", "-m", "grok-3", "-T", "calculator")
        #expect(outcome.errors.contains("the model calls x … with {}\n"))
        #expect(!outcome.errors.contains("\nchatmd: note: all is well"))
    }

    @Test func callsMayBeGivenBackAndAnsweredByHand() throws {
        let scene = try Scene(config: Self.weather, Self.calling("weather", "{}"))
        try scene.folder.write("chat.md", "How is Rome?\n")
        let outcome = try scene.run(
            "chat.md", "-m", "grok-3", "-T", "weather", "--manual-tools", "--format", "json")
        let json = try JSONParser.parse(outcome.output)
        #expect(json["finish_reason"]?.string == "tool_calls")
        #expect(json["tool_calls"]?.array?.first?["name"]?.string == "weather")
        #expect(scene.server.requests.count == 1)

        _ = try scene.run("append", "chat.md", "-m", "grok-3", "-T", "weather", "--manual-tools")
        let text = try #require(scene.folder.text("chat.md"))
        #expect(text.hasSuffix("# === TOOL ===\n\n"))
    }

    // MARK: When it ends half-way

    @Test func aFailureAfterTheToolsLeavesAFileThatGoesOn() throws {
        let attempts = Locked(0)
        let scene = try Scene(config: Self.weather) { _, connection in
            switch attempts.with({ (count: inout Int) -> Int in
                count += 1
                return count
            }) {
            case 1:
                connection.beginEvents()
                connection.writeText("Let me see.")
                connection.writeCall("weather", "{}", id: "call_1")
                connection.endReply("tool_calls")
            case 2: connection.respond(status: 500, body: "{}")
            default: connection.respondWithReply(["Sunny."])
            }
        }
        try scene.folder.write("chat.md", "How is Rome?\n")
        let failed = try scene.run("append", "chat.md", "-m", "grok-3", "-T", "weather")
        #expect(failed.ending == .exit(7))
        let before = try #require(scene.folder.text("chat.md"))
        #expect(before.contains("``` tool_result weather call_1"))
        let outcome = try scene.run("append", "chat.md", "-m", "grok-3")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        let after = try #require(scene.folder.text("chat.md"))
        #expect(after.hasPrefix(before))
        #expect(after.hasSuffix("Sunny.\n\n# === USER ===\n"))
    }

    @Test func ctrlCEndsTheProgramThatRuns() throws {
        let scene = try Scene(config: Self.slow, Self.calling("slow", "{}"))
        try scene.folder.write("chat.md", "Hi\n")
        let process = try scene.start(["append", "chat.md", "-m", "grok-3", "-T", "slow"])
        #expect(scene.folder.wait(for: "home/pid") { $0.hasSuffix("\n") })
        process.send(SIGINT)
        #expect(try process.outcome().ending == .signal(SIGINT))
        let pid = try #require(scene.folder.text("home/pid").flatMap { Int32($0.dropLast()) })
        #expect(kill(pid, 0) != 0)
        let text = try #require(scene.folder.text("chat.md"))
        #expect(text.hasSuffix("Let me see.\n\n# === USER ===\n"))
    }

    @Test func evenAKillEndsTheProgramThatRuns() throws {
        let scene = try Scene(config: Self.slow, Self.calling("slow", "{}"))
        try scene.folder.write("chat.md", "Hi\n")
        let process = try scene.start(["append", "chat.md", "-m", "grok-3", "-T", "slow"])
        #expect(scene.folder.wait(for: "home/pid") { $0.hasSuffix("\n") })
        let pid = try #require(scene.folder.text("home/pid").flatMap { Int32($0.dropLast()) })
        process.send(SIGKILL)
        #expect(try process.outcome().ending == .signal(SIGKILL))
        // Nobody tells when another program's child has ended.
        var isRunning = true
        for _ in 0..<60_000 where isRunning {
            let stat = wholeFile("/proc/\(pid)/stat").map { String(decoding: $0, as: UTF8.self) }
            isRunning = kill(pid, 0) == 0 && stat?.contains(") Z ") != true
            if isRunning { poll(nil, 0, 1) }
        }
        #expect(!isRunning)
    }

    // MARK: Consent

    @Test func whatAsksRunsOnlyAfterAYes() throws {
        for (answer, isTouched) in [("n\n", false), ("\n", false), ("yes\n", true)] {
            let scene = try Scene(config: Self.touch, Self.calling("touch", #"{"a":"\u001b[2K"}"#))
            try scene.folder.write("chat.md", "Hi\n")
            let process = try scene.start(
                ["append", "chat.md", "-m", "grok-3", "-T", "touch"], input: .terminal,
                output: .terminal)
            #expect(process.waitForOutput { $0.contains("Run it? [y/N]") })
            process.write(answer)
            let outcome = try process.outcome()
            #expect(outcome.ending == .exit(0))
            #expect(outcome.text.contains("The model wants to run touch"))
            #expect(!outcome.text.contains("\u{1B}[2K\""))
            #expect((scene.folder.bytes("home/touched") != nil) == isTouched, "\(answer)")
        }
    }

    @Test func nothingIsDrawnOverTheQuestion() throws {
        var scene = try Scene(config: Self.touch, Self.calling("touch", "{}"))
        scene.environment["TERM"] = "xterm"
        try scene.folder.write("chat.md", "Hi\n")
        for arguments in [["complete", "chat.md"], ["append", "chat.md"]] {
            let process = try scene.start(
                arguments + ["-m", "grok-3", "-T", "touch"], input: .terminal, output: .terminal)
            #expect(process.waitForOutput { $0.contains("Run it? [y/N]") })
            // Long enough for a spinner, which only a wrong one needs.
            poll(nil, 0, 600)
            process.write("n\n")
            let text = try process.outcome().text
            let after = try #require(text.ranges(of: "Run it? [y/N] ").last?.upperBound)
            #expect(!text[after...].contains("running touch"))
        }
    }

    @Test func withNobodyToAskNothingRuns() throws {
        let scene = try Scene(config: Self.touch, Self.calling("touch", "{}"))
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try scene.run("append", "chat.md", "-m", "grok-3", "-T", "touch")
        #expect(outcome.ending == .exit(0))
        #expect(scene.folder.bytes("home/touched") == nil)
        #expect(scene.folder.text("chat.md")?.contains("tool_result touch call_1 error") == true)
    }

    @Test(arguments: [true, false])
    func aClientIsAskedOverRPC(allows: Bool) throws {
        let scene = try Scene(config: Self.touch, Self.calling("touch", "{}"))
        let process = try scene.start(
            ["complete", "--rpc", "-m", "grok-3", "-T", "touch"], input: .open)
        process.write(
            #"{"type":"complete","id":7,"text":"Hi\n","options":{"add_delimiters":true},"#
                + #""can_approve":true}"# + "\n")
        #expect(process.waitForOutput { $0.contains(#""type":"approval""#) })
        process.write("{\"type\":\"approve\",\"call\":\"call_1\",\"allow\":\(allows)}\n")
        let events = try Events(try process.outcome())
        let approval = try #require(events.all.first { $0["type"]?.string == "approval" })
        #expect(approval["call"]?.string == "call_1")
        #expect(approval["id"]?.int == 7)
        #expect(approval["command"]?.array?.first?.string == "sh")
        #expect((scene.folder.bytes("home/touched") != nil) == allows)
        #expect(events.all.last?["type"]?.string == "done")
    }

    // MARK: Reasoning

    @Test func reasoningIsWrittenOnlyWhereAskedFor() throws {
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{"reasoning_content":"Hm.\n# === USER ==="}}]}"#)
            connection.writeText("Sunny.")
            connection.endReply("stop")
        }
        try scene.folder.write("chat.md", "Hi\n")
        _ = try scene.run("append", "chat.md", "-m", "grok-3")
        #expect(scene.folder.text("chat.md")?.contains("Hm.") == false)
        try scene.folder.write("shown.md", "+++\nshow_reasoning = true\n+++\nHi\n")
        _ = try scene.run("append", "shown.md", "-m", "grok-3")
        #expect(
            scene.folder.text("shown.md")?.contains(
                "# === NOTE (reasoning) ===\n\nHm.\n\\# === USER ===\n\n# === ASSISTANT ===\n\nSunny."
            )
                == true)
        _ = try scene.run("append", "shown.md", "-m", "grok-3", "-p", "And now?")
        let last = try #require(scene.server.requests.last)
        #expect(!String(decoding: last.body, as: UTF8.self).contains("Hm."))
    }

    // MARK: Servers

    /// Calls a tool when it is first asked, and answers when it has the result.
    private static func calling(_ name: String, _ arguments: String) -> LoopbackServer.Handler {
        { request, connection in
            guard !String(decoding: request.body, as: UTF8.self).contains(#""role":"tool""#)
            else { return connection.respondWithReply(["Sunny."]) }
            connection.beginEvents()
            connection.writeText("Let me see.")
            connection.writeCall(name, arguments, id: "call_1")
            connection.endReply("tool_calls")
        }
    }
}

extension LoopbackConnection {
    /// A whole call, as xAI sends it.
    func writeCall(_ name: String, _ arguments: String, id: String) {
        let call: JSONValue = [
            "index": 0, "id": .string(id), "type": "function",
            "function": ["name": .string(name), "arguments": .string(arguments)],
        ]
        let chunk: JSONValue = [
            "choices": [["index": 0, "delta": ["tool_calls": [call]]]]
        ]
        writeEvent(String(decoding: JSONWriter.bytes(of: chunk), as: UTF8.self))
    }

    func endReply(_ reason: String) {
        writeEvent(#"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(reason)"}]}"#)
        writeEvent(
            #"{"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}"#)
        writeEvent("[DONE]")
        endChunks()
    }
}
