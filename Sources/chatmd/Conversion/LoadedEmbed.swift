/// What an embed brings to its message.
enum LoadedEmbed: Equatable, Sendable {
    /// Text in a fence, ready to follow the message.
    case text(String)
    /// An image, a document or audio.
    case file(EmbedKind, [UInt8])
    /// An address that the provider fetches, or refuses.
    case url(String)

    /// - Parameter name: for errors, and for the info string of a text.
    init(
        _ bytes: [UInt8], kind: EmbedKind, name: String, lines: ClosedRange<Int>? = nil
    ) throws(EmbedError) {
        guard kind == .text else {
            guard lines == nil else {
                throw EmbedError("`\(name)` is \(kind.name), which has no lines to take")
            }
            guard bytes.count <= kind.maximumSize else { throw kind.tooLarge(name) }
            self = .file(kind, bytes)
            return
        }
        guard !bytes.contains(0), let whole = String(validating: bytes, as: UTF8.self) else {
            throw EmbedError(
                "`\(name)` is of no kind that can be sent",
                hint: "images (PNG, JPEG, GIF, WebP), PDF, audio (WAV, MP3) and UTF-8 text can"
            )
        }
        var text = whole
        if let lines { text = try Self.lines(lines, of: bytes, name: name) }
        guard text.utf8.count <= kind.maximumSize else {
            if lines == nil { throw kind.tooLarge(name) }
            throw EmbedError(
                "the lines of `\(name)` are larger than \(kind.maximumSize >> 20) MB, the limit for a "
                    + "text",
                hint: "take fewer of them")
        }
        let range = lines.map {
            $0.count == 1 ? "#L\($0.lowerBound)" : "#L\($0.lowerBound)-\($0.upperBound)"
        }
        self = .text(Self.fenced(text, info: name + (range ?? "")))
    }

    /// How much memory it takes.
    var size: Int {
        switch self {
        case .text(let text), .url(let text): text.utf8.count
        case .file(_, let bytes): bytes.count
        }
    }

    /// Lines end with LF, CRLF or a lone CR, as in conversations.
    private static func lines(
        _ wanted: ClosedRange<Int>, of bytes: [UInt8], name: String
    ) throws(EmbedError) -> String {
        var line = 1
        var start: Int?
        var index = 0
        while index < bytes.count, line <= wanted.upperBound {
            if line == wanted.lowerBound, start == nil { start = index }
            let byte = bytes[index]
            index += 1
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            if byte == 0x0A || byte == 0x0D { line += 1 }
        }
        let isTerminated = bytes.last.map { $0 == 0x0A || $0 == 0x0D } ?? true
        let count = line <= wanted.upperBound ? (isTerminated ? line - 1 : line) : wanted.upperBound
        guard let start, count == wanted.upperBound else {
            throw EmbedError("`\(name)` has only \(count) line\(count == 1 ? "" : "s")")
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// The text in a fence longer than any inside it.
    static func fenced(_ text: String, info: String) -> String {
        let backticks = longestRun(of: UInt8(ascii: "`"), in: text)
        let tildes = longestRun(of: UInt8(ascii: "~"), in: text)
        // cmark counts a fence's characters up to 255.
        let usesTildes = backticks >= 254 && tildes < backticks
        let fence = String(
            repeating: usesTildes ? "~" : "`", count: max(usesTildes ? tildes : backticks, 2) + 1
        )
        let info = String(
            String.UnicodeScalarView(
                info.unicodeScalars.map {
                    $0.value < 0x20 || $0.value == 0x7F || $0 == "`" ? "?" : $0
                }
            )
        )
        let isTerminated = text.utf8.last.map { $0 == 0x0A || $0 == 0x0D } ?? true
        return "\(fence) \(info)\n\(text)\(isTerminated ? "" : "\n")\(fence)"
    }

    private static func longestRun(of character: UInt8, in text: String) -> Int {
        var (longest, run) = (0, 0)
        for byte in text.utf8 {
            run = byte == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
