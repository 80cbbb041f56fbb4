import ConfigText
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whatever comes in, a table or an error with a place inside the text comes out.
@Suite struct TOMLHostileInputTests {
    private static let sample = """
        # Grüße
        model = "grok-3"
        'stop' = ['a', "b\\u00e9", \"\"\"
          c\"\"\",]
        date = 1979-05-27 07:32:00.5-07:00
        [a.'b'.c]
        x = { y.z = -1.5e-3, w = [ 0xFF, inf ] }
        [[list]]
        ok = true
        [[list]]
        text = '''
        ''' # end
        """

    @Test func everyPrefixGivesATableOrAnError() {
        let bytes = Array(Self.sample.utf8)
        for end in 0...bytes.count { check(Array(bytes[..<end])) }
        #expect(throws: Never.self) { try TOMLParser.parse(bytes) }
    }

    @Test func everySuffixGivesATableOrAnError() {
        let bytes = Array(Self.sample.utf8)
        for start in 0...bytes.count { check(Array(bytes[start...])) }
    }

    @Test func everyByteReplacedGivesATableOrAnError() {
        let bytes = Array(Self.sample.utf8)
        for replacement in "\"'[]{}.,=#\\\n\r\0_+-: eEtT0é\u{7f}".utf8 {
            for index in bytes.indices {
                var changed = bytes
                changed[index] = replacement
                check(changed)
            }
        }
    }

    @Test func randomTextGivesATableOrAnError() {
        let seed =
            getenv("CHATMD_SEED").flatMap { UInt64(String(cString: $0)) }
            ?? UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        let pieces =
            [
                "a", "b.", "\"", "'", "\"\"\"", "'''", "[", "]", "[[", "]]", "{", "}", "=", " = ",
                ",", ".",
                "\n", "\r\n", "#", "\\", "\\u00e9", "1", "0x", "1e", "-", "2024-01-01", "T",
                "12:00:00", "true",
                "inf", "é", "😀", " ", "\t", "\0", "_", "a = 1\n", "[t]\n", "[[u]]\n",
            ].map { Array($0.utf8) } + [[0xFF], [0xC3]]
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                bytes += pieces.randomElement(using: &random)!
            }
            check(bytes, "CHATMD_SEED=\(seed)")
        }
    }

    private func check(_ bytes: [UInt8], _ comment: Comment = "") {
        do throws(ConfigError) {
            _ = try TOMLParser.parse(bytes)
        } catch {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            guard lines.indices.contains(error.line - 1),
                (1...lines[error.line - 1].count + 1).contains(error.column)
            else {
                Issue.record("\(error) lies outside of \(bytes). \(comment)")
                return
            }
        }
    }
}

/// A small generator whose sequence a printed seed brings back.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
