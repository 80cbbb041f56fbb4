import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ShortProcessTests {
    @Test(arguments: [0, 1, 77] as [Int32])
    func theExitStatusIsTheAnswer(status: Int32) {
        #expect(run("echo noise; echo noise >&2; exit \(status)") == status)
    }

    @Test func muchOutputBlocksNobody() {
        #expect(run("head -c 1000000 /dev/zero") == 0)
    }

    @Test func itHasNoInputAndNoDescriptors() throws {
        let pipe = try Pipe()
        _ = fcntl(pipe.readEnd, F_SETFD, 0)
        #expect(run("cat") == 0)
        #expect(run("[ -e /proc/self/fd/\(pipe.readEnd) ]") == 1)
    }

    @Test func itHasOnlyTheEnvironmentThatIsGiven() {
        #expect(run("[ \"$A\" = 1 ] && [ -z \"$HOME\" ]", ["A=1"]) == 0)
    }

    @Test func aSignalIsNoAnswer() {
        #expect(run("kill -9 $$") == nil)
    }

    @Test func aProgramThatIsMissingIsNoAnswer() {
        let status = ShortProcess.status(
            of: "/no/such/program", arguments: ["x"], environment: [], timeout: 5000)
        #expect(status == nil || status == 127)
    }

    /// With all that it has started, whether its output is open or not.
    @Test(arguments: ["sleep 1000 & sleep 1000", "exec >/dev/null; sleep 1000"])
    func whatTakesTooLongIsKilled(script: String) throws {
        let folder = try TemporaryFolder()
        let status = run("echo $$ > \(folder("pid")); \(script)", timeout: 300)
        #expect(status == nil)
        // On a busy machine it may not even have begun.
        if let pid = folder.text("pid").flatMap({ Int32($0.dropLast()) }) {
            #expect(kill(pid, 0) != 0)
        }
    }

    private func run(
        _ script: String, _ environment: [String] = ["PATH=/usr/bin:/bin"], timeout: Int = 60_000
    ) -> Int32? {
        ShortProcess.status(
            of: "/bin/sh", arguments: ["sh", "-c", script], environment: environment,
            timeout: timeout)
    }
}
