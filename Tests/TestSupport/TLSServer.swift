#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A `LoopbackServer` behind TLS, with HTTP/2 for whoever asks for it: nghttpx stands before it.
///
/// Its certificate is signed by nobody but itself, and good for 127.0.0.1 and
/// `llm.example.invalid`; for `localhost` it is not.
public final class TLSServer: Sendable {
    /// Whether it can be started on this machine.
    public static let isInstalled = ["nghttpx", "openssl"].allSatisfy { name in
        searchPath.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    public let server: LoopbackServer
    /// The file with the certificate (PEM).
    public let certificate: String
    private let folder: TemporaryFolder
    private let relay: LoopbackRelay
    private let front: ChatMDProcess

    /// Debian keeps servers where only root's PATH leads.
    private static let searchPath = "/usr/bin:/bin:/usr/sbin:/opt/homebrew/bin:/usr/local/bin"

    /// - Parameter protocols: by their ALPN names, best first.
    public init(
        protocols: String = "h2,http/1.1", _ handler: @escaping LoopbackServer.Handler
    ) throws {
        server = try LoopbackServer(handler)
        folder = try TemporaryFolder()
        certificate = folder("certificate.pem")
        relay = try LoopbackRelay(toSocket: folder("tls"))

        let environment = ["PATH": Self.searchPath]
        let key = folder("key.pem")
        let names = "subjectAltName=DNS:llm.example.invalid,IP:127.0.0.1"
        let made = try ChatMDProcess(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=chatmd test", "-addext", names,
                "-keyout", key, "-out", certificate,
            ],
            executable: "openssl", environment: environment, folder: folder.path
        ).outcome()
        guard made.ending == .exit(0) else { throw DidNotStart(words: made.errors) }

        // The shell ends it with this process, however that ends: its input closes then.
        let script = """
            nghttpx "$@" 2>&1 </dev/null &
            cat >/dev/null
            kill "$!"
            wait "$!"
            """
        front = try ChatMDProcess(
            [
                "-c", script, "sh", "--single-process", "--conf=/dev/null", "--no-ocsp",
                "--log-level=NOTICE", "--errorlog-file=/dev/stderr", "--npn-list=\(protocols)",
                "--frontend=unix:\(folder("tls"))", "--backend=127.0.0.1,\(server.port)",
                key, certificate,
            ],
            executable: "/bin/sh", environment: environment, folder: folder.path, input: .open)
        if !front.waitForOutput({ $0.contains("Listening on UNIX domain socket") }) {
            throw DidNotStart(words: (try? front.outcome().text) ?? "")
        }
    }

    deinit {
        front.closeInput()
        _ = try? front.outcome()
    }

    public var port: Int { relay.port }

    public struct DidNotStart: Error {
        public var words: String
    }
}
