/// An exchange that keeps a copy of what it hands on.
final class RecordingExchange: HTTPExchange {
    private let exchange: any HTTPExchange
    private(set) var body: [UInt8] = []

    init(_ exchange: any HTTPExchange) {
        self.exchange = exchange
    }

    func head() throws(LLMError) -> HTTPResponseHead {
        try exchange.head()
    }

    func next() throws(LLMError) -> [UInt8]? {
        let chunk = try exchange.next()
        if let chunk { body += chunk }
        return chunk
    }
}
