/// How a family of providers wants to be asked, and how it answers. No networking in here.
protocol WireFormat: Sendable {
    /// The request as it is sent; `traits` are the model's.
    func httpRequest(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits, key: Secret?
    ) throws(LLMError) -> HTTPRequest

    func makeStreamDecoder() -> any StreamDecoder

    /// What an answer with an error status says; `body` may be anything.
    func error(_ head: HTTPResponseHead, body: [UInt8], from url: HTTPURL) -> LLMError
}

/// Turns the events of one answer into the events of a reply.
///
/// Events are appended as they become certain, so that a throw loses nothing that came before it.
protocol StreamDecoder {
    /// The model that answers and the reply's id, once the answer has said so.
    var model: String? { get }
    var responseID: String? { get }
    /// Nothing further is wanted.
    var isFinished: Bool { get }
    /// The reply is whole: a connection that breaks now breaks nothing.
    var isComplete: Bool { get }
    /// How the answer is cut into events.
    var framing: StreamFraming { get }

    mutating func decode(_ event: ServerSentEvent, into events: inout [StreamEvent])
        throws(LLMError)

    /// Reads an answer that came in one piece instead of a stream.
    mutating func decode(whole body: [UInt8], into events: inout [StreamEvent]) throws(LLMError)

    /// To be called when the answer ends; throws if it ended too soon.
    mutating func finish(into events: inout [StreamEvent]) throws(LLMError)
}

/// How a streamed answer is cut into the events that a decoder takes.
enum StreamFraming {
    case serverSentEvents
    /// One JSON object a line: NDJSON. Each line is handed over as an event without a name.
    case lines
}

extension StreamDecoder {
    var framing: StreamFraming { .serverSentEvents }
}

extension LLMError {
    /// `what` should have been JSON, and is not.
    static func notJSON(_ what: String, _ bytes: [UInt8], _ error: JSONError) -> LLMError {
        LLMError(
            .protocol,
            "\(what) is not JSON (\(error.message), at byte \(error.offset)): "
                + "`\(String(excerptOf: bytes))`"
        )
    }

    /// The connection was closed before the reply was whole.
    static var cutOff: LLMError {
        LLMError(.network, "the reply ended in the middle: the connection was closed too soon")
    }
}
