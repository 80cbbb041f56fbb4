import Testing

@testable import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A recording, and what an independent decoder made of it.
struct RecordedStream {
    let bytes: [UInt8]
    let expected: JSONValue

    static let directory: String? = {
        let variable = getenv("CHATMD_RECORDED_STREAMS").map { String(cString: $0) }
        let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = variable ?? "/\(package)/../shared/recorded-streams"
        return access(path, R_OK) == 0 ? path : nil
    }()

    init(_ name: String) throws {
        let path = try #require(Self.directory) + "/" + name
        bytes = try Self.read(path + ".sse")
        expected = try JSONParser.parse(try Self.read(path + ".expected.json"))
    }

    /// What a reader sees, however the text was cut into events.
    struct Outcome: Equatable {
        var text = ""
        var refusal = ""
        var reasoning = ""
        var blocks: [ProviderBlock] = []
        var toolCalls: [ToolCall] = []
        var usage: Usage?
        var finish: FinishReason?
        var error: LLMError?
        var model: String?
        var responseID: String?
    }

    /// - Parameter cuts: where the bytes are cut into network reads, ascending.
    func replay(cutAt cuts: [Int], with decoder: any StreamDecoder) -> Outcome {
        let head = HTTPResponseHead(status: 200, headers: ["Content-Type": "text/event-stream"])
        var pieces: [[UInt8]] = []
        var start = 0
        for cut in cuts + [bytes.count] {
            pieces.append(Array(bytes[start..<cut]))
            start = cut
        }
        var reply = NetworkReply(
            ScriptedExchange(head: head, pieces: pieces), head: head,
            from: try! HTTPURL("https://llm.example.org/v1"), decoder: decoder)
        var events: [StreamEvent] = []
        var outcome = Outcome()
        do throws(LLMError) {
            while try reply.read(into: &events) {}
        } catch {
            outcome.error = error
        }
        for event in events {
            switch event {
            case .retry: break
            case .text(let text): outcome.text += text
            case .refusal(let text): outcome.refusal += text
            case .block(let block): outcome.blocks.append(block)
            case .toolCall(let call): outcome.toolCalls.append(call)
            case .reasoning(let text): outcome.reasoning += text
            case .usage(let usage): outcome.usage = usage
            case .finish(let reason): outcome.finish = reason
            }
        }
        outcome.model = reply.model ?? "asked"
        outcome.responseID = reply.responseID
        return outcome
    }

    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY)
        try #require(file >= 0, "\(path)")
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count <= 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}

/// An answer from memory, in the pieces it is given.
final class ScriptedExchange: HTTPExchange {
    private let answer: HTTPResponseHead
    private var pieces: ArraySlice<[UInt8]>

    init(head: HTTPResponseHead, pieces: [[UInt8]]) {
        answer = head
        self.pieces = pieces[...]
    }

    func head() throws(LLMError) -> HTTPResponseHead { answer }
    func next() throws(LLMError) -> [UInt8]? { pieces.popFirst() }
}
