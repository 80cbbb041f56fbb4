import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ToolRunnerTests {
    private let folder: TemporaryFolder

    init() throws {
        signal(SIGPIPE, SIG_IGN)
        folder = try TemporaryFolder()
    }

    // MARK: Programs

    @Test func aProgramGetsItsArgumentsAndGivesItsOutput() throws {
        let results = try run([call("cat", #"{"a":  1}"#)], [tool("cat", "cat; pwd")])
        #expect(results.map(\.content) == ["{\"a\":  1}\(folder.path)\n"])
        #expect(results.map(\.isError) == [false])
    }

    @Test(arguments: [
        ("echo out; echo err >&2; exit 3", "it ended with status 3\nout\n\nerr\n"),
        ("kill -9 $$", "it was ended by signal 9"),
        ("printf '\\377'", "the output is not UTF-8 text"),
        ("printf 'a\\0b'", "the output is not UTF-8 text"),
    ])
    func aFailureIsTheModelsToKnow(script: String, content: String) throws {
        let result = try #require(try run([call("x")], [tool("x", script)]).first)
        #expect(result.isError)
        #expect(result.content == content)
    }

    @Test func whatTakesTooLongIsEnded() throws {
        let tool = tool("x", "echo begun; sleep 1000", milliseconds: 500)
        let result = try #require(try run([call("x")], [tool]).first)
        #expect(result.isError)
        #expect(result.content.hasPrefix("it took longer than 0.5 s"))
    }

    @Test func tooMuchOutputIsCutAtACharacterAndMarked() throws {
        // 1000 bytes go through the middle of a character of three.
        let tool = tool("x", "for i in $(seq 500); do printf '€'; done", outputLimit: 1000)
        let result = try #require(try run([call("x")], [tool]).first)
        #expect(!result.isError)
        let euros = String(repeating: "€", count: 333)
        #expect(result.content == euros + "\n[cut: 501 more bytes]")
    }

    @Test func aWholeCharacterBeforeTheCutIsKept() throws {
        let tool = tool("x", "printf 'é€é!'", outputLimit: 7)
        let result = try #require(try run([call("x")], [tool]).first)
        #expect(result.content == "é€é\n[cut: 1 more byte]")
    }

    @Test func tenMegabytesOfOutputAreNoTrouble() throws {
        let result = try #require(
            try run([call("x")], [tool("x", "head -c 10000000 /dev/zero | tr '\\0' a")]).first)
        #expect(result.content.hasSuffix("\n[cut: 9934464 more bytes]"))
    }

    @Test func whatWritesWithoutEndIsCutAndEnded() throws {
        let result = try #require(
            try run([call("x")], [tool("x", "exec yes '# === USER ==='", milliseconds: 500)]).first)
        #expect(result.isError)
        #expect(result.content.hasPrefix("it took longer than 0.5 s\n# === USER ===\n"))
        #expect(result.content.utf8.count < 70_000)
    }

    @Test func whatIgnoresTheTermSignalIsEndedAllTheSame() throws {
        let script = "trap '' TERM; echo $$; while :; do sleep 1; done"
        let result = try #require(
            try run([call("x")], [tool("x", script, milliseconds: 500)]).first)
        #expect(result.isError)
        let pid = try #require(
            result.content.split(separator: "\n").last.flatMap { Int32($0) })
        #expect(kill(pid, 0) != 0)
    }

    @Test func anInputThatIsClosedEarlyIsNoFailure() throws {
        let arguments = "{\"a\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
        let results = try run([call("x", arguments)], [tool("x", "exec <&-; echo 1")])
        #expect(results.map(\.content) == ["1\n"])
    }

    /// Whoever makes a session of their own means to stay, and nobody waits for them.
    @Test func aDaemonIsNotWaitedFor() throws {
        let script =
            "setsid sh -c 'echo $$ >pid; exec sleep 1000' & while [ ! -s pid ]; do :; done; echo 1"
        let results = try run([call("x")], [tool("x", script)])
        #expect(results.map(\.content) == ["1\n"])
        let pid = try #require(folder.text("pid").flatMap { Int32($0.dropLast()) })
        #expect(kill(pid, SIGKILL) == 0)
    }

    @Test func callsRunSideBySide() throws {
        let ready = folder("ready")
        let tools = [
            tool("waits", "while [ ! -e \(ready) ]; do :; done; echo 1"),
            tool("opens", "touch \(ready); echo 2"),
        ]
        let results = try run([call("waits", id: "a"), call("opens", id: "b")], tools)
        #expect(results.map(\.content) == ["1\n", "2\n"])
        #expect(results.map(\.callID) == ["a", "b"])
    }

    @Test func noKeyIsHandedOn() throws {
        let result = try #require(try run([call("x")], [tool("x", "env")]).first)
        #expect(!result.content.contains("sk-key"))
        #expect(result.content.contains("PATH="))
    }

    // MARK: Wrong calls

    @Test(arguments: [
        ("nonesuch", "{}", "there is no tool `nonesuch`; there are wather"),
        ("weather", "{}", "there is no tool `weather`; did you mean `wather`?"),
        ("wather", "{", "the arguments of `wather` are not a JSON object"),
        ("wather", "[]", "the arguments of `wather` are not a JSON object"),
        ("wather", "", "the arguments of `wather` are not a JSON object"),
    ])
    func aWrongCallIsToldToTheModel(name: String, arguments: String, message: String) throws {
        let result = try #require(try run([call(name, arguments)], [tool("wather", "echo")]).first)
        #expect(result.isError)
        #expect(result.content == message)
    }

    @Test func argumentsThatDoNotFitTheSchemaStartNothing() throws {
        let marker = folder("marker")
        var tool = tool("x", "touch \(marker)")
        tool.definition.tool.parameters = [
            "type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"],
        ]
        let result = try #require(try run([call("x", #"{"n": "three"}"#)], [tool]).first)
        #expect(result.isError)
        #expect(result.content.hasPrefix("the arguments of `x` do not fit its schema: "))
        #expect(folder.bytes("marker") == nil)
    }

    @Test func aMissingProgramIsTold() throws {
        var tool = tool("x", "")
        tool.definition.action = .command(CommandTool(command: ["no-such-program-x"]))
        let result = try #require(try run([call("x")], [tool]).first)
        #expect(result.content == "there is no program `no-such-program-x` to run")
    }

    // MARK: Consent

    @Test func withoutAYesNothingRuns() throws {
        let marker = folder("marker")
        let tools = [tool("x", "touch \(marker)", approval: .ask)]
        let denied = try run([call("x")], tools, approver: Scripted([false]))
        #expect(denied.map(\.content) == ["the user did not allow this call"])
        let nobody = try run([call("x")], tools, approver: NobodyToAsk())
        #expect(nobody.map(\.isError) == [true])
        #expect(folder.bytes("marker") == nil)
        let allowed = try run([call("x")], tools, approver: Scripted([true]))
        #expect(allowed.map(\.isError) == [false])
        #expect(folder.bytes("marker") != nil)
    }

    @Test func everyCallIsAskedAbout() throws {
        let results = try run(
            [call("x", id: "1"), call("x", id: "2"), call("x", id: "3")],
            [tool("x", "echo ran", approval: .ask)], approver: Scripted([true, false, true]))
        #expect(results.map(\.isError) == [false, true, false])
    }

    @Test func nothingRunsBeforeAllIsAsked() throws {
        var events: [String] = []
        let asked = Watching { events.append("asked") }
        let calculator = ChosenTool(
            definition: ToolDefinition(.calculator), approval: .always)
        let runner = ToolRunner(
            [calculator, tool("x", "echo 2", approval: .ask)], context: context, approver: asked,
            loop: EventLoop())
        var results: [ToolResult?] = []
        try runner.run(
            [call("calculator", #"{"expression": "1"}"#), call("x")], into: &results
        ) { events.append($0.content) }
        #expect(events == ["asked", "1", "2\n"])
    }

    @Test func aThousandCallsDoNotRunAtOnce() throws {
        // The first wait for each other, so that as many as may are counted.
        let script = """
            cd \(folder.path); mkdir run.$$
            until [ -e go ] || [ $(ls -d run.* | wc -l) -ge 16 ]; do :; done
            ls -d run.* | wc -l; touch go; rmdir run.$$
            """
        let calls = (1...40).map { call("x", id: "\($0)") }
        let counts = try run(calls, [tool("x", script)]).compactMap {
            Int($0.content.filter(\.isNumber))
        }
        #expect(counts.count == 40)
        #expect(counts.max() == 16)
    }

    @Test func whatIsForbiddenIsNotAskedAbout() throws {
        let results = try run(
            [call("x")], [tool("x", "echo", approval: .never)], approver: Scripted([]))
        #expect(
            results.map(\.content) == ["the user's configuration does not allow this tool"])
    }

    @Test func theQuestionShowsAllAndNothingHides() throws {
        let tool = tool("x", "echo a b", approval: .ask)
        let plan = try CallPlan(
            call("x", #"{"path": "a\u001b[2K\u202egnp.exe", "n": [1, 2]}"#), among: [tool],
            context)
        #expect(
            TerminalApprover.question(plan) == """
                The model wants to run x:
                  /bin/sh -c 'echo a b'
                  in \(folder.path)
                  {
                    "path": "a\\u001b[2K<U+202E>gnp.exe",
                    "n": [
                      1,
                      2
                    ]
                  }
                Run it? [y/N] 
                """)
    }

    // MARK: Ending

    @Test func aCancelKeepsWhatIsDone() throws {
        let loop = EventLoop()
        let runner = ToolRunner(
            [tool("fast", "echo 1"), tool("slow", "sleep 1000")], context: context,
            approver: NobodyToAsk(), loop: loop)
        var results: [ToolResult?] = []
        let failure = #expect(throws: Failure.self) {
            try runner.run([call("slow", id: "1"), call("fast", id: "2")], into: &results) { _ in
                loop.cancel()
            }
        }
        #expect(failure?.code == .cancelled)
        #expect(results.map { $0?.content } == [nil, "1\n"])
    }

    // MARK: Helpers

    private var context: ToolContext {
        ToolContext(
            environment: Environment {
                ["PATH": "/usr/bin:/bin", "XAI_API_KEY": "sk-key"][$0]
            }, conversation: folder("chat.md"), embeds: EmbedRules())
    }

    private func run(
        _ calls: [ToolCall], _ tools: [ChosenTool], approver: any ToolApprover = NobodyToAsk()
    ) throws -> [ToolResult] {
        let runner = ToolRunner(tools, context: context, approver: approver, loop: EventLoop())
        var results: [ToolResult?] = []
        var told: [ToolResult] = []
        try runner.run(calls, into: &results) { told.append($0) }
        #expect(Set(told) == Set(results.compactMap(\.self)))
        return results.compactMap(\.self)
    }

    private func call(_ name: String, _ arguments: String = "{}", id: String = "c") -> ToolCall {
        ToolCall(id: id, name: name, arguments: arguments)
    }

    private func tool(
        _ name: String, _ script: String, approval: ToolDefinition.Approval = .always,
        milliseconds: Int = 600_000, outputLimit: Int = 64 << 10
    ) -> ChosenTool {
        ChosenTool(
            definition: ToolDefinition(
                tool: Tool(name: name, description: "", parameters: ["type": "object"]),
                approval: approval,
                action: .command(
                    CommandTool(
                        command: ["/bin/sh", "-c", script], milliseconds: milliseconds,
                        outputLimit: outputLimit))),
            approval: approval)
    }
}

/// Somebody who has made up their mind.
private final class Scripted: ToolApprover {
    private var answers: [Bool]

    init(_ answers: [Bool]) { self.answers = answers }

    func refusal(of plan: CallPlan) throws(Failure) -> String? {
        answers.removeFirst() ? nil : Self.denial
    }
}

/// Tells that it was asked, and says yes.
private final class Watching: ToolApprover {
    private let tell: () -> Void

    init(_ tell: @escaping () -> Void) { self.tell = tell }

    func refusal(of plan: CallPlan) throws(Failure) -> String? {
        tell()
        return nil
    }
}
