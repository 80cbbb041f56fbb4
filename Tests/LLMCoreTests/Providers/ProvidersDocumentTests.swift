import TestSupport
import Testing

@testable import LLMCore

/// What doc/providers.md says is what the tables of the program say.
@Suite struct ProvidersDocumentTests {
    private let lines: [String]

    init() throws {
        let text = try #require(Snapshot(inCheckout: "doc/providers.md").text)
        lines = text.split(separator: "\n").map(String.init)
    }

    /// The rows below a table's head, as their cells.
    private func rows(under head: String) throws -> [[String]] {
        let start = try #require(lines.firstIndex { $0.hasPrefix(head) })
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                .map { String($0).trimmed }
        }
    }

    @Test func theTableOfProvidersIsTheProgramsOwn() throws {
        let expected = BuiltInProviders.all.map { row in
            let keys = row.keyVariables.map { "`\($0)`" }.joined(separator: " ")
            return [
                "`\(row.id)`", row.name,
                row.requiresKey || keys.isEmpty ? keys : keys + ", not needed",
                "`\(row.wireFormat.rawValue)`", row.defaultModel.map { "`\($0)`" } ?? "",
            ]
        }
        #expect(try rows(under: "| id |") == expected)
    }

    @Test func everyQuirkIsExplained() throws {
        let variables: Set<Quirk> = [.bareHostVariable, .azureEndpointVariable]
        let expected = Quirk.allCases.filter { !variables.contains($0) }.map { "`\($0.rawValue)`" }
        #expect(try rows(under: "| quirk |").map { $0[0] } == expected)
    }

    @Test func theDefaultsOfRetriesAreTheProgramsOwn() {
        let policy = RetryPolicy()
        for (key, value) in [
            ("max_retries", policy.maxRetries), ("initial_delay_ms", policy.initialDelay),
            ("max_delay_ms", policy.maxDelay), ("max_total_timeout_ms", policy.maxTotalTime),
            ("backoff_multiplier", Int(policy.backoffMultiplier)),
        ] {
            #expect(lines.contains { $0.hasPrefix("\(key) = \(value)") }, "\(key)")
        }
    }
}
