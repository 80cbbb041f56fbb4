internal import CCurl

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Owns one `CURLM *`: the transfers under way and the connections kept for the next ones.
final class CurlMultiHandle: DescriptorPoller {
    private let multi: OpaquePointer
    /// Transfers that have ended and have not been asked about yet.
    private var results: [UnsafeMutableRawPointer: CURLcode] = [:]

    /// libcurl's own set-up, once in a process.
    private static let globalResult = chatmd_curl_global_init()

    init() throws(LLMError) {
        guard Self.globalResult == CURLE_OK, let multi = curl_multi_init() else {
            throw LLMError(.internal, "libcurl could not be set up")
        }
        self.multi = OpaquePointer(multi)
    }

    deinit {
        curl_multi_cleanup(UnsafeMutableRawPointer(multi))
    }

    private var pointer: UnsafeMutableRawPointer { UnsafeMutableRawPointer(multi) }

    func add(_ handle: CurlEasyHandle) throws(LLMError) {
        try check(curl_multi_add_handle(pointer, handle.pointer))
    }

    func remove(_ handle: CurlEasyHandle) {
        curl_multi_remove_handle(pointer, handle.pointer)
        results[handle.pointer] = nil
    }

    /// Moves every transfer as far as it goes without waiting; callbacks run in here.
    func perform() throws(LLMError) {
        var running: Int32 = 0
        try check(curl_multi_perform(pointer, &running))
        var handle: UnsafeMutableRawPointer?
        var result = CURLE_OK
        while chatmd_curl_next_result(pointer, &handle, &result) != 0 {
            if let handle { results[handle] = result }
        }
    }

    /// How a transfer ended; nil while it is under way.
    func result(of handle: CurlEasyHandle) -> CURLcode? {
        results[handle.pointer]
    }

    func wait(for descriptors: inout [pollfd], atMost milliseconds: Int?) throws(LLMError) {
        var extra = descriptors.map {
            let isWritten = $0.events & Int16(POLLOUT) != 0
            let events = isWritten ? CURL_WAIT_POLLOUT : CURL_WAIT_POLLIN
            return curl_waitfd(fd: $0.fd, events: Int16(events), revents: 0)
        }
        // An hour stands for ever: libcurl wants a number, and the caller asks again.
        let timeout = Int32(clamping: milliseconds ?? 3_600_000)
        try check(curl_multi_poll(pointer, &extra, UInt32(extra.count), timeout, nil))
        for index in descriptors.indices { descriptors[index].revents = extra[index].revents }
    }

    private func check(_ code: CURLMcode) throws(LLMError) {
        if code != CURLM_OK {
            throw LLMError(.internal, "libcurl: \(String(cString: curl_multi_strerror(code)))")
        }
    }
}
