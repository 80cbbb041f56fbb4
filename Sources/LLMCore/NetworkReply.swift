/// A reply read from an HTTP exchange: bytes to server-sent events, or to lines, to stream events.
///
/// An answer in one piece of JSON is taken as well, whatever its content type says: gateways
/// and proxies ignore `stream`. Its first character tells it from a stream.
struct NetworkReply: ReplySource {
    private enum Body {
        case unknown
        case stream
        case lines
        case whole([UInt8])
    }

    private static let wholeLimit = 64 << 20

    private let exchange: any HTTPExchange
    private let url: HTTPURL
    private let mediaType: String
    private var decoder: any StreamDecoder
    private var parser = ServerSentEventParser()
    private var lines = JSONLineParser()
    private var body = Body.unknown
    private var hasSeenEvent = false

    init(
        _ exchange: any HTTPExchange,
        head: HTTPResponseHead,
        from url: HTTPURL,
        decoder: any StreamDecoder
    ) {
        self.exchange = exchange
        self.url = url
        self.decoder = decoder
        mediaType = head.mediaType
    }

    var model: String? { decoder.model }
    var responseID: String? { decoder.responseID }

    mutating func read(into events: inout [StreamEvent]) throws(LLMError) -> Bool {
        if decoder.isFinished { return false }
        let chunk: [UInt8]?
        do {
            chunk = try exchange.next()
        } catch {
            guard decoder.isComplete, error.code == .network || error.code == .timeout else {
                throw error
            }
            chunk = nil
        }
        guard let chunk else {
            try end(into: &events)
            return false
        }
        try take(chunk, into: &events)
        return true
    }

    private mutating func take(_ chunk: [UInt8], into events: inout [StreamEvent])
        throws(LLMError)
    {
        var chunk = chunk[...]
        if case .unknown = body { try recognise(&chunk) }
        switch body {
        case .unknown:
            break  // blank lines that keep the connection alive
        case .stream:
            try decode(try parser.consume(chunk), into: &events)
        case .lines:
            try decode(try lines.consume(chunk), into: &events)
        case .whole(var bytes):
            body = .unknown  // so that the array has one owner while it grows
            bytes += chunk
            body = .whole(bytes)
            if bytes.count > Self.wholeLimit {
                throw LLMError(.protocol, "the answer is larger than 64 MB")
            }
        }
    }

    /// Looks past blanks and a byte order mark, which are dropped: they may come in pieces.
    private mutating func recognise(_ chunk: inout ArraySlice<UInt8>) throws(LLMError) {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        chunk = chunk.drop { blanks.contains($0) }
        switch chunk.first {
        case nil: return
        case UInt8(ascii: "{") where decoder.framing == .lines && mediaType != "application/json":
            body = .lines
        case UInt8(ascii: "{"), UInt8(ascii: "["): body = .whole([])
        case UInt8(ascii: "<"): throw notAModel
        default:
            if mediaType == "text/html" { throw notAModel }
            body = .stream
        }
    }

    private mutating func decode(_ found: [ServerSentEvent], into events: inout [StreamEvent])
        throws(LLMError)
    {
        for event in found {
            hasSeenEvent = true
            try decoder.decode(event, into: &events)
        }
    }

    private mutating func end(into events: inout [StreamEvent]) throws(LLMError) {
        switch body {
        case .unknown:
            throw LLMError(.protocol, "\(url.authority) sent an empty answer")
        case .whole(let bytes):
            try decoder.decode(whole: bytes, into: &events)
        case .stream:
            if let event = parser.finish() { try decode([event], into: &events) }
            if !hasSeenEvent, mediaType != "text/event-stream" { throw notAModel }
            try decoder.finish(into: &events)
        case .lines:
            if let event = lines.finish() { try decode([event], into: &events) }
            try decoder.finish(into: &events)
        }
    }

    private var notAModel: LLMError {
        let kind = mediaType.isEmpty ? "no content type" : mediaType.visible
        return LLMError(
            .protocol,
            "\(url.authority) did not answer with a model's reply (\(kind))",
            hint: "is base_url right? \(url.shown) was asked"
        )
    }
}
