/// Finds lines that were probably meant as role lines, but are text: another case, a blank too
/// many, a `#` at the end, a no-break space, or a role line glued to the line before, as `>>` leaves
/// it on a file without a final newline.
enum NearMisses {
    static func diagnostics(in outline: Outline) -> [Diagnostic] {
        let source = outline.source
        return source.lines(holding: "===").compactMap { number in
            number < outline.firstLine
                ? nil : diagnostic(for: source.line(number), number, outline.roleLines)
        }
    }

    private static func diagnostic(
        for line: ArraySlice<UInt8>, _ number: Int, _ roleLines: RoleLines
    ) -> Diagnostic? {
        guard line.first != .backslash, line.contains("#"), roleLines.roleLine(line) == nil
        else { return nil }
        if let meant = meant(by: line) {
            return Diagnostic(
                .warning, line: number, column: 1,
                message: "`\(meant.text)` was probably meant, but this line starts no message",
                hint: "write it from the first column, in capitals, with nothing else on the line"
            )
        }
        guard let column = column(ofGluedRoleLineIn: line) else { return nil }
        return Diagnostic(
            .warning, line: number, column: column,
            message: "a role line stands at the end of another line, so it starts no message",
            hint: "put it on a line of its own"
        )
    }

    /// The role line that is left when the usual slips are mended.
    private static func meant(by line: ArraySlice<UInt8>) -> RoleLine? {
        guard line.count <= RoleLine.maximumLength else { return nil }
        var text: [UInt8] = []
        for byte in line.drop(while: \.isBlank).trimmingBlanksFromEnd() {
            // A no-break space is C2 A0.
            if byte == 0xA0, text.last == 0xC2 {
                text[text.count - 1] = .space
            } else {
                text.append(byte)
            }
        }
        while let last = text.last, last == UInt8(ascii: "#") || last.isBlank { text.removeLast() }
        if let end = text.firstIndex(of: UInt8(ascii: "(")) {
            text = text[..<end].map(\.uppercased) + text[end...]
        } else {
            text = text.map(\.uppercased)
        }
        return RoleLine(line: text)
    }

    private static func column(ofGluedRoleLineIn line: ArraySlice<UInt8>) -> Int? {
        let tail = line.suffix(RoleLine.maximumLength)
        let start = tail.indices.dropFirst().first { index in
            tail[index] == UInt8(ascii: "#") && !line[index - 1].isBlank
                && RoleLine(line: tail[index...]) != nil
                && !line[..<index].allSatisfy { $0 == .backslash }
        }
        return start.map { $0 - line.startIndex + 1 }
    }
}
