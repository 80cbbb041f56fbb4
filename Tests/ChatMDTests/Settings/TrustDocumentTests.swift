import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

/// What doc/trust.md says is what the program does; EndToEnd/Stranger tries the rest of it.
@Suite struct TrustDocumentTests {
    private let text: String

    init() throws {
        text = try #require(Snapshot(inCheckout: "doc/trust.md").text)
    }

    @Test func theKeysThatCountAreNamed() throws {
        let list = try #require(text.split(separator: "\n\n").first { $0.hasPrefix("<!-- keys") })
        let keys = Self.code(in: list)
        #expect(keys == SettingKey.allCases.filter(AllowListTests.allowed.contains).map(\.rawValue))
    }

    @Test func everyTableIsNamed() {
        let named = Set(Self.code(in: text[...]))
        for table in ConfigFile.tables {
            #expect(named.contains("[\(table)]"), "\(table)")
        }
        for key in SettingKey.allCases where key.scope == .user {
            #expect(named.contains(key.rawValue), "\(key)")
        }
    }

    @Test func theConfigurationIsRead() throws {
        let example = text.split(separator: "```", omittingEmptySubsequences: false)
            .first { $0.hasPrefix("toml\n") }
        let config = try ConfigFile(parsing: Array(try #require(example).dropFirst(5).utf8))
        #expect(config.warnings.isEmpty)
        #expect(config.embeds.roots == ["~/notes"])
        #expect(config.embeds.allow == [".env.example", "docs/.*"])
    }

    /// What stands between backquotes.
    private static func code(in text: Substring) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
