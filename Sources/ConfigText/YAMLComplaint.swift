/// One of libyaml's error messages in words for the person who wrote the text, and its exact place.
///
/// libyaml says «while scanning a simple key, could not find expected ':'» and points to where it
/// noticed; the person wants to know which line lacks its colon.
struct YAMLComplaint {
    var message: String
    var offset: Int

    static let anchor = "anchors (`&`) are not allowed; text that begins with `&` needs quotes"
    static let alias = "aliases (`*`) are not allowed; text that begins with `*` needs quotes"
    static let tag = "tags (`!`) are not allowed; text that begins with `!` needs quotes"
    static let directive =
        "directives (`%`) are not allowed; text that begins with `%` needs quotes"
    static let document = "only one YAML document is read, without `---` and `...` lines"

    /// `problem` and `context` are libyaml's, and so are their places; `openBracket` is the innermost
    /// that was open.
    init(
        problem: String, at offset: Int, context: String, from contextOffset: Int,
        openBracket: Int?, in bytes: [UInt8]
    ) {
        let found = offset < bytes.count ? bytes[offset] : nil
        if context.hasSuffix("simple key") {
            (message, self.offset) = ("a key needs `: ` and a value", contextOffset)
        } else if context.hasSuffix("quoted scalar"), problem.hasPrefix("found unexpected") {
            message = "the string that begins here is never closed"
            self.offset = contextOffset
        } else if context.hasPrefix("while parsing a flow"), let openBracket,
            Self.isEnd(offset, of: bytes)
        {
            message = "the bracket that opens here is never closed"
            self.offset = openBracket
        } else if problem == "did not find expected key", found == UInt8(ascii: ":") {
            message = "a key is missing before `:`"
            self.offset = offset
        } else if problem.hasPrefix("found character that cannot start") {
            message = Self.cannotStart(found)
            self.offset = offset
        } else {
            message = Self.sentence(problem: problem, context: context)
            let begins = Self.refusals.contains(message) && !context.isEmpty
            self.offset = begins ? contextOffset : offset
        }
    }

    private static func isEnd(_ offset: Int, of bytes: [UInt8]) -> Bool {
        bytes[offset...].allSatisfy { " \t\r\n".utf8.contains($0) }
    }

    private static func cannotStart(_ found: UInt8?) -> String {
        switch found {
        case UInt8(ascii: "\t"): "a tab cannot indent YAML; use spaces"
        case UInt8(ascii: "%"): directive
        case let byte?:
            "text that begins with \(byte == UInt8(ascii: "`") ? "a backtick" : "`@`") needs quotes"
        case nil: "the text ends too early"
        }
    }

    private static func sentence(problem: String, context: String) -> String {
        for row in table where problem.hasPrefix(row.problem) && context.hasSuffix(row.context) {
            return row.sentence
        }
        return context.isEmpty ? problem : "\(context), \(problem)"
    }

    private static let refusals = [anchor, alias, tag, directive]

    /// What libyaml's problems begin with, what it was doing (any, where empty), and what is said.
    private static let table: [(problem: String, context: String, sentence: String)] = [
        ("", "an anchor", anchor),
        ("", "an alias", alias),
        ("", "a tag", tag),
        ("found undefined tag handle", "", tag),
        ("", "directive", directive),
        ("found incompatible YAML", "", directive),
        ("found duplicate %", "", directive),
        ("did not find expected <document start>", "", document),
        ("found unexpected document indicator", "", document),
        (
            "mapping values are not allowed", "",
            "`: ` cannot stand here; text that holds it needs quotes, and a key a line of its own"
        ),
        (
            "block sequence entries are not allowed", "",
            "`- ` cannot stand here; a list begins on the line after its key"
        ),
        ("mapping keys are not allowed", "", "`? ` cannot stand here; text with it needs quotes"),
        (
            "did not find expected key", "",
            "this belongs to no key; look at the indentation, and at the quotes before it"
        ),
        (
            "did not find expected '-'", "",
            "an item of a list begins with `- `, indented like the items before it"
        ),
        ("did not find expected ',' or ']'", "", "a comma or `]` is missing here"),
        ("did not find expected ',' or '}'", "", "a comma or `}` is missing here"),
        ("did not find expected node content", "", "a value is missing here"),
        ("did not find expected comment", "", "only a comment may follow `|` or `>`"),
        ("found an indentation indicator", "", "an indentation indicator is a digit from 1 to 9"),
        ("found a tab character", "", "a tab cannot indent YAML; use spaces"),
        ("found unexpected ':'", "", "text that holds `:` needs quotes here"),
        (
            "found unknown escape", "",
            "unknown escape; a backslash in double quotes is written `\\\\`"
        ),
        (
            "did not find expected hexdecimal", "",
            "`\\x` needs 2 hexadecimal digits, `\\u` 4, `\\U` 8"
        ),
        ("found invalid Unicode character escape", "", "there is no such character"),
    ]
}

// MARK: - Characters

extension YAMLComplaint {
    /// What stands in a text that YAML does not take, or takes for the end of a line where nobody
    /// sees one.
    static func aboutCharacters(of bytes: [UInt8]) -> (offset: Int, message: String)? {
        for offset in bytes.indices {
            let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
            switch (bytes[offset], next) {
            case (0x09, _), (0x0A, _), (0x0D, 0x0A): continue
            case (0x0D, _):
                return (offset, "a carriage return must be followed by a line feed")
            case (0..<0x20, _), (0x7F, _):
                return (offset, "control characters are not allowed here; write it as \"\\xXX\"")
            case (0xC2, 0x85):
                return (offset, "U+0085 ends a line in YAML; write it as \"\\N\"")
            case (0xC2, 0x80..<0xA0):
                return (offset, "control characters are not allowed here; write it as \"\\xXX\"")
            case (0xE2, 0x80) where offset + 2 < bytes.count && bytes[offset + 2] & 0xFE == 0xA8:
                let isParagraph = bytes[offset + 2] == 0xA9
                let name = isParagraph ? "U+2029" : "U+2028"
                let escape = isParagraph ? "\\P" : "\\L"
                return (offset, "\(name) ends a line in YAML; write it as \"\(escape)\"")
            case (0xEF, 0xBF) where offset + 2 < bytes.count && bytes[offset + 2] >= 0xBE:
                return (offset, "U+FFFE and U+FFFF are not characters")
            default: continue
            }
        }
        return nil
    }
}
