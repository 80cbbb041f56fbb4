import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `scripts/test-servers` starts, or installs, for these tests.
enum RealServer: String, CaseIterable {
    /// llama.cpp's server with a tiny model.
    case llama = "CHATMD_TEST_LLAMA"
    /// The same with one slot and a context that takes a minute to fill.
    case llamaLong = "CHATMD_TEST_LLAMA_LONG"
    /// The same with a chat template that knows tools.
    case llamaTools = "CHATMD_TEST_LLAMA_TOOLS"
    /// The same over TLS, and only for those who know `key`.
    case llamaTLS = "CHATMD_TEST_LLAMA_TLS"
    /// The same for embeddings, and for nothing else.
    case llamaEmbeddings = "CHATMD_TEST_LLAMA_EMBEDDINGS"
    /// litellm's proxy: a gateway to `llama`, `llamaTools` and `llamaEmbeddings`, with some models that fail. It wants `key`, too.
    case litellm = "CHATMD_TEST_LITELLM"
    /// Python with the official clients.
    case clients = "CHATMD_TEST_PYTHON"

    /// `https://127.0.0.1:40123`, or the path of Python; nil where it is missing.
    var address: String? { Self.variable(rawValue) }

    var wantsKey: Bool { self == .llamaTLS || self == .litellm }
    static let key = variable("CHATMD_TEST_KEY") ?? ""
    /// The certificate of the authority behind `llamaTLS`.
    static let authority = variable("CHATMD_TEST_CA") ?? ""
    /// What is installed and did not start: words for people.
    static let broken = variable("CHATMD_TEST_BROKEN")
    fileprivate static let isAnyThere = broken != nil || allCases.contains { $0.address != nil }

    /// The name that the script knows it by.
    private var name: String {
        switch self {
        case .llama, .llamaLong, .llamaTools, .llamaEmbeddings: "llama-server"
        case .llamaTLS: "llama-server-tls"
        case .litellm: "litellm"
        case .clients: "clients"
        }
    }

    /// Why it is not there.
    fileprivate var absence: String {
        guard let missing = Self.variable("CHATMD_TEST_MISSING") else {
            return "make test-servers starts what this needs"
        }
        let lines = missing.split(separator: "\n").map(String.init)
        return lines.first { $0.hasPrefix(name + ": ") }
            ?? lines.first { name.hasPrefix($0.prefix { $0 != ":" }) }
            ?? "\(name) is not there"
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return value.pointee == 0 ? nil : String(cString: value)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the tests, and says why, where the server is not there.
    static func needs(_ server: RealServer) -> Self {
        .enabled(if: server.address != nil, "\(server.absence)")
    }
}

@Suite(.enabled(if: RealServer.isAnyThere, "make test-servers starts the servers"))
struct RealServerTests {
    @Test func whatIsInstalledStarts() {
        #expect(RealServer.broken == nil)
    }
}
