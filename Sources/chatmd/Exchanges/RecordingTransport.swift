import LLMCore

/// Keeps every exchange as files, numbered as they were begun: `--record DIR`.
final class RecordingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let folder: PrivateFolder
    private var writer: ExchangeWriter?
    private var count = 0
    private var problem: Failure?

    /// - Parameter path: a folder that is new, or empty.
    init(_ transport: any HTTPTransport, into path: String) throws(Failure) {
        self.transport = transport
        folder = try PrivateFolder.madeEmpty(at: path)
    }

    func hasAnswer(to request: HTTPRequest) -> Bool { transport.hasAnswer(to: request) }

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        noteProblem()
        count += 1
        let writer = ExchangeWriter(
            request, as: RedactedRequest(request),
            into: ExchangeFiles(folder: folder, number: count))
        self.writer = writer
        do {
            return RecordedExchange(try transport.send(request), writer)
        } catch {
            writer.fail(error)
            throw error
        }
    }

    func pause(milliseconds: Int) throws(LLMError) {
        try transport.pause(milliseconds: milliseconds)
    }

    var now: Int { transport.now }

    /// Why the recording is not whole; it is told once.
    func takeProblem() -> Failure? {
        noteProblem()
        guard let problem else { return nil }
        self.problem = nil
        return Failure(
            .io, "the recording is not whole: \(problem.message)", hint: problem.hint,
            path: problem.path)
    }

    private func noteProblem() {
        problem = problem ?? writer?.problem
        writer = nil
    }
}

/// An exchange whose answer goes into files while it is read.
final class RecordedExchange: HTTPExchange {
    private let exchange: any HTTPExchange
    private let writer: ExchangeWriter

    init(_ exchange: any HTTPExchange, _ writer: ExchangeWriter) {
        self.exchange = exchange
        self.writer = writer
    }

    deinit {
        // Decoders stop reading where the reply ends.
        writer.finish()
    }

    func head() throws(LLMError) -> HTTPResponseHead {
        do {
            let head = try exchange.head()
            writer.begin(head)
            return head
        } catch {
            writer.fail(error)
            throw error
        }
    }

    func next() throws(LLMError) -> [UInt8]? {
        do {
            let chunk = try exchange.next()
            if let chunk { writer.add(chunk) } else { writer.finish() }
            return chunk
        } catch {
            writer.fail(error)
            throw error
        }
    }
}
