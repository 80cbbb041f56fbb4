/// An absolute `http` or `https` URL in plain characters.
///
/// Stricter than the standard on purpose: what this reads as loopback, every other reader of URLs
/// takes for loopback too. User names, fragments, backslashes, blanks and bytes beyond ASCII are
/// refused.
public struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    public let scheme: String
    /// Lower-case, an IPv6 address with its brackets.
    public let host: String
    public let port: Int?
    /// From the first slash on, query included; may be empty.
    public let path: String

    public init(_ text: String) throws(LLMError) {
        func refusal(_ reason: String) -> LLMError {
            LLMError(
                .invalidConfig,
                "`\(Self.shown(text).visible)` is not a usable base URL: \(reason)",
                hint: "it should look like https://llm.example.org/v1"
            )
        }

        guard let separator = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw refusal("it does not begin with https:// or http://")
        }
        scheme = text[..<separator].lowercased()
        guard scheme == "https" || scheme == "http", text[separator...].hasPrefix("://") else {
            throw refusal("it does not begin with https:// or http://")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\\#\"<>`{}|^".utf8.contains($0) })
        else {
            throw refusal("it holds a character that needs encoding")
        }
        let rest = text[separator...].dropFirst(3)
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        if authority.contains("@") { throw refusal("user names do not belong into it") }

        let addressEnd = authority.lastIndex(of: "]").map { authority.index(after: $0) }
        let portStart = authority[(addressEnd ?? authority.startIndex)...].firstIndex(of: ":")
        host = authority[..<(portStart ?? authority.endIndex)].lowercased()
        if host.isEmpty { throw refusal("it names no host") }
        if let addressEnd, portStart ?? authority.endIndex != addressEnd || !host.hasPrefix("[") {
            throw refusal("its host is malformed")
        }
        if let portStart {
            let digits = authority[authority.index(after: portStart)...]
            guard let number = UInt16(digits), number > 0, digits.first != "+" else {
                throw refusal("its port is not a number from 1 to 65535")
            }
            port = Int(number)
        } else {
            port = nil
        }
        path = String(rest[authorityEnd...])
    }

    init(base: HTTPURL, path: String) {
        scheme = base.scheme
        host = base.host
        port = base.port
        self.path = path
    }

    /// This URL with `suffix` added to its path, one slash between them, and to its query what
    /// follows a question mark.
    public func appending(path suffix: String) -> HTTPURL {
        let query = path.firstIndex(of: "?") ?? path.endIndex
        var start = path[..<query]
        while start.hasSuffix("/") { start.removeLast() }
        var rest = path[query...]
        if !rest.isEmpty, suffix.utf8.contains(UInt8(ascii: "?")) { rest = "&" + rest.dropFirst() }
        return HTTPURL(base: self, path: "\(start)/\(suffix)\(rest)")
    }

    public var description: String { "\(scheme)://\(authority)\(path)" }

    /// Without its query, which may hold a key: for people to read.
    var shown: String { Self.shown(description) }

    /// A URL for people to read, usable or not: a user name or a query in it may be a secret.
    public static func shown(_ text: String) -> String {
        let colon = text.firstIndex(of: ":").flatMap { text[$0...].hasPrefix("://") ? $0 : nil }
        let scheme = colon.map { text[..<$0] + "://" } ?? ""
        let rest = text.dropFirst(scheme.count)
        let plain = rest.prefix { $0 != "?" && $0 != "#" }
        guard rest.contains("@") else { return scheme + plain }
        // A password may hold a question mark, and then what is before it is the password's half.
        guard let at = plain.lastIndex(of: "@") else { return "\(scheme)…" }
        return "\(scheme)…\(plain[at...])"
    }

    /// Host and port, as people name a server.
    public var authority: String { port.map { "\(host):\($0)" } ?? host }

    public var isEncrypted: Bool { scheme == "https" }

    /// Whether the request stays on this machine: `localhost`, `127.…` in full, `[::1]`.
    public var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127"
            && numbers.allSatisfy { digits in
                UInt8(digits) != nil && digits.first != "+"
                    && (digits.count == 1 || digits.first != "0")
            }
    }
}
