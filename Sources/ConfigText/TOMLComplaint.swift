/// One of toml++'s error messages in words for the person who wrote the text, and its exact place.
///
/// toml++ says «Error while parsing string: encountered end-of-file» and points at the end; the
/// person wants to know which string, so the place is the quote that opens it.
struct TOMLComplaint {
    var message: String
    var offset: Int

    init(reported: String, at reportedOffset: Int, in bytes: [UInt8]) {
        let (scope, reason) = Self.parts(of: reported)
        var outline = TOMLOutline()
        outline.read(bytes[..<reportedOffset])
        let found = reportedOffset < bytes.count ? bytes[reportedOffset] : nil
        let isLineEnd = found == nil || found == UInt8(ascii: "\n") || found == UInt8(ascii: "\r")

        offset = reportedOffset
        if reason.hasPrefix("cannot redefine existing") || reason.hasPrefix("cannot insert") {
            // Found out after the key, with a header even after its line.
            var key = outline.keyStart
            if scope == "table header", found != UInt8(ascii: "[") || reason.hasPrefix("cannot in")
            {
                key = Self.lastHeader(in: bytes[..<reportedOffset])
            }
            offset = key ?? reportedOffset
            message = Self.redefinition(reason, of: bytes[offset...])
        } else if let open = outline.openString, isLineEnd {
            offset = open
            message =
                found == nil
                ? "the string that begins here is never closed"
                : "the string that begins here is not closed on its line"
        } else if reason.hasPrefix("encountered end-of-file")
            || reason.hasPrefix("expected value, saw"),
            isLineEnd, !outline.openBrackets.isEmpty, scope != "key-value pair"
        {
            offset = outline.openBrackets.last!
            message = "the bracket that opens here is never closed"
        } else if isLineEnd || found == UInt8(ascii: "#"), scope == "key-value pair" {
            let last = bytes[..<reportedOffset].last { $0 != 0x20 && $0 != 0x09 }
            message =
                last == UInt8(ascii: "=")
                ? "a value is missing after `=`" : "a key needs `=` and a value"
        } else if found == UInt8(ascii: "="), reason.hasPrefix("expected keys") {
            message = "a key is missing before `=`"
        } else if reason.hasSuffix("is not representable in 64 bits")
            || reason.hasSuffix("could not be interpreted as a value")
        {
            offset = Self.wordStart(before: reportedOffset, in: bytes)
            message = "this number does not fit into 64 bits"
        } else {
            message = Self.sentence(scope: scope, reason: reason)
            if message == Self.notAValue {
                offset = Self.wordStart(before: reportedOffset, in: bytes)
            }
        }
    }

    /// «Error while parsing SCOPE: REASON» taken apart.
    private static func parts(of reported: String) -> (scope: Substring, reason: Substring) {
        let opening = "Error while parsing "
        guard reported.hasPrefix(opening) else { return ("", reported[...]) }
        let rest = reported.dropFirst(opening.count)
        guard let colon = rest.firstIndex(of: ":") else { return ("", rest) }
        return (rest[..<colon], rest[colon...].dropFirst(2))
    }

    private static func lastHeader(in bytes: ArraySlice<UInt8>) -> Int? {
        let line = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes
        let start = line.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.startIndex
        return line[start...].firstIndex(of: UInt8(ascii: "["))
    }

    private static func redefinition(_ reason: Substring, of written: ArraySlice<UInt8>) -> String {
        let quoted = reason.split(separator: "'", maxSplits: 1).dropFirst().first
        guard let quoted, let end = quoted.lastIndex(of: "'") else {
            return "this key already has a value that is not a table"
        }
        var key = String(quoted[..<end])
        // toml++ records a key with quotes twice.
        if key.contains("'") || key.contains("\"") {
            let start = written.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "\n") }
            let bytes = start.drop { $0 == UInt8(ascii: "[") }.prefix { $0 != UInt8(ascii: "]") }
            key = String(decoding: bytes, as: UTF8.self)
            while key.hasSuffix(" ") || key.hasSuffix("\t") { key.removeLast() }
        }
        if reason.hasPrefix("cannot insert") {
            return "`\(key)` would add to an inline table, which is complete as written"
        }
        return "`\(key)` is already defined"
    }

    private static func sentence(scope: Substring, reason: Substring) -> String {
        for row in table where reason.hasPrefix(row.reason) { return row.sentence }
        guard let initial = scope.first else { return String(reason) }
        return "in \("aeiou".contains(initial) ? "an" : "a") \(scope): \(reason)"
    }

    /// Where the value begins that runs up to `offset`.
    private static func wordStart(before offset: Int, in bytes: [UInt8]) -> Int {
        let before = bytes[..<offset].lastIndex { " \t\n=,[{".utf8.contains($0) }
        return before.map { $0 + 1 } ?? 0
    }

    private static let notAValue = "this is no TOML value; text needs quotes"

    /// What toml++'s reasons begin with, and what is said instead. Others are already plain.
    private static let table: [(reason: String, sentence: String)] = [
        ("could not determine value type", notAValue),
        ("values may not begin with underscores", notAValue),
        ("expected 'true'", notAValue),
        ("expected 'false'", notAValue),
        ("expected 'inf'", notAValue),
        ("expected 'nan'", notAValue),
        ("encountered end-of-file", "the text ends in the middle of a value"),
        ("expected value-terminator", "something follows the value that does not belong to it"),
        ("expected a comment or whitespace", "only a comment may follow on the same line"),
        ("expected keys, tables", "a line must be `key = value`, `[table]` or a comment"),
        ("expected '='", "a key needs `=` and a value"),
        ("expected value, saw", "a value is missing here"),
        ("expected bare key starting", "a key is missing here"),
        ("tables with blank bare keys", "a table needs a name"),
        ("expected ']'", "the table's name must be followed by `]`"),
        ("[[array-of-table]]", "the brackets of `[[name]]` must touch"),
        ("expected comma or closing ']'", "a comma or `]` is missing here"),
        ("expected comma or closing '}'", "a comma or `}` is missing here"),
        ("expected value or closing ']'", "a value is missing before this comma"),
        ("expected key-value pair", "a key is missing here: an inline table ends without a comma"),
        (
            "expected key or closing '}'",
            "an inline table must be on one line, as `{ key = value }`"
        ),
        ("multi-line strings are prohibited", "a key cannot be a multi-line string"),
        (
            "unescaped control characters",
            "a string holds a control character; write it as `\\u00XX`"
        ),
        ("control characters other than TAB", "control characters are not allowed here"),
        ("unexpected control character", "control characters are not allowed here"),
        ("vertical tabs", "control characters are not allowed here"),
        ("expected '\\n' after '\\r'", "a carriage return must be followed by a line feed"),
        (
            "expected space or tab",
            "only space and tab are blanks in TOML; this is another character"
        ),
        ("line-ending backslashes", "a backslash before blanks must end its line"),
        ("unknown escape sequence", "unknown escape; a backslash in a string is written `\\\\`"),
        ("escape sequence", "unknown escape; a backslash in a string is written `\\\\`"),
        ("expected hex digit", "`\\u` needs 4 hexadecimal digits, `\\U` 8"),
        ("unicode surrogates", "surrogates are not characters; use the character's own code point"),
        ("values greater than U+10FFFF", "there is no character beyond U+10FFFF"),
        ("leading zeroes are prohibited", "a number must not begin with a zero"),
        ("underscores", "underscores in a number must stand between digits"),
    ]
}
