import ConfigText
import TestSupport
import Testing

/// Whatever comes in, a table or an error with a place inside the text comes out.
@Suite struct YAMLHostileInputTests {
    private static let sample = """
        # Grüße
        model: grok-3
        'stop': ['a', "b\\u00e9", "c
          d",]
        temperature: 0.2 # warm
        a:
          b: {y.z: -1.5e-3, w: [ 0xFF, .inf ]}
          "c": |
            one
             two
          d: >-
            three

            four
        list:
        - ok: true
          no: ~
        - ? x
          : y
        """

    @Test func everyPrefixGivesATableOrAnError() {
        let bytes = Array(Self.sample.utf8)
        for end in 0...bytes.count { check(Array(bytes[..<end])) }
        #expect(throws: Never.self) { try YAMLParser.parse(bytes) }
    }

    @Test func everySuffixGivesATableOrAnError() {
        let bytes = Array(Self.sample.utf8)
        for start in 0...bytes.count { check(Array(bytes[start...])) }
    }

    @Test func everyByteReplacedGivesATableOrAnError() {
        let bytes = Array(Self.sample.utf8)
        for replacement in "\"'[]{}.,:#\\\n\r\0_+-: \t?&*!|>%@`~é\u{7f}".utf8 {
            for index in bytes.indices {
                var changed = bytes
                changed[index] = replacement
                check(changed)
            }
        }
    }

    @Test func randomTextGivesATableOrAnError() {
        let pieces =
            [
                "a", "b: ", "\"", "'", "[", "]", "{", "}", ": ", ":", ", ", ",", "\n", "\r\n", "#",
                "\\", "\\u00e9", "1", "0x", "1e", "-", "- ", "? ", "&x", "*x", "!", "!!str ", "| ",
                ">-", "%", "@", "`", "~", "<<", "---", "...", "é", "😀", " ", "  ", "\t", "\0",
                "\u{85}", "\u{2028}", "\u{FEFF}", "a: 1\n", "- b\n", "\n  ",
            ].map { Array($0.utf8) } + [[0xFF], [0xC3]]
        for seed in Seeds(cases: 3000) {
            var random = SeededGenerator(seed: seed)
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                bytes += random.element(of: pieces)
            }
            check(bytes, "\(random)")
        }
    }

    @Test func randomBytesGiveATableOrAnError() {
        for seed in Seeds(cases: 2000) {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 0...60, using: &random)
            check((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, "\(random)")
        }
    }

    @Test(arguments: [
        ("a: ", "[", "]"), ("a: ", "{b: ", "}"), ("a: ", "[{b: ", "}]"), ("", "? ", ""),
        ("a:\n", "- ", ""),
    ])
    func nestingHasALimit(opening: String, piece: String, closing: String) throws {
        func nested(_ times: Int) -> String {
            opening + String(repeating: piece, count: times) + "x"
                + String(repeating: closing, count: times)
        }
        let error = #expect(throws: ConfigError.self) { try YAMLParser.parse(nested(100_000).utf8) }
        #expect(error?.line ?? 0 > 0)
        guard piece != "? " else { return }
        let levels = YAMLParser.maximumDepth / (piece == "[{b: " ? 2 : 1)
        #expect(throws: Never.self) { try YAMLParser.parse(nested(levels).utf8) }
        let tooDeep = #expect(throws: ConfigError.self) {
            try YAMLParser.parse(nested(levels + 1).utf8)
        }
        #expect(tooDeep?.message == "mappings and lists are nested more than 128 deep")
    }

    @Test func indentationNestsToo() throws {
        func nested(_ levels: Int) -> String {
            (0..<levels).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        }
        #expect(throws: Never.self) { try YAMLParser.parse(nested(129).utf8) }
        let error = #expect(throws: ConfigError.self) { try YAMLParser.parse(nested(130).utf8) }
        #expect(error?.line == 130)
    }

    @Test func nothingIsExpanded() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<10 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let error = #expect(throws: ConfigError.self) { try YAMLParser.parse(text.utf8) }
        #expect(error?.message.hasPrefix("anchors (`&`) are not allowed") == true)
        #expect(error?.line == 1)
    }

    @Test func aLargeTextIsRefused() throws {
        let limit = YAMLParser.maximumSize
        let largest = Array("a: ".utf8) + Array(repeating: UInt8(ascii: "x"), count: limit - 3)
        #expect(try YAMLParser.parse(largest).string(for: "a")?.utf8.count == limit - 3)
        let error = #expect(throws: ConfigError.self) {
            try YAMLParser.parse(largest + [UInt8(ascii: "x")])
        }
        #expect(error?.message == "the configuration is larger than 1 MiB")
    }

    /// As large as is taken: each would take minutes if its cost grew with the square of its size.
    @Test(arguments: [
        "[", "{", "- ", "? ", "a: ", "a,", "'", "\"\\x41", "#\n", "\n", "é ", "[]\n", ":",
    ])
    func aLargeHostileTextEnds(piece: String) {
        let count = (YAMLParser.maximumSize - 8) / piece.utf8.count
        for opening in ["", "a: ", "a: [", "a: \""] {
            check(Array((opening + String(repeating: piece, count: count)).utf8))
        }
    }

    @Test func manyKeysAreReadInLinearTime() throws {
        let lines = (0..<100_000).map { "k\($0): 1\n" }
        #expect(try YAMLParser.parse(lines.joined().utf8).entries.count == 100_000)
    }

    private func check(_ bytes: [UInt8], _ comment: Comment = "") {
        do throws(ConfigError) {
            _ = try YAMLParser.parse(bytes)
        } catch {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            guard lines.indices.contains(error.line - 1),
                (1...lines[error.line - 1].count + 1).contains(error.column)
            else {
                Issue.record("\(error) lies outside of \(bytes.prefix(200)). \(comment)")
                return
            }
        }
    }
}
