import TestSupport
import Testing

@testable import LLMCore

@Suite struct SecretFilterTests {
    private let key = #"sk-a/b+c="d\e-0123456789"#

    private func filtered(_ pieces: [[UInt8]], _ secrets: [Secret]) -> [UInt8] {
        var filter = SecretFilter(secrets)
        var result: [UInt8] = []
        for piece in pieces { result += filter.consume(piece) }
        return result + filter.finish()
    }

    @Test func aKeyInPiecesIsReplaced() throws {
        let secrets = [try Secret("sk-test-0123456789")]
        let pieces = ["data: sk-te", "st-01", "234", "56789 ", "and more"]
        let result = filtered(pieces.map { Array($0.utf8) }, secrets)
        #expect(String(decoding: result, as: UTF8.self) == "data: [redacted] and more")
    }

    @Test func itTellsWhetherThereWasOne() throws {
        var filter = SecretFilter([try Secret("sk-test-0123456789")])
        _ = filter.consume(Array("sk-test-0123".utf8))
        #expect(!filter.hasFound)
        _ = filter.finish()
        #expect(filter.hasFound)
    }

    @Test func withoutKeysNothingIsHeldBack() {
        var filter = SecretFilter([])
        #expect(filter.consume([1, 2, 3]) == [1, 2, 3])
        #expect(filter.finish() == [])
    }

    @Test func whatIsHeldBackIsHidden() throws {
        var filter = SecretFilter([try Secret("sk-test-0123456789")])
        _ = filter.consume(Array("sk-test-01234567".utf8))
        var text = "\(filter)"
        dump(filter, to: &text)
        #expect(!text.contains("115"))
        #expect(!text.contains("held"))
    }

    /// Wherever the text is cut, whichever way the key is spelled in it.
    @Test func theCutsMakeNoDifference() throws {
        for seed in Seeds(cases: 300) {
            var random = SeededGenerator(seed: seed)
            try expectTheSameHoweverCut(&random)
        }
    }

    private func expectTheSameHoweverCut(_ random: inout SeededGenerator) throws {
        let secrets = [try Secret(key), try Secret("d-other-key")]
        let words = [
            key, key.uppercased(), String(key.prefix(14)), #"sk-a\/b+c=\"d\\e-0123456789"#,
            "sk-a%2Fb%2bc%3D%22d%5ce-0123456789", #"sk-a\u002fb\u002Bc=\u0022d\u005ce-0123456789"#,
            "d-other-key", "%", "\\", "\\u", "%2", "sk-", "\n", "é", "text ",
        ]
        var text: [UInt8] = []
        for _ in 0..<12 { text += random.element(of: words).utf8 }
        var pieces: [[UInt8]] = []
        var rest = text[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...9, using: &random))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        #expect(filtered(pieces, secrets) == secrets.redacted(in: text), "\(random)")
    }
}
