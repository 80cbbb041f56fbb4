import ConfigText
import TestSupport
import Testing

@Suite struct TOMLWriterTests {
    private func entry(_ key: String, _ kind: ConfigValue.Kind) -> ConfigTable.Entry {
        let position = SourcePosition(line: 1, column: 1)
        return .init(key: key, keyPosition: position, value: ConfigValue(kind, at: position))
    }

    @Test func everyValueStandsOnOneLine() {
        let nested = ConfigTable(entries: [
            entry("a b", .string("x\ny")), entry("c", .boolean(true)),
        ])
        let table = ConfigTable(entries: [
            entry("model", .string("gpt")), entry("temperature", .float(0.5)),
            entry("format", .table(nested)), entry("empty", .table(ConfigTable())),
            entry("", .date("2026-01-31")),
        ])
        #expect(
            TOMLWriter.text(of: table) == """
                model = "gpt"
                temperature = 0.5
                format = { "a b" = "x\\ny", c = true }
                empty = {}
                "" = 2026-01-31

                """
        )
    }

    @Test func quotesBackslashesAndControlsAreEscaped() {
        let table = ConfigTable(entries: [entry("k", .string("\"\\\t\r\u{0}\u{1B}\u{7F}é"))])
        #expect(
            TOMLWriter.text(of: table)
                == "k = \"\\\"\\\\\\t\\r\\u0000\\u001B\\u007Fé\"\n"
        )
    }

    @Test func whatIsWrittenIsReadBack() throws {
        for seed in Seeds(cases: 1000) {
            var generator = SeededGenerator(seed: seed)
            let table = table(&generator, depth: 0)
            let read = try TOMLParser.parse(Array(TOMLWriter.text(of: table).utf8))
            #expect(
                bare(.table(read)) == bare(.table(table)),
                "CHATMD_SEED=\(seed) \(TOMLWriter.text(of: table))"
            )
        }
    }

    private func table(_ generator: inout SeededGenerator, depth: Int) -> ConfigTable {
        var table = ConfigTable()
        for index in 0..<Int.random(in: 0...4, using: &generator) {
            table.entries.append(
                entry(text(&generator) + "\(index)", value(&generator, depth: depth).kind)
            )
        }
        return table
    }

    private func value(_ generator: inout SeededGenerator, depth: Int) -> ConfigValue {
        let kind: ConfigValue.Kind
        switch Int.random(in: 0..<(depth < 3 ? 6 : 4), using: &generator) {
        case 0: kind = .string(text(&generator))
        case 1: kind = .integer(Int.random(in: Int.min...Int.max, using: &generator))
        case 2: kind = .float(generator.element(of: [0.1, -2, 1e300, 1e-300, 0, .infinity, 1e16]))
        case 3: kind = .boolean(generator.chance(1, in: 2))
        case 4:
            kind = .array(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    value(&generator, depth: depth + 1)
                })
        default: kind = .table(table(&generator, depth: depth + 1))
        }
        return ConfigValue(kind, at: SourcePosition(line: 1, column: 1))
    }

    private func text(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "a", "\"", "\\", "\n", "\r", "\t", "\u{0}", "\u{7F}", "\u{85}", "é", "=", "#", "'", " ",
            "+++", "\u{2028}",
        ]
        return (0..<Int.random(in: 0...6, using: &generator))
            .map { _ in generator.element(of: pieces) }.joined()
    }

    /// The value without places.
    private func bare(_ kind: ConfigValue.Kind) -> ConfigValue.Kind {
        let position = SourcePosition(line: 1, column: 1)
        switch kind {
        case .array(let values):
            return .array(values.map { ConfigValue(bare($0.kind), at: position) })
        case .table(let table):
            return .table(
                ConfigTable(entries: table.entries.map { entry($0.key, bare($0.value.kind)) }))
        default: return kind
        }
    }
}
