/// Makes text of what would embed files: the `!` of an image gets a backslash.
public enum EmbedEscaper {
    /// How often what a backslash has laid bare is looked for: an image in another's description.
    private static let maximumRounds = 4

    /// - Parameter kept: destinations that may be embedded.
    public static func escaped(_ text: String, except kept: Set<String> = []) -> String {
        guard ImageSearch.mayHoldImages(text) else { return text }
        var bytes = withLineFeeds(text)
        // What is too large is not searched when it is read either; outer blank lines do not count.
        let blanks = bytes.prefix(while: \.isOuter).count
        let end = bytes.lastIndex { !$0.isOuter } ?? 0
        guard end - blanks < EmbedSearch.maximumSize else { return text }
        for _ in 0..<maximumRounds {
            let search = ImageSearch(in: bytes)
            guard search.unsearchedLines.isEmpty else { break }
            let images = search.images.filter { !kept.contains($0.destination) }
            guard !images.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
            bytes = inserting(at: images, bytes)
        }
        return String(decoding: escapingAll(bytes), as: UTF8.self)
    }

    /// Where the images of a text lead to.
    public static func destinations(in text: String) -> [String] {
        guard ImageSearch.mayHoldImages(text) else { return [] }
        return ImageSearch(in: withLineFeeds(text)).images.map(\.destination)
    }

    private static func inserting(at images: [MarkdownImage], _ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + images.count)
        var places = images.map { ($0.line, $0.column) }[...]
        for (index, line) in bytes.split(separator: .lineFeed, omittingEmptySubsequences: false)
            .enumerated()
        {
            if index > 0 { result.append(.lineFeed) }
            var column = 1
            for byte in line {
                if let place = places.first, place == (index + 1, column) {
                    result.append(.backslash)
                    places.removeFirst()
                }
                result.append(byte)
                column += 1
            }
        }
        return result
    }

    private static func escapingAll(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16)
        var isEscaped = false
        for (index, byte) in bytes.enumerated() {
            let isImage =
                byte == UInt8(ascii: "!") && index + 1 < bytes.count
                && bytes[index + 1] == UInt8(ascii: "[")
            if isImage, !isEscaped { result.append(.backslash) }
            isEscaped = byte == .backslash && !isEscaped
            result.append(byte)
        }
        return result
    }

    /// As the text is read back.
    private static func withLineFeeds(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == .carriageReturn {
                bytes.append(.lineFeed)
            } else if byte == 0 {
                bytes += Array("\u{FFFD}".utf8)
            } else if byte != .lineFeed || previous != .carriageReturn {
                bytes.append(byte)
            }
            previous = byte
        }
        return bytes
    }
}

extension UInt8 {
    fileprivate var isOuter: Bool { isBlank || isLineEnd }
}
