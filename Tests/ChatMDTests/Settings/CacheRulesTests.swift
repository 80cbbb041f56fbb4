import ConfigText
import Testing

@testable import chatmd

@Suite struct CacheRulesTests {
    private func read(_ text: String) throws(ConfigError) -> ConfigFile {
        try ConfigFile(parsing: Array("[cache]\n\(text)\n".utf8), path: "/c/config.toml")
    }

    @Test func withoutTheTableNothingIsKept() throws {
        #expect(try ConfigFile(parsing: []).cache == CacheRules())
        #expect(CacheRules().size == 0)
        #expect(try read("").cache.size == 0)
    }

    @Test(
        arguments: [
            ("0", 0), ("4096", 4096), ("\"100 MB\"", 100 << 20), ("\"1.5 GB\"", 3 << 29),
            ("\"2kB\"", 2048), ("\"7 B\"", 7), ("\"10 mb\"", 10 << 20), ("\"12\"", 12),
        ])
    func aSizeIsReadInAnyForm(text: String, size: Int) throws {
        let config = try read("size = \(text)")
        #expect(config.cache.size == size)
        #expect(config.warnings.isEmpty)
    }

    @Test(arguments: [
        "-1", "1.5", "true", "\"\"", "\"MB\"", "\"100 XB\"", "\"-1 MB\"", "\"1 MB 2\"", "\" 1\"",
        "\"1e3\"", "\"99999999999999 GB\"", "\"1.2.3 MB\"", "[1]",
    ])
    func whatIsNoSizeIsAnErrorWithItsPlace(text: String) {
        let error = #expect(throws: ConfigError.self) { try read("size = \(text)") }
        #expect(
            error
                == ConfigError(
                    line: 2, column: 8,
                    message: "`size` must be a number of bytes or a text like \"100 MB\""))
    }

    @Test func anUnknownKeyIsAWarning() throws {
        let warnings = try read("sise = 1").warnings
        #expect(warnings.map(\.message) == ["unknown key `sise`"])
        #expect(warnings.map(\.hint) == ["did you mean `size`?"])
    }
}
