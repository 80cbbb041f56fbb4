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

    /// Streams of our own, for checkouts without the recordings.
    static let ownDirectory: String = {
        let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(tests)/Fixtures/streams"
    }()

    /// - Parameter name: a path without its ending, below the folder of the recordings.
    init(_ name: String) throws {
        let isOwn = name.hasPrefix(Self.ownPrefix)
        let path =
            isOwn
            ? Self.ownDirectory + "/" + name.dropFirst(Self.ownPrefix.count)
            : try #require(Self.directory) + "/" + name
        expected = try JSONParser.parse(try Self.read(path + ".expected.json"))
        let ending = ["sse", "ndjson", "json"].first { access("\(path).\($0)", R_OK) == 0 }
        bytes = try Self.read("\(path).\(try #require(ending))")
    }

    private static let ownPrefix = "own: "

    /// The recordings of a format, and our own streams: whatever lies in the folders and says so.
    static func names(of format: String) -> [String] {
        let roots = [(ownDirectory, ownPrefix)] + (directory.map { [($0, "")] } ?? [])
        var names: [String] = []
        for (root, prefix) in roots {
            for folder in entries(of: root) {
                for file in entries(of: "\(root)/\(folder)") where file.hasSuffix(ending) {
                    let path = "\(root)/\(folder)/\(file)"
                    let expected = (try? read(path)).flatMap { try? JSONParser.parse($0) }
                    if expected?["format"]?.string == format {
                        names.append("\(prefix)\(folder)/\(file.dropLast(ending.count))")
                    }
                }
            }
        }
        return names.sorted()
    }

    private static let ending = ".expected.json"

    static func entries(of path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }

    /// The recorded request's body, where there is one.
    static func request(_ name: String) throws -> JSONValue? {
        guard let directory, !name.hasPrefix(ownPrefix),
            access("\(directory)/\(name).request.json", R_OK) == 0
        else { return nil }
        return try JSONParser.parse(try read("\(directory)/\(name).request.json"))
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
        var pieces: [[UInt8]] = []
        var start = 0
        for cut in cuts + [bytes.count] {
            pieces.append(Array(bytes[start..<cut]))
            start = cut
        }
        let exchange = ScriptedExchange(head: head, pieces: pieces)
        var reply = reply(from: exchange, with: decoder)
        var events: [StreamEvent] = []
        let error = Self.drain(&reply, into: &events)
        var outcome = Outcome(error: error)
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

    private var head: HTTPResponseHead {
        let type = expected["content_type"]?.string ?? "text/event-stream"
        return HTTPResponseHead(status: 200, headers: ["Content-Type": type])
    }

    private func reply(from exchange: ScriptedExchange, with decoder: any StreamDecoder)
        -> NetworkReply
    {
        NetworkReply(
            exchange, head: head, from: try! HTTPURL("https://llm.example.org/v1"),
            decoder: decoder)
    }

    private static func drain(_ reply: inout NetworkReply, into events: inout [StreamEvent])
        -> LLMError?
    {
        do throws(LLMError) {
            while try reply.read(into: &events) {}
            return nil
        } catch {
            return error
        }
    }

    // MARK: Every cut

    /// The first position where one cut more changes the events; nil where none does.
    ///
    /// The stream is fed event by event, and each event again and again, cut once at each position,
    /// from the state that the ones before it left: as good as feeding all of it for each position,
    /// in a thousandth of the time. Of events over 2 kB every position near their ends is taken, and
    /// as many between them.
    func firstHarmfulCut(with decoder: any StreamDecoder) -> Int? {
        let exchange = ScriptedExchange(head: head, pieces: [])
        var reply = reply(from: exchange, with: decoder)
        for region in regions {
            let isLast = region.upperBound == bytes.count
            var whole = reply
            let expected = Self.read(
                [Array(bytes[region])], of: &whole, from: exchange, toTheEnd: isLast)
            for cut in Self.cuts(of: region) {
                var copy = reply
                let pieces = [
                    Array(bytes[region.lowerBound..<cut]), Array(bytes[cut..<region.upperBound]),
                ]
                if Self.read(pieces, of: &copy, from: exchange, toTheEnd: isLast) != expected {
                    return cut
                }
            }
            reply = whole
        }
        return nil
    }

    private struct Step: Equatable {
        var events: [StreamEvent] = []
        var error: LLMError?
        var model: String?
    }

    private static func read(
        _ pieces: [[UInt8]], of reply: inout NetworkReply, from exchange: ScriptedExchange,
        toTheEnd: Bool
    ) -> Step {
        exchange.pieces = pieces[...]
        var step = Step()
        if toTheEnd {
            step.error = drain(&reply, into: &step.events)
        } else {
            do throws(LLMError) {
                for _ in pieces { _ = try reply.read(into: &step.events) }
            } catch {
                step.error = error
            }
        }
        step.model = reply.model
        return step
    }

    /// The stream's events with their ends: after each line feed that follows another.
    private var regions: [Range<Int>] {
        var regions: [Range<Int>] = []
        var start = 0
        var lastFeed = -2
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            let between = bytes[max(lastFeed + 1, start)..<index].filter {
                $0 != UInt8(ascii: "\r")
            }
            let isEnd = lastFeed >= start && between.isEmpty
            if isEnd || expected["ndjson_lines"] != nil {
                regions.append(start..<(index + 1))
                start = index + 1
            }
            lastFeed = index
        }
        if start < bytes.count { regions.append(start..<bytes.count) }
        return regions
    }

    private static func cuts(of region: Range<Int>) -> [Int] {
        let all = Array(region.dropFirst())
        if all.count <= 2048 { return all }
        let middle = all.dropFirst(800).dropLast(600)
        let step = middle.count / 600 + 1
        return all.prefix(800)
            + stride(from: middle.startIndex, to: middle.endIndex, by: step)
            .map { middle[$0] } + all.suffix(600)
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
    var pieces: ArraySlice<[UInt8]>

    init(head: HTTPResponseHead, pieces: [[UInt8]]) {
        answer = head
        self.pieces = pieces[...]
    }

    func head() throws(LLMError) -> HTTPResponseHead { answer }
    func next() throws(LLMError) -> [UInt8]? { pieces.popFirst() }
}
