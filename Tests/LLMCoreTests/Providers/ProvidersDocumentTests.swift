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

    @Test func theTableOfFilesIsTheProgramsOwn() throws {
        let text = try #require(Snapshot(inCheckout: "doc/files.md").text)
        let document = Self(lines: text.split(separator: "\n").map(String.init))
        let expected = BuiltInProviders.all.filter { $0.wireFormat != .echo }.map { row in
            ["`\(row.id)`"]
                + ["image/png", "application/pdf", "audio/wav"].map { Self.ways(to: row, $0) }
                + [Self.limits(of: row)]
        }
        #expect(try document.rows(under: "| provider | images") == expected)
    }

    private init(lines: [String]) { self.lines = lines }

    /// `file, address`, in which of them a provider takes a type.
    private static func ways(to provider: Provider, _ type: String) -> String {
        let contents: [(LLMCore.Attachment.Content, String)] = [
            (.data([1]), "file"), (.url("https://example.org"), "address"),
        ]
        return contents.filter { content, _ in
            provider.refusal(of: LLMCore.Attachment(mediaType: type, content: content)) == nil
        }.map(\.1).joined(separator: ", ")
    }

    private static func limits(of provider: Provider) -> String {
        let limits = AttachmentLimits(
            at: provider, for: ModelInfo(unlisted: "m", of: provider.id))
        func megabytes(_ size: Int?, _ before: String, _ after: String = "") -> String? {
            size.map { "\(before)\($0 >> 20) MB\(after)" }
        }
        let names = ["image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"]
        var types: String?
        if let known = limits.imageTypes {
            var words = known.compactMap { names[$0] }.sorted()
            let last = words.removeLast()
            types = words.joined(separator: ", ") + " and \(last) images"
        }
        return [
            types, megabytes(limits.imageFile, types == nil ? "images of " : "of "),
            megabytes(limits.imageInBase64, "images of ", " in base64"),
            limits.imageCount.map { "\($0) images" },
            megabytes(limits.document, "documents of "),
            megabytes(limits.documents, "", " of documents"), megabytes(limits.request, ""),
        ].compactMap(\.self).joined(separator: ", ")
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
