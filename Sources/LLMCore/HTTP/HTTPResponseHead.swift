/// Status and header fields of an answer.
public struct HTTPResponseHead: Hashable, Sendable {
    public var status: Int
    public var headers: HTTPHeaders
    /// Whether nobody was asked for the answer: it was given before, and kept.
    public var isFromCache = false

    public init(status: Int, headers: HTTPHeaders = HTTPHeaders()) {
        self.status = status
        self.headers = headers
    }

    /// The media type without parameters, in lower case; empty where there is none.
    public var mediaType: String {
        let value = headers["content-type"] ?? ""
        let type = value.prefix { $0 != ";" }.split(separator: " ").first ?? ""
        return type.lowercased()
    }
}

extension HTTPResponseHead {
    /// Whether the body was compressed on its way, and no longer is.
    var isCompressed: Bool {
        guard let encoding = headers["content-encoding"] else { return false }
        return !encoding.isEmpty && !HTTPHeaders.isSame(encoding, "identity")
    }
}

/// Puts a head together from its lines; interim answers (1xx) are passed over.
struct HTTPResponseHeadParser {
    /// Set once the blank line has come; trailers that follow the body change nothing.
    private(set) var head: HTTPResponseHead?
    private(set) var size = 0
    private var draft: HTTPResponseHead?

    mutating func consume(line: UnsafeRawBufferPointer) {
        size += line.count
        if head != nil { return }
        var bytes = line[...]
        while let last = bytes.last, last == 0x0D || last == 0x0A { bytes.removeLast() }
        if bytes.isEmpty {
            if let draft, draft.status >= 200 { head = draft }
        } else if bytes.starts(with: "HTTP/".utf8) {
            let words = bytes.split(separator: UInt8(ascii: " "), maxSplits: 2)
            let status = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) : nil
            draft = HTTPResponseHead(status: status ?? 0)
        } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            let value = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
            draft?.headers.append(String(decoding: bytes[..<colon], as: UTF8.self), value.trimmed)
        }
    }
}

extension StringProtocol {
    /// Without blanks and line ends at either end.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
