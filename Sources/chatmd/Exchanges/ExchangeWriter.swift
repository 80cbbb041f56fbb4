import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes one exchange into files while it happens, without secrets.
///
/// What cannot be written is a problem to be told, and fails no exchange.
final class ExchangeWriter {
    private let files: ExchangeFiles
    private let secrets: [Secret]
    private var filter: SecretFilter
    private var response: Int32 = -1
    private var hasBegun = false
    /// Whether a secret was taken out of the body.
    private(set) var hasRedacted = false
    private(set) var problem: Failure?

    init(_ request: HTTPRequest, as shown: RedactedRequest, into files: ExchangeFiles) {
        self.files = files
        secrets = request.secrets
        filter = SecretFilter(secrets)
        write(JSONWriter.indentedBytes(of: .object(shown.json)), to: files.request)
    }

    deinit {
        finish()
    }

    func begin(_ head: HTTPResponseHead) {
        guard !hasBegun, problem == nil else { return }
        hasBegun = true
        let shown = HTTPResponseHead(
            status: head.status, headers: head.headers.redacted(secrets))
        do throws(Failure) {
            response = try files.folder.create(files.response)
        } catch {
            problem = error
        }
        append(Array(shown.textOfFile.utf8))
    }

    func add(_ bytes: [UInt8]) {
        append(filter.consume(bytes))
    }

    func fail(_ error: LLMError) {
        finish()
        var error = error
        error.message = secrets.redacted(in: error.message)
        error.hint = error.hint.map { secrets.redacted(in: $0) }
        write(JSONWriter.indentedBytes(of: .object(error.jsonOfFile)), to: files.error)
    }

    /// Nothing comes any more, or nobody wants it.
    ///
    /// - Parameter isDurable: whether to wait until it is on the disk.
    func finish(isDurable: Bool = false) {
        guard response >= 0 else { return }
        append(filter.finish())
        hasRedacted = filter.hasFound
        if isDurable { fsync(response) }
        systemClose(response)
        response = -1
    }

    // MARK: Writing

    private func append(_ bytes: [UInt8]) {
        guard response >= 0, problem == nil, !bytes.isEmpty else { return }
        write(bytes, toOpen: response, called: files.response)
    }

    private func write(_ bytes: [UInt8], to name: String) {
        guard problem == nil else { return }
        do throws(Failure) {
            let file = try files.folder.create(name)
            write(bytes, toOpen: file, called: name)
            systemClose(file)
        } catch {
            problem = error
        }
    }

    private func write(_ bytes: [UInt8], toOpen file: Int32, called name: String) {
        do throws(Failure) {
            try StandardStream(descriptor: file).write(bytes)
        } catch {
            problem = Failure(.io, error.message, path: files.path(of: name))
        }
    }
}
