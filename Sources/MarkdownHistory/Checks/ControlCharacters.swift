/// Finds characters that can make a terminal or a reader see another text than the model: control
/// characters, and those that turn the direction of writing.
enum ControlCharacters {
    static func diagnostics(in file: ChatFile) -> [Diagnostic] {
        let source = file.source
        guard source.lineCount > 0 else { return [] }
        return (1...source.lineCount).compactMap { number in
            let line = source.line(number)
            guard let index = line.indices.first(where: { isSuspect(line[$0...]) }) else {
                return nil
            }
            let scalar = String(decoding: line[index...].prefix(4), as: UTF8.self).unicodeScalars
                .first
            let code = String(scalar?.value ?? 0, radix: 16, uppercase: true)
            return Diagnostic(
                .warning, line: number, column: index - line.startIndex + 1,
                message:
                    "control character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)",
                hint: "remove it, unless it is meant"
            )
        }
    }

    /// C0 but tab and form feed, DEL, C1, and the bidirectional marks of Unicode.
    private static func isSuspect(_ text: ArraySlice<UInt8>) -> Bool {
        guard let byte = text.first else { return false }
        if byte < 0x80 { return byte.isControl && byte != .tab && byte != 0x0C }
        let next = text.dropFirst().prefix(2)
        switch byte {
        case 0xC2: return next.first.map { $0 < 0xA0 } ?? false
        case 0xD8: return next.first == 0x9C
        case 0xE2:
            guard let second = next.first, let third = next.last, next.count == 2 else {
                return false
            }
            return second == 0x80
                && ((0x8E...0x8F).contains(third) || (0xAA...0xAE).contains(third))
                || second == 0x81 && (0xA6...0xA9).contains(third)
        default: return false
        }
    }
}
