extension Attachment {
    /// A rough figure for what it counts as among the tokens of a request.
    ///
    /// - An image: one for each square of 28 pixels, at most 1568. That is what Anthropic counts
    ///   (platform.claude.com, vision); OpenAI's and Gemini's models count 250 to 2500 for most.
    /// - A PDF: 2500 a page, its text and its picture (platform.claude.com, PDF support: 1500 to 3000
    ///   for the text alone; Gemini counts far less). Pages in compressed parts of the file cannot be
    ///   counted; 100 kB are taken for one then.
    /// - A recording: 32 a second (ai.google.dev, audio; OpenAI counts 10).
    ///
    /// What only has an address counts as an image of 1000 by 1000 pixels.
    public var estimatedTokens: Int {
        guard case .data(let bytes) = content else { return Self.tokensOfAddress }
        return switch kind {
        case .image: Self.tokens(ofImage: bytes)
        case .audio: Self.seconds(ofRecording: bytes) * 32
        case .document where mediaType.hasPrefix("text/"): (bytes.count + 3) / 4
        case .document: Self.pages(ofPDF: bytes) * 2500
        }
    }

    private static let tokensOfAddress = 1296

    private static func tokens(ofImage bytes: [UInt8]) -> Int {
        guard let size = ImageSize(of: bytes) else { return tokensOfAddress }
        return min(((size.width + 27) / 28) * ((size.height + 27) / 28), 1568)
    }

    /// Each page is an object of the type `Page`, unlike `Pages`, which holds them.
    private static func pages(ofPDF bytes: [UInt8]) -> Int {
        var count = 0
        var index = 0
        while let slash = bytes[index...].firstIndex(of: UInt8(ascii: "/")) {
            index = slash + 1
            guard bytes[index...].starts(with: "Type".utf8) else { continue }
            let value = bytes[(index + 4)...].drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard value.starts(with: "/Page".utf8) else { continue }
            if value.dropFirst(5).first != UInt8(ascii: "s") { count += 1 }
        }
        return count > 0 ? count : max(1, bytes.count / (100 << 10))
    }

    /// By the rate that a WAV file states in its header, or the one that most MP3 files have.
    private static func seconds(ofRecording bytes: [UInt8]) -> Int {
        var rate = 16_000
        if bytes.count >= 32, bytes.starts(with: "RIFF".utf8) {
            rate = max(bytes.littleEndian(4, at: 28), 1000)
        }
        return (bytes.count + rate - 1) / rate
    }
}
