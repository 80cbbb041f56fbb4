extension Secret {
    /// `text` with every occurrence of the key replaced: some providers repeat a refused key.
    ///
    /// Capitals do not matter, nor do the escapes of URLs and of JSON. The key's first twelve bytes
    /// are taken for it as well: what is quoted may have been cut. Keys shorter than six bytes are
    /// left alone, they would tear holes into ordinary words.
    func redacted(in text: String) -> String {
        let source = Array(text.utf8)
        let result = redacted(in: source)
        return result == source ? text : String(decoding: result, as: UTF8.self)
    }

    func redacted(in source: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        return redact(source, isLast: true, into: &result).hasFound ? result : source
    }

    /// Appends `source` without the key to `result`, as far as what follows cannot matter; tells how
    /// far that is.
    func redact(
        _ source: [UInt8], isLast: Bool, into result: inout [UInt8]
    ) -> (taken: Int, hasFound: Bool) {
        let key = Self.core(of: value)
        guard key.count >= 6 else {
            result += source
            return (source.count, false)
        }
        let least = min(key.count, 12)
        var copied = 0
        var position = 0
        var hasFound = false
        while position < source.count {
            let (same, end) = Self.match(key, in: source, from: position)
            if !isLast, same < key.count, Self.isOpen(source, at: end) { break }
            if same >= least {
                result += source[copied..<position]
                result += description.utf8
                position = end
                copied = end
                hasFound = true
            } else {
                position += 1
            }
        }
        result += source[copied..<position]
        return (position, hasFound)
    }

    /// Whether what is still to come decides what is spelled there: `\u00` may go on with `2f`.
    private static func isOpen(_ source: [UInt8], at position: Int) -> Bool {
        let longestEscape = 6
        if position == source.count { return true }
        return position + longestEscape > source.count
            && source.suffix(longestEscape).contains { $0 == UInt8(ascii: "%") || $0 == backslash }
    }

    /// The key in lower case without blanks and quotes around it, which servers strip.
    private static func core(of value: String) -> ArraySlice<UInt8> {
        let wrapping = Array(" \"'".utf8)
        var bytes = value.utf8.map(lowercased)[...]
        while let last = bytes.last, wrapping.contains(last) { bytes.removeLast() }
        return bytes.drop { wrapping.contains($0) }
    }

    /// How much of the key stands there, and where that ends.
    private static func match(
        _ key: ArraySlice<UInt8>, in source: [UInt8], from start: Int
    ) -> (same: Int, end: Int) {
        var end = start
        for (same, byte) in key.enumerated() {
            guard let length = length(of: byte, in: source, at: end) else { return (same, end) }
            end += length
        }
        return (key.count, end)
    }

    /// How many bytes spell that byte: one, or `\/`, `%2F`, `\u002f`; nil where it is another one.
    private static func length(of byte: UInt8, in source: [UInt8], at position: Int) -> Int? {
        guard position < source.count else { return nil }
        let first = source[position]
        if first == UInt8(ascii: "%") || first == backslash {
            let rest = source[(position + 1)...]
            if first == backslash, rest.first == byte, !isAlphanumeric(byte) { return 2 }
            if rest.first == UInt8(ascii: "u"), hexadecimal(rest.dropFirst().prefix(4)) == byte {
                return 6
            }
            if hexadecimal(rest.prefix(2)) == byte { return 3 }
        }
        return lowercased(first) == byte ? 1 : nil
    }

    private static let backslash = UInt8(ascii: "\\")

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        UInt8(String(decoding: digits, as: UTF8.self), radix: 16).map(lowercased)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
