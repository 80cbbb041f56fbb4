import Testing

@testable import chatmd

@Suite struct SuggestionsTests {
    private static let config = """
        [aliases]
        fast = "groq/openai/gpt-oss-120b"
        "two words" = "grok-3"
        "a\\nb" = "grok-3"
        "\\u001b[2J" = "grok-3"
        [providers.work]
        base_url = "https://llm.example.org/v1"
        default_model = "llama3:8b"
        [presets.review]
        extends = "precise"
        model = "work/qwen3:4b"
        [tools.get_weather]
        description = "Weather. Takes long."
        command = ["weather"]
        [collections]
        outdoors = ["get_weather"]

        """

    private func suggestions(_ typed: String...) throws -> Suggestions {
        let config = try ConfigFile(parsing: Array(Self.config.utf8))
        return Suggestions(for: UnfinishedLine(typed), config)
    }

    private func words(_ typed: String...) throws -> [String] {
        let config = try ConfigFile(parsing: Array(Self.config.utf8))
        return Suggestions(for: UnfinishedLine(typed), config).words.map(\.text)
    }

    @Test func commandsComeWithConversations() throws {
        let found = try suggestions("")
        #expect(found.words.map(\.text) == Command.all.map(\.name))
        #expect(found.files == .conversations)
    }

    @Test func onlyTheOptionsOfTheCommandAreOffered() throws {
        let words = try words("parse", "-")
        #expect(words == ["--stdin-filename", "--help", "-h"])
    }

    @Test func modelsAreNamedFullyAndShortly() throws {
        let words = try words("append", "-m", "")
        for name in [
            "fast", "two words", "xai/grok-4.7", "grok-4.7", "work/llama3:8b", "work/qwen3:4b",
            "echo/echo",
        ] {
            #expect(words.contains(name), "\(name)")
        }
        #expect(!words.contains("text-embedding-3-small"))
        #expect(Set(words).count == words.count)
    }

    @Test func aCommandIsOfferedTheModelsThatSuitIt() throws {
        let words = try words("embed", "-m", "")
        #expect(words.contains("text-embedding-3-small"))
        #expect(!words.contains("grok-4.7"))
    }

    @Test func whatIsOnesOwnIsOfferedToo() throws {
        #expect(try words("append", "-t", "").contains("review"))
        #expect(try words("append", "-T", "").contains("get_weather"))
        #expect(try words("append", "-T", "").contains("outdoors"))
        #expect(try words("models", "--provider", "").contains("work"))
    }

    @Test func settingsWaitForTheirValues() throws {
        let words = try words("append", "-o", "")
        #expect(words == SettingKey.options.map { "\($0.rawValue)=" })
        #expect(try self.words("append", "-o", "show_reasoning=") == ["true", "false"])
        #expect(try self.words("append", "-o", "preset=").contains("review"))
    }

    @Test func helpKnowsCommandsAndTopics() throws {
        let words = try words("help", "")
        for name in Command.all.map(\.name) + Topic.all.map(\.name) + ["topics"] {
            #expect(words.filter { $0 == name }.count == 1, "\(name)")
        }
    }

    @Test(arguments: [
        (["--record", ""], "folders"), (["--schema", ""], "files"), (["-a", ""], "files"),
        (["append", ""], "conversations"), (["import", ""], "files"), (["-p", ""], "none"),
    ])
    func theFilesAreThoseThatFit(typed: [String], files: String) throws {
        let found = Suggestions(for: UnfinishedLine(typed), ConfigFile())
        #expect(found.text == "\(files)\t\n" || found.text.hasPrefix("\(files)\t"))
    }

    @Test func aLineHoldsTheWholeArgument() throws {
        let lines = try suggestions("append", "--format=").text
        #expect(lines == "none\t--format=\n--format=text\t\n--format=ndjson\t\n")
    }

    @Test func aWordThatWouldBreakALineIsLeftOut() throws {
        let text = try suggestions("append", "-m", "").text
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains("\nb\t"))
        #expect(!text.contains("\na\t"))
    }
}
