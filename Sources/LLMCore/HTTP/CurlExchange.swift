internal import CCurl

/// One transfer, moved on only while its caller waits for the head or for bytes.
final class CurlExchange: HTTPExchange, CurlReceiver {
    /// Bytes of the body that are held at most; then the transfer pauses until they are taken.
    private static let bufferLimit = 256 << 10
    /// The same for a compressed body, where more is refused. It cannot pause: libcurl would go on
    /// decompressing what it has read, into a buffer that it copies at every resumption.
    private static let expansionLimit = 32 << 20
    /// Of the whole body, decompressed. No reply comes near it; endless comments end here.
    private static let bodyLimit = 256 << 20
    /// Of all header lines, interim answers and trailers included; libcurl's own limit is 300 kB.
    private static let headLimit = 256 << 10

    private let request: HTTPRequest
    private let handle: CurlEasyHandle
    private let multi: CurlMultiHandle
    private let loop: EventLoop
    private let timeouts: HTTPTimeouts

    private var headParser = HTTPResponseHeadParser()
    private var pending: [UInt8] = []
    /// How much of `pending` has been given out.
    private var given = 0
    private var isPaused = false
    private var bodyBytes = 0
    /// Why a callback made the transfer fail.
    private var refusal: LLMError?
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
            if let head = headParser.head {
                if head.status == 407 { throw CurlError.proxyRefusal(407, url: request.url) }
                return head
            }
            if let result { throw error(result) }
            try advance()
        }
    }

    func next() throws(LLMError) -> [UInt8]? {
        while true {
            if !pending.isEmpty { return nextPending() }
            if let result {
                if result == CURLE_OK { return nil }
                throw error(result)
            }
            try advance()
        }
    }

    private func nextPending() -> [UInt8] {
        // Only a compressed body gets that far ahead.
        if pending.count - given > 2 * Self.bufferLimit {
            let start = given
            given += Self.bufferLimit
            return Array(pending[start..<given])
        }
        let chunk = given == 0 ? pending : Array(pending[given...])
        pending = []
        given = 0
        if isPaused {
            isPaused = false
            handle.resume()
        }
        return chunk
    }

    /// One step: what is there is taken, and only when nothing is there the loop waits.
    private func advance() throws(LLMError) {
        let before = headParser.size + handle.downloadedBytes
        try multi.perform()
        result = multi.result(of: handle)
        if result != nil { return }
        if headParser.size + handle.downloadedBytes > before {
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
        if let refusal { return refusal }
        return CurlError(
            code: code,
            detail: handle.errorMessage,
            url: request.url,
            connectTimeout: timeouts.connect,
            tunnelStatus: handle.tunnelStatus,
            bodyBytes: headParser.head == nil ? nil : bodyBytes
        ).llmError
    }

    // MARK: CurlReceiver

    func receive(header line: UnsafeRawBufferPointer) -> CurlEasyHandle.Reaction {
        headParser.consume(line: line)
        if headParser.size <= Self.headLimit { return .taken }
        return refuse("a header of more than 256 kB")
    }

    func receive(body bytes: UnsafeRawBufferPointer) -> CurlEasyHandle.Reaction {
        if headParser.head?.isCompressed == true {
            if pending.count + bytes.count > Self.expansionLimit {
                return refuse("compressed data that expands to more than 32 MB at once")
            }
        } else if pending.count >= Self.bufferLimit {
            isPaused = true
            return .pause
        }
        bodyBytes += bytes.count
        if bodyBytes > Self.bodyLimit { return refuse("an answer of more than 256 MB") }
        pending.append(contentsOf: bytes)
        return .taken
    }

    private func refuse(_ what: String) -> CurlEasyHandle.Reaction {
        refusal = LLMError(.protocol, "\(request.url.authority) sent \(what)")
        return .fail
    }
}
