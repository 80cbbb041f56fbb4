import ConfigText
import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct FailureTests {
    @Test func withoutAFileTheProgramSpeaks() {
        #expect(Failure.usage("no").description == "chatmd: error: no")
    }

    @Test func aPlaceComesFirst() {
        var failure = Failure(.invalidFile, "broken", hint: "mend it", path: "chat.md")
        #expect(failure.description == "chat.md: error: broken\n  mend it")
        failure.line = 3
        #expect(failure.description == "chat.md:3: error: broken\n  mend it")
        failure.column = 9
        #expect(failure.description == "chat.md:3:9: error: broken\n  mend it")
    }

    @Test func theRequestIsNamedForTheProvidersSupport() {
        var failure = Failure(.server, "down", hint: "wait")
        failure.requestID = "req_7"
        #expect(failure.description == "chatmd: error: down\n  wait\n  request id: req_7")
    }

    /// Where there are fallbacks it might be anybody.
    @Test func whoRefusedIsNamed() {
        var failure = Failure(.quotaExceeded, "pay")
        failure.provider = "work"
        #expect(failure.description == "chatmd: error: pay")
        failure.status = 200
        #expect(failure.description == "chatmd: error: pay")
        failure.status = 402
        #expect(failure.description == "chatmd: error: pay\n  work answered with status 402")
    }

    @Test(arguments: [(1, 1), (1000, 1), (1001, 2), (7000, 7)])
    func theTimeToWaitIsRoundedUp(milliseconds: Int, seconds: Int) {
        var failure = Failure(.rateLimited, "slow down")
        failure.retryAfter = milliseconds
        #expect(failure.description == "chatmd: error: slow down\n  try again in \(seconds) s")
    }

    @Test func anErrorOfTheModelKeepsWhatItKnows() {
        let failure = Failure(
            LLMError(
                .rateLimited, "slow down", hint: "wait", provider: "xai", status: 429,
                requestID: "req_7", retryAfter: 1500))
        #expect(failure.code == .rateLimited)
        #expect(failure.message == "slow down")
        #expect(failure.hint == "wait")
        #expect(failure.provider == "xai")
        #expect(failure.status == 429)
        #expect(failure.requestID == "req_7")
        #expect(failure.retryAfter == 1500)
    }

    @Test func anErrorOfTheFileNamesItsPlace() {
        let failure = Failure(
            MarkdownHistoryError(line: 2, column: 4, message: "bad", hint: "mend"), path: "a.md")
        #expect(failure.code == .invalidFile)
        #expect(failure.description == "a.md:2:4: error: bad\n  mend")
    }

    @Test func anErrorOfTheConfigurationIsOfTheTextsKind() {
        let error = ConfigError(line: 2, column: 4, message: "bad")
        let failure = Failure(error, code: .invalidConfig, path: "/c/config.toml")
        #expect(failure.code == .invalidConfig)
        #expect(failure.description == "/c/config.toml:2:4: error: bad")
    }

    @Test(
        arguments: [
            (.system(2), .io), (.notARegularFile("a pipe"), .io), (.locked, .conflict),
            (.changed, .conflict),
        ] as [(ChatFileError.Kind, Failure.Code)])
    func aForeignChangeIsAConflict(kind: ChatFileError.Kind, code: Failure.Code) throws {
        let folder = "chat.md"
        let error = #expect(throws: ChatFileError.self) {
            _ = try FileContents.bytes(at: "/nowhere/\(folder)")
        }
        var changed = try #require(error)
        changed.kind = kind
        #expect(Failure(changed).code == code)
        #expect(Failure(changed).path == "/nowhere/chat.md")
    }
}
