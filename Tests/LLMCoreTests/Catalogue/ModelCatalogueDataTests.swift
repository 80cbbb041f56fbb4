import Testing

@testable import LLMCore

/// What readers of the catalogue rely on, line by line.
@Suite struct ModelCatalogueDataTests {
    private let text = String(
        decoding: UnsafeBufferPointer(
            start: ModelCatalogueData.lines.utf8Start,
            count: ModelCatalogueData.lines.utf8CodeUnitCount
        ),
        as: UTF8.self
    )
    private var rows: [[String]] {
        text.split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
        }
    }

    @Test func linesAreSortedByTheirBytesAndUnique() {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            Array($0.utf8)
        }
        #expect(lines.count > 300)
        for (line, next) in zip(lines, lines.dropFirst()) {
            #expect(
                line.lexicographicallyPrecedes(next), "\(String(decoding: next, as: UTF8.self))")
        }
        let names = rows.map { "\($0[0]) \($0[1])" }
        #expect(Set(names).count == names.count)
    }

    @Test func theTextIsSmallAndPlain() {
        #expect(text.utf8.count < 45_000)
        #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
    }

    @Test func namesAreOnesThatMayBeSent() throws {
        for row in rows {
            let provider = Provider(id: row[1], baseURL: "https://x.example")
            _ = try ModelName.resolve(
                model: row[0], provider: row[1], aliases: [:], providers: [provider],
                hasKey: { _ in false })
        }
    }

    @Test func everyColumnIsOfItsKind() throws {
        let providers: Set = [
            "anthropic", "deepseek", "gemini", "groq", "mistral", "moonshot", "ollama", "openai",
            "xai",
        ]
        for row in rows {
            #expect((4...14).contains(row.count), "\(row)")
            #expect(providers.contains(row[1]), "\(row)")
            #expect(["c", "r", "t", "e"].contains(row[2]), "\(row)")
            let unknown = Array(repeating: "-", count: 14 - row.count)
            let columns = (row + unknown).map { $0 == "-" ? nil : $0 }
            for number in 3...5 {
                #expect(columns[number].map { Int($0) ?? 0 > 0 } ?? true, "\(row)")
            }
            for number in 6...9 {
                #expect(columns[number].map { Double($0) != nil } ?? true, "\(row)")
            }
            #expect((columns[6] == nil) == (columns[7] == nil), "\(row)")
            let letters = columns[11] ?? ""
            #expect(letters.wholeMatch(of: /[vdatpswcfrk]*(![tpsfny]+)?/) != nil, "\(row)")
            #expect((columns[12] ?? "n").wholeMatch(of: /n?i?l?m?h?x?X?/) != nil, "\(row)")
            #expect(columns[13].map { CalendarDate($0)?.description == $0 } ?? true, "\(row)")
            if let tier = columns[10] {
                #expect(tier.wholeMatch(of: /\d+:[\d.]+\/[\d.]+\/([\d.]+|-)\/([\d.]+|-)/) != nil)
            }
        }
    }

    @Test func everyLineIsFoundByItsNameAndProvider() throws {
        for row in rows {
            let model = try #require(ModelCatalogue.model(row[0], of: row[1]), "\(row)")
            #expect(model.id == row[0])
            #expect(model.listing == row[0])
            #expect(model.provider == row[1])
            #expect(model.contextWindow == Int(row[3]))
            #expect(model.price?.rates.input == (row.count > 6 ? Double(row[6]) : nil))
            #expect(ModelCatalogue.providers(offering: row[0]).contains(row[1]))
        }
    }

    @Test func effortsRise() {
        for row in rows {
            let efforts = ModelCatalogue.info(row[0], of: row[1]).efforts
            #expect(efforts == efforts.sorted(), "\(row)")
        }
    }

    @Test func whatIsListedFitsIntoTheContext() {
        for row in rows {
            let model = ModelCatalogue.info(row[0], of: row[1])
            guard let window = model.contextWindow else { continue }
            #expect(model.maxInput ?? 0 <= window, "\(row)")
            #expect(model.maxOutput ?? 0 <= window, "\(row)")
        }
    }
}
