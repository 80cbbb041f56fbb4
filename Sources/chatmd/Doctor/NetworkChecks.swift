import LLMCore
import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What decides how servers are reached: proxies, certificates, addresses other than the usual.
struct NetworkChecks {
    private let configuration: Configuration
    private var environment: Environment { configuration.environment }
    private(set) var all: [Finding] = []

    private static let proxies = [
        "https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY",
    ]
    private static let exceptions = ["no_proxy", "NO_PROXY"]
    /// The first that is set counts.
    private static let certificates = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"]

    init(_ configuration: Configuration) {
        self.configuration = configuration
        addProxies()
        addCertificates()
        for provider in configuration.config.providers { addAddress(of: provider) }
    }

    // MARK: Proxies

    private mutating func addProxies() {
        var hasProxy = false
        for name in Self.proxies {
            guard let value = environment[name] else { continue }
            hasProxy = true
            all.append(Finding(.ok, name, HTTPURL.shown(value)))
        }
        for name in Self.exceptions {
            guard let value = environment[name] else { continue }
            all.append(Finding(.ok, name, value))
        }
        if environment["HTTP_PROXY"] != nil, environment["http_proxy"] == nil {
            all.append(
                Finding(
                    .warning, "HTTP_PROXY", "has no effect in capitals",
                    hint: "set http_proxy, or https_proxy for encrypted requests"))
        }
        if !hasProxy { all.append(Finding(.note, "proxy", "none")) }
    }

    // MARK: Certificates

    private mutating func addCertificates() {
        let set = Self.certificates.compactMap { name in environment[name].map { (name, $0) } }
        guard let (name, path) = set.first else {
            all.append(Finding(.note, "certificates", "the system's"))
            return
        }
        all.append(
            Self.isReadableFile(path)
                ? Finding(.ok, name, path)
                : Finding(
                    .error, name, "\(path) is no file that can be read",
                    hint: "name a file of trusted certificates (PEM), or unset \(name)"))
        for (other, _) in set.dropFirst() {
            all.append(Finding(.note, other, "has no effect beside \(name)"))
        }
    }

    private static func isReadableFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && access(path, R_OK) == 0
    }

    // MARK: Addresses

    /// Tells of one that is not the built-in one, and of one that is missing.
    private mutating func addAddress(of provider: Provider) {
        let builtIn = BuiltInProviders.all.first { $0.id == provider.id }
        let effective = provider.withBaseURL(from: environment)
        let isMissing = effective.baseURL.isEmpty && configuration.keys.hasKey(provider)
        guard effective.baseURL != builtIn?.baseURL ?? "" || isMissing else { return }
        let variable = provider.baseURLVariable.flatMap { environment[$0] == nil ? nil : $0 }
        do throws(LLMError) {
            try effective.checkBaseURL()
            let address = HTTPURL.shown(effective.baseURL)
            all.append(
                Finding(.ok, provider.id, "\(address), from \(variable ?? "config.toml")"))
        } catch {
            // A variable may be meant for another program, and nobody be asked there by this one.
            let status = variable == nil ? Finding.Status.error : .warning
            all.append(Finding(provider.id, Failure(error), as: status))
        }
    }
}
