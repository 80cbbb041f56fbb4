/// Status and header fields of an answer.
public struct HTTPResponseHead: Hashable, Sendable {
    public var status: Int
    public var headers: HTTPHeaders

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

/// Puts a head together from its lines; interim answers (1xx) are passed over.
struct HTTPResponseHeadParser {
    /// Set once the blank line has come; trailers that follow the body change nothing.
    private(set) var head: HTTPResponseHead?
    private(set) var size = 0
    private var draft: HTTPResponseHead?

    mutating func consume(line: UnsafeRawBufferPointer) {
        size += line.count
        if head != nil { return }
        var text = String(decoding: line, as: UTF8.self)[...]
        while let last = text.utf8.last, last == 0x0D || last == 0x0A {
            text = text.dropLast()  // CRLF is one Character
        }
        if text.isEmpty {
            if let draft, draft.status >= 200 { head = draft }
        } else if text.hasPrefix("HTTP/") {
            let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            draft = HTTPResponseHead(status: status ?? 0)
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...]
            draft?.headers.append(String(text[..<colon]), value.trimmed)
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
