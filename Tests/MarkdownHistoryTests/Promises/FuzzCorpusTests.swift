import FuzzChecks
import TestSupport
import Testing

/// What the fuzzer starts from, and what it has found, stays right.
@Suite struct FuzzCorpusTests {
    @Test(arguments: FuzzCorpus.names)
    func everyPromiseHolds(for name: String) throws {
        try FuzzInput(try #require(FuzzCorpus.bytes(of: name))).check(isThorough: true)
    }

    @Test func theCorpusIsThere() {
        #expect(FuzzCorpus.names.count >= 30)
    }
}
