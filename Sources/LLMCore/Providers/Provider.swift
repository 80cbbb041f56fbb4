/// Where models are to be had, and how to ask for them.
public struct Provider: Sendable {
    /// The name in `provider/model`, in the configuration and in error messages.
    public var id: String
    /// The name for people.
    public var name: String
    /// Without a trailing slash; the wire format adds its path.
    public var baseURL: String
    /// The environment variable that replaces `baseURL`.
    public var baseURLVariable: String?
    /// The environment variable that holds the key.
    public var keyVariable: String?
    /// Variables that may hold it where `keyVariable` is not set, in this order.
    public var otherKeyVariables: [String]
    /// Whether a request without a key cannot succeed.
    public var requiresKey: Bool
    public var authentication: Authentication
    public var wireFormat: WireFormatName
    /// The format to speak where the base URL has been replaced and no format was named: servers
    /// that take another's place rarely have its newest protocol.
    public var compatibleWireFormat: WireFormatName?
    /// nil sends text as a string, and an array only where there is more than text.
    public var contentFormat: ContentFormat?
    public var quirks: Set<Quirk>
    /// Model names that belong to this provider; `*` at the end stands for any rest.
    public var modelPatterns: [String]
    public var defaultModel: String?
    /// Headers sent with every request.
    public var headers: HTTPHeaders
    /// Whether keys and conversations may travel unencrypted beyond this machine.
    public var allowsPlainHTTP: Bool
    /// The most requests that are sent in a minute; nil for as many as come.
    public var requestsPerMinute: Double?

    public init(
        id: String,
        name: String? = nil,
        baseURL: String,
        baseURLVariable: String? = nil,
        keyVariable: String? = nil,
        otherKeyVariables: [String] = [],
        requiresKey: Bool = true,
        authentication: Authentication? = nil,
        wireFormat: WireFormatName = .openAIChat,
        compatibleWireFormat: WireFormatName? = nil,
        contentFormat: ContentFormat? = nil,
        quirks: Set<Quirk> = [],
        modelPatterns: [String] = [],
        defaultModel: String? = nil,
        headers: HTTPHeaders = HTTPHeaders(),
        allowsPlainHTTP: Bool = false,
        requestsPerMinute: Double? = nil
    ) {
        self.id = id
        self.name = name ?? id
        self.baseURL = baseURL
        self.baseURLVariable = baseURLVariable
        self.keyVariable = keyVariable
        self.otherKeyVariables = otherKeyVariables
        self.requiresKey = requiresKey
        self.authentication = authentication ?? wireFormat.authentication
        self.wireFormat = wireFormat
        self.compatibleWireFormat = compatibleWireFormat
        self.contentFormat = contentFormat
        self.quirks = quirks
        self.modelPatterns = modelPatterns
        self.defaultModel = defaultModel
        self.headers = headers
        self.allowsPlainHTTP = allowsPlainHTTP
        self.requestsPerMinute = requestsPerMinute
    }

    /// All variables that may hold the key, in the order they are looked at.
    public var keyVariables: [String] {
        (keyVariable.map { [$0] } ?? []) + otherKeyVariables
    }

    /// Takes the base URL from the value of `baseURLVariable`.
    public mutating func setBaseURL(fromVariable value: String) {
        if quirks.contains(.bareHostVariable) {
            replaceBaseURL(with: Self.baseURL(ofBareHost: value))
        } else if quirks.contains(.azureEndpointVariable) {
            replaceBaseURL(with: Self.baseURL(ofAzureEndpoint: value))
        } else {
            replaceBaseURL(with: value)
        }
    }

    /// Sends everything to another address, in the format that is likely to be understood there.
    public mutating func replaceBaseURL(with url: String) {
        if let compatibleWireFormat, !Self.isOneHost(baseURL, url) {
            wireFormat = compatibleWireFormat
            quirks.subtract([.maxCompletionTokens, .standardSampling])
        }
        baseURL = url
    }

    /// Speaks that format, wherever the base URL leads, with the key in the format's header.
    public mutating func setWireFormat(_ format: WireFormatName) {
        // A header that the row chose itself, as Azure's does, stays.
        if authentication == wireFormat.authentication { authentication = format.authentication }
        wireFormat = format
        if compatibleWireFormat != nil { compatibleWireFormat = format }
    }

    /// Whether `other` is on the same host as `url`, or below it: `eu.api.openai.com`.
    private static func isOneHost(_ url: String, _ other: String) -> Bool {
        guard let host = try? HTTPURL(url).host, let other = try? HTTPURL(other).host else {
            return false
        }
        return other == host || other.hasSuffix("." + host)
    }

    private static func baseURL(ofAzureEndpoint value: String) -> String {
        var url = value[...]
        while url.hasSuffix("/") { url.removeLast() }
        return url.hasSuffix("/openai/v1") ? String(url) : url + "/openai/v1"
    }

    /// Ollama's own variable may be a mere host or port, and names the address to listen on.
    private static func baseURL(ofBareHost value: String) -> String {
        var scheme = "http"
        var rest = value[...]
        for candidate in ["http", "https"] where value.hasPrefix(candidate + "://") {
            scheme = candidate
            rest = value.dropFirst(candidate.utf8.count + 3)
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = String(rest[..<slash])
        var path = String(rest[slash...])
        while path.hasSuffix("/") { path.removeLast() }

        if authority.hasPrefix(":") { authority = "localhost" + authority }
        for (any, own) in [("0.0.0.0", "127.0.0.1"), ("[::]", "[::1]")]
        where authority.hasPrefix(any) {
            authority = own + authority.dropFirst(any.utf8.count)
        }
        let afterAddress = authority.lastIndex(of: "]") ?? authority.startIndex
        if !authority[afterAddress...].contains(":"), scheme == "http", rest.count == value.count {
            authority += ":11434"
        }
        return "\(scheme)://\(authority)\(path.isEmpty ? "/v1" : path)"
    }
}

/// The protocols a provider may speak; the raw values are those of the configuration.
public enum WireFormatName: String, Hashable, Sendable, CaseIterable {
    case openAIChat = "openai-chat"
    case openAIResponses = "openai-responses"
    /// Ollama's own, which knows `num_ctx` and `keep_alive`.
    case ollama
    case anthropic
    case gemini
    /// No network: the last user message comes back.
    case echo
}

extension WireFormatName {
    /// The header that servers of this format want their key in.
    public var authentication: Authentication {
        switch self {
        case .anthropic: .header("x-api-key")
        case .gemini: .header("x-goog-api-key")
        default: .bearer
        }
    }
}
