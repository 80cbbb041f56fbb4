import TestSupport
import Testing

@testable import LLMCore

@Suite struct HTTPTimeoutsTests {
    @Test(arguments: [(0.0, 0), (0.0001, 1), (0.3, 300), (300, 300_000), (-1, 0), (.nan, 0)])
    func secondsAreRoundedUp(_ seconds: Double, _ milliseconds: Int) {
        #expect(HTTPTimeouts.milliseconds(seconds) == milliseconds)
    }

    @Test(arguments: [Double.infinity, .greatestFiniteMagnitude])
    func aVeryLongTimeStillWorks(_ seconds: Double) throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
        var client = LoopbackClient(server)
        client.timeouts = HTTPTimeouts(connect: seconds, firstByte: seconds, betweenBytes: seconds)
        #expect(client.outcome().error == nil)
    }

    @Test(arguments: [(300, "300"), (0.2, "0.2"), (1.5, "1.5")])
    func secondsAreWrittenWithoutNeedlessDigits(_ seconds: Double, _ text: String) {
        #expect(HTTPTimeouts.text(seconds) == text)
    }
}
