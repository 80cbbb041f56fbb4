import LLMCore

/// Answers requests from what was recorded, one after the other: `--replay DIR`.
///
/// The same decoder reads the same bytes. Nobody is asked, and nothing is waited for.
final class ReplayTransport: HTTPTransport {
    private let folder: PrivateFolder
    private var count = 0

    init(from path: String) throws(Failure) {
        folder = try PrivateFolder(path)
        let first = ExchangeFiles(folder: folder, number: 1)
        if try folder.bytes(first.request) == nil {
            throw Failure(
                .io, "there is no recording in this folder",
                hint: "--record makes one; its first file is \(first.request)", path: path)
        }
    }

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        count += 1
        let files = ExchangeFiles(folder: folder, number: count)
        guard
            let bytes = try LLMError.reading({ () throws(Failure) in
                try folder.bytes(files.request)
            })
        else {
            throw LLMError(
                .io,
                "the recording in \(folder.path) ends after \(count - 1) of its requests, "
                    + "and one more is to be sent",
                hint: "give the options that were given when it was made, --retries too")
        }
        guard let json = try? JSONParser.parse(bytes, atMost: .max),
            let recorded = RedactedRequest(json)
        else {
            throw LLMError(.io, "\(files.path(of: files.request)) is no request")
        }
        let differences = RequestDifferences(from: recorded, to: RedactedRequest(request))
        if let text = differences.text {
            throw LLMError(
                .io, "the request is not the one in \(files.path(of: files.request)): \(text)",
                hint: "a replay needs the conversation, the model and the settings of the recording"
            )
        }
        return try ReplayedExchange(files)
    }

    func hasAnswer(to request: HTTPRequest) -> Bool { true }

    func pause(milliseconds: Int) {}

    var now: Int { MonotonicClock.now }
}

/// An exchange whose answer is read from files.
///
/// A piece is a line, so that an event of a stream is there as soon as it can be.
final class ReplayedExchange: HTTPExchange {
    private let files: ExchangeFiles
    private let answer: HTTPResponseHead?
    private let bytes: [UInt8]
    private var position = 0
    private let error: LLMError?

    init(_ files: ExchangeFiles, isFromCache: Bool = false) throws(LLMError) {
        self.files = files
        let file = try LLMError.reading { () throws(Failure) in
            (try files.folder.bytes(files.response), try files.folder.bytes(files.error))
        }
        error = file.1.flatMap { try? JSONParser.parse($0) }.flatMap { LLMError(file: $0) }
        bytes = file.0 ?? []
        var answer = HTTPResponseHead.read(bytes, end: &position)
        answer?.isFromCache = isFromCache
        self.answer = answer
    }

    /// Whether nothing was missing when it was recorded.
    var isWhole: Bool { answer != nil && error == nil }

    func head() throws(LLMError) -> HTTPResponseHead {
        if let answer { return answer }
        throw error ?? LLMError(.io, "\(files.path(of: files.response)) is no answer")
    }

    func next() throws(LLMError) -> [UInt8]? {
        guard position < bytes.count else {
            if let error { throw error }
            return nil
        }
        let start = position
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1
        position = end + 1
        return Array(bytes[start..<position])
    }
}

extension LLMError {
    fileprivate static func reading<Value>(
        _ body: () throws(Failure) -> Value
    ) throws(LLMError) -> Value {
        do throws(Failure) {
            return try body()
        } catch {
            throw LLMError(error.code, "\(error.path ?? ""): \(error.message)", hint: error.hint)
        }
    }
}
