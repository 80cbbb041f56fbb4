import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ChildProcessTests {
    init() {
        // As in the program: a child that does not read is no reason to die.
        signal(SIGPIPE, SIG_IGN)
    }

    @Test(arguments: [0, 1, 77] as [Int32])
    func theExitStatusIsTold(status: Int32) throws {
        #expect(try run("exit \(status)").ending == .exit(status))
    }

    @Test func bothStreamsAreKeptApart() throws {
        let outcome = try run("echo out; echo err >&2")
        #expect(outcome.output.text == "out\n")
        #expect(outcome.errors.text == "err\n")
    }

    @Test func theInputIsWrittenWhole() throws {
        let input = [UInt8](repeating: 0x61, count: 3 << 20)
        let outcome = try run("wc -c", input: input)
        #expect(outcome.output.text == "\(3 << 20)\n")
    }

    @Test func anInputThatNobodyReadsIsNoFailure() throws {
        let outcome = try run("exit 3", input: [UInt8](repeating: 0x61, count: 3 << 20))
        #expect(outcome.ending == .exit(3))
    }

    @Test func whatIsTooMuchIsDroppedAndCounted() throws {
        let outcome = try run("head -c 1000000 /dev/zero", outputLimit: 1000)
        #expect(outcome.ending == .exit(0))
        #expect(outcome.output.bytes.count == 1000)
        #expect(outcome.output.dropped == 999_000)
    }

    @Test func itHasNoInputAndNoDescriptors() throws {
        let pipe = try Pipe()
        _ = fcntl(pipe.readEnd, F_SETFD, 0)
        #expect(try run("cat").ending == .exit(0))
        #expect(try run("[ -e /proc/self/fd/\(pipe.readEnd) ]").ending == .exit(1))
    }

    /// Whoever is to end it where we are killed has to know of it first.
    @Test func itDoesNotRunBeforeItIsToldOf() throws {
        let folder = try TemporaryFolder()
        let nowhere = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nowhere) }
        var process: pid_t = 0
        let code = Spawn.start(
            "/bin/sh", ["sh", "-c", "echo > \(folder("ran"))"], [],
            streams: ChildStreams(input: nowhere, output: nowhere, errors: nowhere), folder: nil,
            &process, whileHeld: { kill($0, SIGKILL) })
        #expect(code == 0)
        #expect(waitpid(process, nil, 0) == process)
        #expect(folder.bytes("ran") == nil)
    }

    @Test func whatCannotRunIsToldByItsNumber() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("text", "no program")
        let nowhere = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nowhere) }
        let streams = ChildStreams(input: nowhere, output: nowhere, errors: nowhere)
        for (program, place, number) in [
            (text, nil, EACCES), ("/nonesuch", nil, ENOENT), ("/bin/sh", "/nonesuch", ENOENT),
        ] as [(String, String?, Int32)] {
            var process: pid_t = 0
            let code = Spawn.start(
                program, ["x"], [], streams: streams, folder: place, &process)
            #expect(code == number)
        }
    }

    @Test func itHasOnlyTheEnvironmentThatIsGiven() throws {
        let script = "[ \"$A\" = 1 ] && [ -z \"$HOME\" ]"
        #expect(try run(script, ["A=1"]).ending == .exit(0))
    }

    @Test func itRunsInItsFolder() throws {
        let folder = try TemporaryFolder()
        #expect(try run("pwd", folder: folder.path).output.text == folder.path + "\n")
    }

    @Test func aSignalIsTold() throws {
        #expect(try run("kill -9 $$").ending == .signal(9))
    }

    @Test func itsSignalsHaveTheirDefaults() throws {
        // This process, as chatmd, ignores SIGPIPE.
        signal(SIGPIPE, SIG_IGN)
        #expect(try run("kill -PIPE $$; exit 0").ending == .signal(SIGPIPE))
    }

    @Test func aProgramThatCannotBeRunSaysWhy() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("text", "no program")
        let failure = #expect(throws: Failure.self) {
            try ChildProcess.run(
                .init(program: path, arguments: ["x"], environment: [], milliseconds: 1000))
        }
        #expect(failure?.message == "cannot run \(path): Permission denied")
    }

    /// With all that it has started, whether its output is open or not.
    @Test(arguments: ["sleep 1000 & sleep 1000", "exec >/dev/null 2>&1; sleep 1000"])
    func whatTakesTooLongIsEnded(script: String) throws {
        let folder = try TemporaryFolder()
        let outcome = try run("echo $$ > \(folder("pid")); \(script)", milliseconds: 300)
        #expect(outcome.ending == .timedOut)
        // On a busy machine it may not even have begun.
        if let pid = folder.text("pid").flatMap({ Int32($0.dropLast()) }) {
            #expect(!isRunning(pid))
        }
    }

    @Test func whatIgnoresTheTermSignalIsKilled() throws {
        let outcome = try run(
            "trap '' TERM; echo started; sleep 1000; sleep 1000", milliseconds: 1000)
        #expect(outcome.ending == .timedOut)
    }

    /// Something in the background holds the output open, and would for ever.
    @Test func whatItLeavesBehindIsEndedWithIt() throws {
        let outcome = try run("sleep 1000 & echo $!")
        #expect(outcome.ending == .exit(0))
        let pid = try #require(Int32(outcome.output.text.dropLast()))
        #expect(!isRunning(pid))
    }

    @Test func severalRunSideBySide() throws {
        let loop = EventLoop()
        let folder = try TemporaryFolder()
        // The first waits for what the second does.
        let scripts = [
            "while [ ! -e \(folder("go")) ]; do :; done; echo 1", "touch \(folder("go"))",
        ]
        let children = try scripts.map { try ChildProcess(call($0), loop: loop) }
        while let next = children.first(where: { $0.outcome == nil }) {
            try ChildProcess.waitForOne(of: [next], loop: loop)
        }
        #expect(children.map(\.outcome?.ending) == [.exit(0), .exit(0)])
    }

    @Test func aCancelEndsIt() throws {
        let loop = EventLoop()
        let pipe = try Pipe()
        let child = try ChildProcess(call("echo started; sleep 1000"), loop: loop)
        loop.watch(pipe.readEnd) { loop.cancel() }
        pipe.writeByte()
        let failure = #expect(throws: Failure.self) {
            try ChildProcess.waitForOne(of: [child], loop: loop)
        }
        #expect(failure?.code == .cancelled)
    }

    /// What has ended stays in the list of processes until whoever adopted it looks.
    private func isRunning(_ pid: pid_t) -> Bool {
        guard kill(pid, 0) == 0 else { return false }
        let status = wholeFile("/proc/\(pid)/stat").map { String(decoding: $0, as: UTF8.self) }
        return status?.contains(") Z ") != true
    }

    private func run(
        _ script: String, _ environment: [String] = ["PATH=/usr/bin:/bin"], input: [UInt8] = [],
        folder: String? = nil, outputLimit: Int = 64 << 10, milliseconds: Int = 600_000
    ) throws -> ChildProcess.Outcome {
        var call = call(script)
        call.environment = environment
        call.input = input
        call.folder = folder
        call.outputLimit = outputLimit
        call.milliseconds = milliseconds
        return try ChildProcess.run(call)
    }

    private func call(_ script: String) -> ChildProcess.Call {
        ChildProcess.Call(
            program: "/bin/sh", arguments: ["sh", "-c", script],
            environment: ["PATH=/usr/bin:/bin"], milliseconds: 600_000)
    }
}

extension ChildProcess.CutText {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
