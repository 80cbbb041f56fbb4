import LLMCore
import Testing

@testable import chatmd

/// What `chatmd help TOPIC` explains.
@Suite struct TopicTests {
    private func text(_ name: String) throws -> String {
        Help.text(for: try #require(Topic.all.first { $0.name == name }))
    }

    @Test func theOverviewAndTheListNameEveryTopic() {
        for topic in Topic.all {
            #expect(Help.overview.contains(" \(topic.name)"))
            #expect(Help.topics.contains("  \(topic.name) "))
        }
    }

    @Test func noTwoTopicsHaveOneName() {
        #expect(Set(Topic.all.map(\.name)).count == Topic.all.count)
        #expect(!Topic.all.contains { $0.name == Help.topicsWord })
    }

    @Test func aTopicFitsOnTwoScreens() {
        for topic in Topic.all {
            let lines = Help.text(for: topic).split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect((10...60).contains(lines.count), "\(topic.name): \(lines.count)")
        }
    }

    @Test func everyTopicHasExamples() {
        for topic in Topic.all { #expect(topic.examples.count >= 2, "\(topic.name)") }
    }

    @Test func whatIsACommandTooTellsBoth() throws {
        let text = try Help.text(about: "models")
        #expect(text.hasPrefix("chatmd models – "))
        #expect(text.contains("\nchatmd help models – "))
    }

    @Test(arguments: [
        ("appnd", "append"), ("fils", "files"), ("privcy", "privacy"), ("topcs", "topics"),
        ("complet", "complete"),
    ])
    func aSlipIsCorrected(word: String, meant: String) {
        let failure = #expect(throws: Failure.self) { try Help.text(about: word) }
        #expect(failure?.hint == "did you mean `chatmd help \(meant)`?")
    }

    // MARK: What comes from tables

    @Test func everyExitStatusIsThere() throws {
        let text = try text("exit")
        for row in ExitCode.table {
            #expect(text.contains("\n  \(row.status) "))
            for code in row.codes { #expect(text.contains(code.rawValue)) }
        }
        for row in ExitCode.signals { #expect(text.contains(row.name)) }
    }

    @Test func everyKeyVariableIsThere() throws {
        for name in ["keys", "environment"] {
            let text = try text(name)
            for variable in BuiltInProviders.all.flatMap(\.keyVariables) {
                #expect(text.contains("  \(variable) "), "\(variable)")
            }
        }
    }

    @Test(arguments: ["CLICOLOR_FORCE", "XDG_STATE_HOME", "NO_COLOR", "VISUAL", "XDG_CACHE_HOME"])
    func whatDecidesForTheUserIsThere(variable: String) throws {
        #expect(try text("environment").contains(variable))
        #expect(KnownVariables.all.contains { $0.name.contains(variable) })
    }

    @Test func everySettingIsThere() throws {
        let text = try text("settings")
        for key in SettingKey.allCases { #expect(text.contains(key.rawValue), "\(key)") }
    }

    @Test func everyPresetProviderAndToolIsThere() throws {
        for name in Preset.builtInNames { #expect(try text("presets").contains("  \(name) ")) }
        for row in BuiltInProviders.all { #expect(try text("models").contains("  \(row.id)/")) }
        for tool in BuiltInTool.all {
            #expect(try text("tools").contains("  \(tool.tool.name) "))
        }
    }

    @Test func aStrangersSettingsAreThoseThatCount() throws {
        let text = try text("trust")
        for key in SettingKey.allCases where key.scope == .everywhere {
            #expect(text.contains(key.rawValue), "\(key)")
        }
        #expect(!text.contains("extra"))
        #expect(!text.contains("max_tool_rounds"))
    }
}
