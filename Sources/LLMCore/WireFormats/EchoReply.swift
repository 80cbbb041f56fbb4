/// A reply without a model: the last user message, word by word, and the usage it would have had.
struct EchoReply: ReplySource {
    let model: String?
    let responseID: String? = nil

    private var rest: Substring.UTF8View
    private let usage: Usage
    private var hasFinished = false

    init(to request: ChatRequest) {
        let text = request.messages.last { $0.role == .user }?.text ?? ""
        model = request.model
        rest = text[...].utf8
        usage = Usage(
            inputTokens: TokenEstimate.tokens(in: request.messages),
            outputTokens: TokenEstimate.tokens(in: text)
        )
    }

    mutating func read(into events: inout [StreamEvent]) -> Bool {
        if hasFinished { return false }
        if rest.isEmpty {
            hasFinished = true
            events += [.usage(usage), .finish(.stop)]
            return true
        }
        // A word and the blanks after it: cut after ASCII, no character of the text is split.
        let wordEnd = rest.firstIndex(where: Self.isBlank) ?? rest.endIndex
        let end = rest[wordEnd...].firstIndex { !Self.isBlank($0) } ?? rest.endIndex
        events.append(.text(String(Substring(rest[..<end])).replacingNUL))
        rest = rest[end...]
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}

extension String {
    fileprivate var replacingNUL: String {
        utf8.contains(0) ? WTF8.repaired(Array(utf8)) : self
    }
}
