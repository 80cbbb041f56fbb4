import LLMCore

/// Gives answers again that were given before, and keeps those that it is told to keep.
final class CachingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let cache: AnswerCache
    /// Whether answers are looked for, or everything is asked anew.
    private let isRead: Bool
    /// What was found for a request that is still to be sent.
    private var found: (key: CacheKey, answer: ReplayedExchange)?
    /// The last answer that came from a server, as long as nobody has decided about it.
    private var pending: (key: CacheKey, folder: PrivateFolder, writer: ExchangeWriter)?
    private var problem: Failure?
    /// The request that was looked at last, and its key: each is asked about several times.
    private var last: (request: HTTPRequest, key: CacheKey?)?

    init(_ transport: any HTTPTransport, _ cache: AnswerCache, isRead: Bool) {
        self.transport = transport
        self.cache = cache
        self.isRead = isRead
    }

    func hasAnswer(to request: HTTPRequest) -> Bool {
        guard isRead, let key = key(of: request) else { return false }
        if found?.key != key { found = cache.answer(to: key).map { (key, $0) } }
        return found != nil
    }

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        discard()
        if hasAnswer(to: request), let answer = found?.answer {
            found = nil
            return answer
        }
        let exchange = try transport.send(request)
        guard let key = key(of: request) else { return exchange }
        do throws(Failure) {
            let folder = try cache.begin()
            let writer = ExchangeWriter(
                request, as: key.request, into: ExchangeFiles(folder: folder, number: 1))
            pending = (key, folder, writer)
            return RecordedExchange(exchange, writer)
        } catch {
            problem = error
            return exchange
        }
    }

    private func key(of request: HTTPRequest) -> CacheKey? {
        if let last, last.request.url == request.url, last.request.headers == request.headers,
            last.request.method == request.method, last.request.body == request.body
        {
            return last.key
        }
        let key = CacheKey(request)
        last = (request, key)
        return key
    }

    func pause(milliseconds: Int) throws(LLMError) {
        try transport.pause(milliseconds: milliseconds)
    }

    var now: Int { transport.now }

    /// The last answer was a whole reply, and may be given again.
    func keep() {
        guard let (key, folder, writer) = pending else { return }
        pending = nil
        writer.finish(isDurable: true)
        problem = writer.problem
        guard problem == nil, !writer.hasRedacted else { return cache.discard(folder) }
        do throws(Failure) {
            try cache.keep(folder, as: key)
        } catch {
            problem = error
        }
    }

    /// The last answer is not to be given again.
    func discard() {
        guard let (_, folder, writer) = pending else { return }
        pending = nil
        problem = writer.problem
        writer.finish()
        cache.discard(folder)
    }

    /// Why an answer could not be kept; it is told once.
    func takeProblem() -> Failure? {
        defer { problem = nil }
        return problem.map { problem in
            Failure(
                .io, "the answer is not kept: \(problem.message)", hint: problem.hint,
                path: problem.path)
        }
    }
}
