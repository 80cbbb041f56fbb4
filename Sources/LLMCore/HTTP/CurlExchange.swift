internal import CCurl

/// One transfer, moved on only while its caller waits for the head or for bytes.
final class CurlExchange: HTTPExchange, CurlReceiver {
    /// Bytes of the body that are held at most; then the transfer pauses until they are taken.
    private static let bufferLimit = 256 << 10
    private static let headLimit = 1 << 20

    private let request: HTTPRequest
    private let handle: CurlEasyHandle
    private let multi: CurlMultiHandle
    private let loop: EventLoop
    private let timeouts: HTTPTimeouts

    private var headParser = HTTPResponseHeadParser()
    private var pending: [UInt8] = []
    private var isPaused = false
    private var bodyBytes = 0
    private var result: CURLcode?

    /// Seconds waited for the network since it last gave something.
    private var silence = 0.0
    private var uploadedBytes = 0

    init(
        request: HTTPRequest,
        handle: CurlEasyHandle,
        multi: CurlMultiHandle,
        loop: EventLoop,
        timeouts: HTTPTimeouts
    ) throws(LLMError) {
        self.request = request
        self.handle = handle
        self.multi = multi
        self.loop = loop
        self.timeouts = timeouts
        handle.receiver = self
        try multi.add(handle)
    }

    deinit {
        multi.remove(handle)
    }

    func head() throws(LLMError) -> HTTPResponseHead {
        while true {
            if let head = headParser.head { return head }
            if let result { throw error(result) }
            try advance()
        }
    }

    func next() throws(LLMError) -> [UInt8]? {
        while true {
            if !pending.isEmpty {
                let chunk = pending
                pending = []
                if isPaused {
                    isPaused = false
                    handle.resume()
                }
                return chunk
            }
            if let result {
                if result == CURLE_OK { return nil }
                throw error(result)
            }
            try advance()
        }
    }

    /// One step: what is there is taken, and only when nothing is there the loop waits.
    private func advance() throws(LLMError) {
        let before = headParser.size + bodyBytes
        try multi.perform()
        result = multi.result(of: handle)
        if result != nil { return }
        if headParser.size + bodyBytes > before {
            silence = 0
            // A server that never pauses must not keep a cancellation from being seen.
            return try loop.poll()
        }

        let limit = bodyBytes == 0 ? timeouts.firstByte : timeouts.betweenBytes
        let uploaded = handle.uploadedBytes
        if uploaded > uploadedBytes {
            uploadedBytes = uploaded
            silence = 0
        }
        if silence >= limit { throw stalled(after: limit) }
        let start = Clock.seconds()
        try loop.turn(with: multi, atMost: HTTPTimeouts.milliseconds(limit - silence))
        silence += Clock.seconds() - start
    }

    private func stalled(after limit: Double) -> LLMError {
        let seconds = HTTPTimeouts.text(limit)
        let server = request.url.authority
        return LLMError(
            .timeout,
            bodyBytes == 0
                ? "\(server) sent nothing for \(seconds) s"
                : "\(server) went silent for \(seconds) s in the middle of the reply",
            hint: "--timeout SECONDS allows more"
        )
    }

    private func error(_ code: CURLcode) -> LLMError {
        if headParser.size > Self.headLimit {
            return LLMError(.protocol, "the header of the answer is larger than 1 MB")
        }
        return CurlError(
            code: code,
            detail: handle.errorMessage,
            url: request.url,
            connectTimeout: timeouts.connect,
            bodyBytes: headParser.head == nil ? nil : bodyBytes
        ).llmError
    }

    // MARK: CurlReceiver

    func receive(header line: UnsafeRawBufferPointer) -> CurlEasyHandle.Reaction {
        headParser.consume(line: line)
        return headParser.size > Self.headLimit ? .fail : .taken
    }

    func receive(body bytes: UnsafeRawBufferPointer) -> CurlEasyHandle.Reaction {
        if pending.count >= Self.bufferLimit {
            isPaused = true
            return .pause
        }
        pending.append(contentsOf: bytes)
        bodyBytes += bytes.count
        return .taken
    }
}
