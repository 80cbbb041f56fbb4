extension LLMClient {
    /// The vectors of all texts of a request.
    ///
    /// - Parameter onRetry: told of every further attempt before the wait for it.
    public func embeddings(
        for request: EmbeddingRequest, from provider: Provider, key: Secret?,
        onRetry: (Retry) -> Void = { _ in }
    ) throws(LLMError) -> Embeddings {
        let batches = try embeddingBatches(for: request, from: provider, key: key)
        var vectors: [[Float]] = []
        vectors.reserveCapacity(request.inputs.count)
        while let batch = try batches.next(onRetry: onRetry) { vectors += batch }
        return Embeddings(vectors: vectors, model: batches.model, usage: batches.usage)
    }

    /// The same as it arrives; nothing is sent before the first batch is asked for.
    public func embeddingBatches(
        for request: EmbeddingRequest, from provider: Provider, key: Secret?
    ) throws(LLMError) -> EmbeddingBatches {
        let service = try embeddingService(of: provider)
        if provider.requiresKey, key == nil { throw .noKey(for: provider) }
        if request.inputs.isEmpty { throw LLMError(.invalidRequest, "there is no text to embed") }
        if let index = request.inputs.firstIndex(of: "") {
            let place = request.inputs.count == 1 ? "the text" : "text \(index + 1)"
            throw LLMError(.invalidRequest, "\(place) is empty, and has no embedding")
        }
        return EmbeddingBatches(
            request,
            target: ModelTarget(
                provider: provider.asCompatible, model: request.model, key: key),
            service: service, client: self)
    }

    /// The requests as they would be sent, one after the other.
    public func httpRequests(
        for request: EmbeddingRequest, to provider: Provider, key: Secret?
    ) throws(LLMError) -> [HTTPRequest] {
        let service = try embeddingService(of: provider)
        let provider = provider.asCompatible
        var requests: [HTTPRequest] = []
        var rest = request.inputs[...]
        while !rest.isEmpty {
            var batch = request
            batch.inputs = Array(rest.prefix(service.count(of: rest)))
            rest = rest.dropFirst(batch.inputs.count)
            let http = try service.httpRequest(for: batch, to: provider, key: key)
            try http.check(against: provider)
            requests.append(http)
        }
        return requests
    }

    private func embeddingService(of provider: Provider) throws(LLMError) -> EmbeddingService {
        guard let service = provider.services.embeddings else {
            throw .unsupported("embeddings", by: provider) { $0.embeddings != nil }
        }
        return service
    }
}

extension EmbeddingService {
    /// How many of the texts go into the next request: at least one, whatever its size.
    fileprivate func count(of texts: ArraySlice<String>) -> Int {
        var bytes = 0
        var count = 0
        for text in texts.prefix(maxInputs) {
            bytes += text.utf8.count
            if count > 0, bytes > maxBytes { break }
            count += 1
        }
        return count
    }
}

/// Vectors pulled batch by batch, until `next` gives nil or throws.
///
/// Texts are sent as many at a time as the provider takes.
public final class EmbeddingBatches {
    /// How many texts there are, and how many of them have their vectors.
    public var total: Int { request.inputs.count }
    public private(set) var done = 0
    /// The model that answered last; until one does, the one asked for.
    public private(set) var model: String
    /// Of all requests so far.
    public private(set) var usage: Usage?

    private let request: EmbeddingRequest
    private let target: ModelTarget
    private let service: EmbeddingService
    private let client: LLMClient
    private var length: Int?

    init(
        _ request: EmbeddingRequest, target: ModelTarget, service: EmbeddingService,
        client: LLMClient
    ) {
        self.request = request
        self.target = target
        self.service = service
        self.client = client
        model = request.model
    }

    /// The vectors of the texts that follow; nil after the last.
    public func next(onRetry: (Retry) -> Void = { _ in }) throws(LLMError) -> [[Float]]? {
        guard done < total else { return nil }
        let count = service.count(of: request.inputs[done...])
        let began = client.transport.now
        var batch = request
        batch.inputs = Array(request.inputs[done..<done + count])
        do {
            let http = try service.httpRequest(for: batch, to: target.provider, key: target.key)
            let answer = try client.answer(
                to: http, from: target.provider, model: request.model, onRetry: onRetry)
            let embeddings = try service.embeddings(in: answer, count: count)
            try check(embeddings.vectors)
            if !embeddings.model.isEmpty { model = embeddings.model }
            add(embeddings.usage)
            done += count
            client.tellEnd(
                of: target.provider, model: model, usage: embeddings.usage, since: began)
            return embeddings.vectors
        } catch {
            throw client.failing(error.completed(from: target.provider, key: target.key))
        }
    }

    private func check(_ vectors: [[Float]]) throws(LLMError) {
        for vector in vectors {
            if let wished = request.dimensions, vector.count != wished {
                throw LLMError(
                    .unsupported,
                    "\(wished) dimensions were asked for, and \(vector.count) came",
                    hint: "\(request.model) cannot shorten its vectors, or not to that length")
            }
            if vector.isEmpty { throw LLMError(.protocol, "an embedding is empty") }
            guard vector.count == length ?? vector.count else {
                throw LLMError(
                    .protocol,
                    "the embeddings differ in length: \(length ?? 0) and \(vector.count)")
            }
            length = vector.count
            if !vector.allSatisfy(\.isFinite) {
                throw LLMError(.protocol, "an embedding holds a number beyond all bounds")
            }
        }
    }

    private func add(_ more: Usage?) {
        guard let more else { return }
        let before = usage?.inputTokens ?? 0
        usage = Usage(inputTokens: before.addingClamped(more.inputTokens), outputTokens: 0)
    }
}
