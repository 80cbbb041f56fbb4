import LLMCore
import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The contract with everything that reads events: files of lines as `NDJSONSink` writes them.
///
/// `RECORD_SNAPSHOTS=1` writes them anew; readers in other languages test against the same files.
@Suite struct ProtocolFixtureTests {
    private static let start = ReplyStart(
        provider: "xai", model: "grok-3", messages: 3, inputTokensEstimate: 2345)
    private static let warning = Diagnostic(
        .warning, line: 3, column: 1, message: "unknown key `temprature`",
        hint: "did you mean `temperature`?")

    private static var summary: ReplySummary {
        ReplySummary(
            finishReason: .stop, model: "grok-3-beta", provider: "xai",
            usage: Usage(
                inputTokens: 1204, outputTokens: 310, cachedInputTokens: 1024, reasoningTokens: 64),
            requestID: "req_1", responseID: "resp_1", duration: 2100, firstToken: 420)
    }

    /// What the sink writes into a pipe, compared with the recorded file.
    private func expect(
        _ name: String, addingDelimitersTo chat: String? = nil, id: JSONValue? = nil,
        _ body: (NDJSONSink) throws -> Void
    ) throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let writer = try chat.map {
            try ReplyWriter(replyingTo: try ChatFile(parsing: [UInt8]($0)))
        }
        try body(
            NDJSONSink(
                StandardStream(descriptor: ends[1]), writer.map { ReplyAddition($0) }, id: id))
        close(ends[1])
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = read(ends[0], &bytes, bytes.count)
        close(ends[0])
        let text = String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
        let recorded = Snapshot(fixture: "protocol/\(name).ndjson").recorded(orRecording: text)
        #expect(text == recorded)
        _ = try Events([UInt8](text)).end()
    }

    @Test func aWholeReply() throws {
        try expect("reply") { sink in
            try sink.warn(Self.warning, path: "chat.md")
            try sink.start(Self.start)
            try sink.receive(reasoning: "One and one …")
            try sink.receive("1 + 1 = **2**.\n")
            try sink.receive("\n```python\nprint(\"2\\n\")\n```\n😀 \u{2028}\u{1B}")
            try sink.finish(Self.summary)
        }
    }

    @Test func aReplyWithDelimiters() throws {
        try expect("reply-with-delimiters", addingDelimitersTo: "what is 1 + 1?\n") { sink in
            try sink.start(Self.start)
            try sink.receive("Two:\n```\n2\n# === US")
            try sink.receive("ER ===\nand more")
            try sink.finish(Self.summary)
        }
    }

    @Test func aReplyToAnEditor() throws {
        try expect("rpc", id: 7) { sink in
            try sink.start(Self.start)
            try sink.receive("Two")
            try sink.finish(Self.summary)
        }
    }

    @Test func aCancelledReply() throws {
        try expect("cancelled") { sink in
            try sink.start(Self.start)
            try sink.receive("Tw")
            try sink.finish(
                ReplySummary(
                    finishReason: .cancelled, model: "grok-3", provider: "xai", duration: 900,
                    firstToken: 420))
        }
    }

    @Test func aFailedReply() throws {
        try expect("error") { sink in
            try sink.start(Self.start)
            try sink.receive("Tw")
            var failure = Failure(.rateLimited, "Too many requests", hint: "wait a little")
            failure.provider = "xai"
            failure.status = 429
            failure.requestID = "req_1"
            failure.retryAfter = 7000
            try sink.fail(failure)
        }
    }

    @Test func anErrorBeforeTheRequest() throws {
        try expect("error-in-file", id: "a") { sink in
            var failure = Failure(
                .invalidFile, "front matter: a value is missing after `=`", path: "chat.md")
            failure.line = 3
            failure.column = 15
            try sink.fail(failure)
        }
    }
}
