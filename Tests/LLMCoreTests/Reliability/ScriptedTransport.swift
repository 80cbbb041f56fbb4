@testable import LLMCore

/// Answers from memory, one after the other; time passes only where somebody waits.
final class ScriptedTransport: HTTPTransport {
    enum Answer {
        case response(Int, String, headers: HTTPHeaders)
        case failure(LLMError)
        /// A body that breaks off after these pieces.
        case broken([String], LLMError)

        static func reply(_ text: String) -> Answer {
            .response(
                200,
                #"data: {"choices":[{"delta":{"content":"\#(text)"},"finish_reason":"stop"}]}"#
                    + "\n\ndata: [DONE]\n\n", headers: ["Content-Type": "text/event-stream"])
        }

        static func error(_ status: Int, headers: HTTPHeaders = HTTPHeaders()) -> Answer {
            var headers = headers
            headers["Content-Type"] = "application/json"
            return .response(
                status, #"{"error":{"message":"status \#(status)"}}"#, headers: headers)
        }
    }

    private var answers: ArraySlice<Answer>
    private(set) var requests: [HTTPRequest] = []
    private(set) var pauses: [Int] = []
    private(set) var now = 1_000_000
    /// Whether it says that answers are at hand.
    var hasAnswers = false

    init(_ answers: Answer...) {
        self.answers = answers[...]
    }

    func hasAnswer(to request: HTTPRequest) -> Bool { hasAnswers }

    func pause(milliseconds: Int) throws(LLMError) {
        pauses.append(milliseconds)
        now += milliseconds
    }

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        requests.append(request)
        switch answers.popFirst() {
        case nil: throw LLMError(.internal, "a request too many")
        case .failure(let error): throw error
        case .response(let status, let body, let headers):
            return ScriptedExchange(
                head: HTTPResponseHead(status: status, headers: headers),
                pieces: [Array(body.utf8)])
        case .broken(let pieces, let error):
            return BrokenExchange(pieces, error)
        }
    }
}

private final class BrokenExchange: HTTPExchange {
    private var pieces: ArraySlice<String>
    private let error: LLMError

    init(_ pieces: [String], _ error: LLMError) {
        self.pieces = pieces[...]
        self.error = error
    }

    func head() throws(LLMError) -> HTTPResponseHead {
        HTTPResponseHead(status: 200, headers: ["Content-Type": "text/event-stream"])
    }

    func next() throws(LLMError) -> [UInt8]? {
        guard let piece = pieces.popFirst() else { throw error }
        return Array(piece.utf8)
    }
}
