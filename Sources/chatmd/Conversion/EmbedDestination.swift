import LLMCore

/// What the destination of an embed asks for.
enum EmbedDestination: Equatable {
    /// A path, percent-decoded, and which of its lines, from 1.
    case file(path: String, lines: ClosedRange<Int>?)
    /// An `http` or `https` address, as it stands.
    case url(String)
    /// The bytes of a `data:` URI.
    case data([UInt8])

    init(_ text: String) throws(EmbedError) {
        guard !text.isEmpty else {
            throw EmbedError(
                "the image has no path", hint: "a backslash before the `!` makes it text"
            )
        }
        switch Self.scheme(of: text) {
        case "http", "https":
            guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
                throw EmbedError("the address holds a blank or a control character")
            }
            self = .url(text)
        case "data":
            self = .data(try Self.data(in: text))
        case let scheme?:
            throw EmbedError(
                "`\(scheme):` addresses are not taken",
                hint: "write a path, or `./` before a file name that holds a colon"
            )
        case nil:
            let (path, lines) = try Self.lines(at: text)
            guard let bytes = PercentEncoding.decoded(path.utf8), !bytes.isEmpty else {
                throw EmbedError("`\(text)` is not a path")
            }
            guard !bytes.contains(0) else { throw EmbedError("the path holds a NUL byte") }
            guard let decoded = String(validating: bytes, as: UTF8.self) else {
                throw EmbedError("`\(path)` is not UTF-8 once it is percent-decoded")
            }
            self = .file(path: decoded, lines: lines)
        }
    }

    /// The scheme in lower case; one letter alone is none.
    private static func scheme(of text: String) -> String? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = text.utf8[..<colon]
        let isScheme =
            name.count > 1 && name.first?.isASCIILetter == true
            && name.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "+-.".utf8.contains($0) }
        return isScheme ? String(text[..<colon]).lowercased() : nil
    }

    /// Splits `path#L10-40`. Another `#` is part of the name; `%23L1` never is a range.
    private static func lines(
        at text: String
    ) throws(EmbedError) -> (path: String, lines: ClosedRange<Int>?) {
        guard let hash = text.utf8.lastIndex(of: UInt8(ascii: "#")) else { return (text, nil) }
        let fragment = text.utf8[text.utf8.index(after: hash)...]
        guard fragment.first == UInt8(ascii: "L"), fragment.dropFirst().first?.isASCIIDigit == true
        else { return (text, nil) }
        let ends = String(text[hash...]).dropFirst(2)
            .split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let last =
            ends.count == 2 ? (ends[1].hasPrefix("L") ? ends[1].dropFirst() : ends[1]) : ends[0]
        let isNumber = { (text: Substring) in text.utf8.allSatisfy(\.isASCIIDigit) }
        guard isNumber(ends[0]), isNumber(last), let low = Int(ends[0]), let high = Int(last),
            low >= 1, high >= low
        else {
            throw EmbedError(
                "`\(text[hash...])` is not a range of lines",
                hint: "write `#L10` or `#L10-40`; lines count from 1"
            )
        }
        return (String(text[..<hash]), low...high)
    }

    /// RFC 2397: `data:[type][;parameters][;base64],content`. The type is not believed.
    private static func data(in text: String) throws(EmbedError) -> [UInt8] {
        let content = text.utf8.dropFirst("data:".utf8.count)
        guard let comma = content.firstIndex(of: UInt8(ascii: ",")) else {
            throw EmbedError("the data: URI has no comma before its content")
        }
        let isBase64 = String(text[content.startIndex..<comma]).lowercased().hasSuffix(";base64")
        guard let bytes = PercentEncoding.decoded(content[content.index(after: comma)...]) else {
            throw EmbedError("the data: URI has a `%` without two hexadecimal digits")
        }
        guard isBase64 else { return bytes }
        guard let decoded = Base64.decoded(bytes) else {
            throw EmbedError("the data: URI is not valid base64")
        }
        return decoded
    }
}

/// RFC 3986, section 2.1.
enum PercentEncoding {
    /// nil where a `%` has no two hexadecimal digits after it.
    static func decoded(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            guard let high = iterator.next()?.hexadecimalValue,
                let low = iterator.next()?.hexadecimalValue
            else { return nil }
            result.append(high << 4 | low)
        }
        return result
    }
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    fileprivate var isASCIIDigit: Bool { (0x30...0x39).contains(self) }

    fileprivate var hexadecimalValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46, 0x61...0x66: (self & 0xDF) - 0x37
        default: nil
        }
    }
}
