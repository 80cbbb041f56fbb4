/// Carries requests to servers and their answers back; tests bring their own.
///
/// Everything is pulled and happens on the caller's thread: nothing moves between two calls.
public protocol HTTPTransport: AnyObject {
    /// Starts the request without waiting for the answer.
    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange

    /// Whether the answer is at hand, so that nobody has to be asked, and no turn waited for.
    func hasAnswer(to request: HTTPRequest) -> Bool

    /// Waits before a further attempt; a cancel ends the wait.
    func pause(milliseconds: Int) throws(LLMError)

    /// Milliseconds on a clock that only goes forward.
    var now: Int { get }
}

extension HTTPTransport {
    public func hasAnswer(to request: HTTPRequest) -> Bool { false }
}

/// One request under way. Letting go of it ends it.
public protocol HTTPExchange: AnyObject {
    /// Waits for status and header fields.
    func head() throws(LLMError) -> HTTPResponseHead

    /// Waits for further bytes of the body; nil after its end. A body that breaks off throws.
    func next() throws(LLMError) -> [UInt8]?
}
