import LLMCore
import Testing

@testable import chatmd

@Suite struct ExitCodeTests {
    /// Every code that the event protocol knows, with the status that scripts rely on.
    @Test(
        arguments: [
            ("internal", 1), ("io", 1), ("not_found", 1),
            ("usage", 2),
            ("invalid_file", 3), ("invalid_config", 3),
            ("authentication", 4), ("permission", 4),
            ("rate_limited", 5), ("quota_exceeded", 5), ("max_cost_exceeded", 5),
            ("network", 6), ("timeout", 6),
            ("invalid_request", 7), ("model_not_found", 7), ("context_length_exceeded", 7),
            ("unsupported", 7), ("server", 7), ("overloaded", 7), ("protocol", 7),
            ("content_filter", 7),
            ("nothing_to_send", 8),
            ("conflict", 9),
            ("from_a_later_version", 1),
        ] as [(String, Int32)])
    func everyCodeHasItsStatus(code: String, status: Int32) {
        #expect(ExitCode.status(for: Failure.Code(rawValue: code)) == status)
    }

    @Test(arguments: [(2, 130), (15, 143), (1, 129)] as [(Int32, Int32)])
    func aSignalIsCountedFrom128(signal: Int32, status: Int32) {
        #expect(ExitCode.status(forSignal: signal) == status)
    }

    @Test(
        arguments: [
            ([], 0), ([0, 0], 0), ([0, 6, 0], 6), ([6, 5], 5), ([5, 9, 8], 8), ([8, 7, 3], 3),
            ([3, 4], 4), ([4, 2], 2), ([2, 1, 4], 1), ([137, 3], 137),
        ] as [([Int32], Int32)])
    func theWorstIsWhatTryingAgainMendsLeast(statuses: [Int32], worst: Int32) {
        #expect(ExitCode.worst(statuses) == worst)
        #expect(ExitCode.worst(statuses.reversed()) == worst)
    }
}
