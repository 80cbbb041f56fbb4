import ConfigText
import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct LogRulesTests {
    private func read(_ text: String) throws(ConfigError) -> ConfigFile {
        try ConfigFile(parsing: Array(text.utf8), path: "/c/config.toml")
    }

    @Test func withoutTheTableThereIsNoLog() throws {
        #expect(try read("").log == LogRules())
        #expect(LogRules().file == nil)
        #expect(LogRules().level == .info)
    }

    @Test func fileAndLevelAreRead() throws {
        let config = try read("[log]\nfile = \"~/logs/chatmd.log\"\nlevel = \"debug\"\n")
        #expect(config.log.file == "~/logs/chatmd.log")
        #expect(config.log.level == .debug)
        #expect(config.warnings.isEmpty)
    }

    @Test func anUnknownKeyIsAWarning() throws {
        let config = try read("[log]\nfile = \"/l\"\nlevle = \"debug\"\n")
        #expect(config.warnings.map(\.message) == ["unknown key `levle`"])
        #expect(config.warnings.map(\.hint) == ["did you mean `level`?"])
        #expect(config.warnings.map(\.line) == [3])
    }

    @Test(
        arguments: [
            (
                "level = \"loud\"",
                "`level` must be \"error\", \"warn\", \"info\" or \"debug\", not \"loud\"", 9
            ),
            ("file = 7", "`file` must be a string, not an integer", 8),
            (
                "file = \"chatmd.log\"",
                "`file` must be an absolute path or begin with ~/, not \"chatmd.log\"", 8
            ),
        ])
    func aBadValueIsAnErrorWithItsPlace(line: String, message: String, column: Int) {
        let error = #expect(throws: ConfigError.self) { try read("[log]\n\(line)\n") }
        #expect(error == ConfigError(line: 2, column: column, message: message))
    }

    @Test func aConversationCannotSetIt() throws {
        var warnings: [Diagnostic] = []
        let table = try TOMLParser.parse(Array("[log]\nfile = \"/l\"\n".utf8))
        _ = try SettingsLayer(table, path: nil, warnings: &warnings)
        #expect(warnings.count == 1)
    }
}
