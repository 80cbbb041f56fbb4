internal import CCurl

/// Takes what a transfer receives. Called only while the multi handle performs or resumes.
protocol CurlReceiver: AnyObject {
    func receive(header line: UnsafeRawBufferPointer) -> CurlEasyHandle.Reaction
    func receive(body bytes: UnsafeRawBufferPointer) -> CurlEasyHandle.Reaction
}

/// Owns one `CURL *` with its header list and error text; callbacks end up at `receiver`.
final class CurlEasyHandle {
    /// What a receiver answers to bytes.
    enum Reaction {
        case taken
        /// Nothing was taken; the same bytes come again after `resume`.
        case pause
        case fail
    }

    let pointer: UnsafeMutableRawPointer
    weak var receiver: (any CurlReceiver)?
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    init() throws(LLMError) {
        guard let pointer = curl_easy_init() else {
            throw LLMError(.internal, "libcurl could not be set up")
        }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        chatmd_curl_setopt_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
        chatmd_curl_allow_only_http(pointer)
        chatmd_curl_do_not_wait_for_lookups(pointer)

        // The handle outlives its transfer, hence unretained.
        let context = Unmanaged.passUnretained(self).toOpaque()
        chatmd_curl_setopt_callback(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            CurlEasyHandle.receive(bytes, size * count, context) { $0.receive(body: $1) }
        }
        chatmd_curl_setopt_pointer(pointer, CURLOPT_WRITEDATA, context)
        chatmd_curl_setopt_callback(pointer, CURLOPT_HEADERFUNCTION) {
            bytes, size, count, context in
            CurlEasyHandle.receive(bytes, size * count, context) { $0.receive(header: $1) }
        }
        chatmd_curl_setopt_pointer(pointer, CURLOPT_HEADERDATA, context)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    private static func receive(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ context: UnsafeMutableRawPointer?,
        _ deliver: (any CurlReceiver, UnsafeRawBufferPointer) -> Reaction
    ) -> Int {
        guard let context else { return 0 }
        let handle = Unmanaged<CurlEasyHandle>.fromOpaque(context).takeUnretainedValue()
        guard let receiver = handle.receiver else { return 0 }
        switch deliver(receiver, UnsafeRawBufferPointer(start: bytes, count: count)) {
        case .taken: return count
        case .pause: return Int(CURL_WRITEFUNC_PAUSE)
        case .fail: return count + 1
        }
    }

    // MARK: Options

    func set(_ option: CURLoption, _ value: Int) {
        chatmd_curl_setopt_long(pointer, option, value)
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) {
        chatmd_curl_setopt_string(pointer, option, value)
    }

    /// libcurl does not copy the body: the caller keeps the array, unchanged, until the transfer
    /// is over. An array's storage stays where it is as long as nobody writes to it.
    func setBody(_ body: [UInt8]) {
        body.withUnsafeBufferPointer { bytes in
            chatmd_curl_setopt_size(
                pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
            chatmd_curl_setopt_pointer(pointer, CURLOPT_POSTFIELDS, bytes.baseAddress)
        }
    }

    func setHeaders(_ lines: [String]) {
        curl_slist_free_all(headers)
        headers = nil
        for line in lines { headers = curl_slist_append(headers, line) }
        chatmd_curl_setopt_list(pointer, CURLOPT_HTTPHEADER, headers)
    }

    /// Goes on after a receiver's `pause`; it may be called back from in here.
    func resume() {
        curl_easy_pause(pointer, CURLPAUSE_CONT)
    }

    // MARK: State

    /// How much of the request's body the server has been sent.
    var uploadedBytes: Int {
        var count: curl_off_t = 0
        chatmd_curl_getinfo_size(pointer, CURLINFO_SIZE_UPLOAD_T, &count)
        return Int(count)
    }

    /// How much of the answer's body has come, as it was sent: compressed, perhaps.
    var downloadedBytes: Int {
        var count: curl_off_t = 0
        chatmd_curl_getinfo_size(pointer, CURLINFO_SIZE_DOWNLOAD_T, &count)
        return Int(count)
    }

    /// What a proxy answered to the request for a tunnel; 0 where none was asked.
    var tunnelStatus: Int {
        var status = 0
        chatmd_curl_getinfo_long(pointer, CURLINFO_HTTP_CONNECTCODE, &status)
        return status
    }

    /// What libcurl says about a failure; often empty.
    var errorMessage: String { String(cString: errorText) }
}
