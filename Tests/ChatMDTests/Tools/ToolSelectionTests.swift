import LLMCore
import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Which tools a run has, and whether somebody is asked before they run.
@Suite struct ToolSelectionTests {
    let folder: TemporaryFolder

    private static let tools = """
        [tools.deploy]
        description = "Deploys"
        command = ["deploy"]
        approval = "always"
        [tools.careful]
        description = "Asks"
        command = ["careful"]
        [tools.off]
        description = "Is off"
        command = ["off"]
        approval = "never"
        [collections]
        both = ["careful", "deploy"]
        some = ["off", "careful"]

        """

    init() throws {
        folder = try TemporaryFolder()
    }

    private struct Run {
        var selection: ToolSelection
        var settings: Settings

        /// `name: approval` of each.
        var tools: [String] {
            selection.tools.map { "\($0.definition.tool.name): \($0.approval.rawValue)" }
        }
        var warnings: [String] { settings.warnings.map { $0.0.message } }
    }

    /// - Parameters:
    ///   - config: what precedes and follows the tools of the configuration.
    ///   - typed: pairs of `-o`.
    ///   - added: values of `-T`.
    private func choose(
        _ frontMatter: String = "", config: (before: String, after: String) = ("", ""),
        project: String? = nil, at path: String = "work/chat.md", typed: [String] = [],
        adding added: [String] = [], model: String = "echo", preset: String? = nil
    ) throws -> Run {
        try folder.write(
            "home/.config/chatmd/config.toml", config.before + "\n" + Self.tools + config.after)
        let text = "+++\n\(frontMatter)\n+++\nHi\n"
        let conversation = try folder.write(path, text)
        if let project { try folder.write("work/.chatmd.toml", project) }
        let home = folder("home")
        let environment = Environment { name in
            ["HOME": home, "XAI_API_KEY": "k", "GEMINI_API_KEY": "k"][name]
        }
        let configuration = try Configuration.read(around: conversation, environment: environment)
        var commandLine = SettingsLayer()
        commandLine.set(.model, to: model)
        if let preset { commandLine.set(.preset, to: preset) }
        for pair in typed { try commandLine.set(pair) }
        commandLine.addedTools = added
        var warnings: [Diagnostic] = []
        let stack = try configuration.stack(
            for: try ChatFile(parsing: Array(text.utf8)), path: conversation,
            commandLine: commandLine, warnings: &warnings)
        #expect(warnings.isEmpty)
        var settings = try configuration.settings(stack)
        try settings.chooseTools(configuration, conversation: conversation)
        return Run(
            selection: try ToolSelection(stack, configuration, conversation: conversation),
            settings: settings)
    }

    private func failure(_ body: () throws -> Run) -> Failure? {
        #expect(throws: Failure.self) { _ = try body() }
    }

    // MARK: Which

    @Test func withoutAChoiceThereIsNone() throws {
        let run = try choose()
        #expect(run.tools.isEmpty)
        #expect(run.settings.toolChoice == nil)
    }

    @Test func aConversationChoosesToolsAndCollections() throws {
        let run = try choose("tools = ['calculator', 'both']")
        #expect(run.tools == ["calculator: always", "careful: ask", "deploy: ask"])
        #expect(
            run.settings.tools.map(\.definition.tool.name) == ["calculator", "careful", "deploy"])
    }

    @Test func theHighestPlaceChooses() throws {
        let config = ("tools.use = ['careful']", "")
        #expect(try choose(config: config).tools == ["careful: ask"])
        #expect(
            try choose(config: config, project: "tools = ['calculator']").tools
                == ["calculator: always"])
        #expect(
            try choose("tools = ['current_time']", config: config, project: "tools = 'calculator'")
                .tools == ["current_time: always"])
        #expect(
            try choose("tools = ['current_time']", typed: ["tools=careful"]).tools
                == ["careful: ask"])
        #expect(try choose("tools = []", config: config).tools.isEmpty)
    }

    @Test func theOptionAddsToWhatIsChosen() throws {
        let run = try choose("tools = ['calculator']", adding: ["careful", "calculator"])
        #expect(run.tools == ["calculator: always", "careful: ask"])
    }

    @Test func noneTakesAwayWhatIsChosenElsewhere() throws {
        let front = "tools = ['calculator']"
        #expect(try choose(front, adding: ["none"]).tools.isEmpty)
        #expect(try choose(front, adding: ["none", "careful"]).tools == ["careful: ask"])
        #expect(try choose(front, adding: ["careful", "none"]).tools == ["careful: ask"])
    }

    @Test func aToolThatIsNeverRunIsLeftOut() throws {
        let named = try choose("tools = ['off', 'calculator']")
        #expect(named.tools == ["calculator: always"])
        #expect(named.warnings == ["the tool `off` is left out: its `approval` is \"never\""])
        let inCollection = try choose("tools = 'some'")
        #expect(inCollection.tools == ["careful: ask"])
        #expect(inCollection.warnings.isEmpty)
    }

    // MARK: Whose choice it is

    @Test func aStrangersChoiceIsAskedAbout() throws {
        #expect(try choose("tools = ['deploy']").tools == ["deploy: ask"])
        #expect(try choose(project: "tools = ['deploy']").tools == ["deploy: ask"])
        #expect(try choose("tools = 'both'").tools == ["careful: ask", "deploy: ask"])
    }

    @Test func onesOwnChoiceIsNot() throws {
        #expect(try choose(config: ("tools.use = 'deploy'", "")).tools == ["deploy: always"])
        #expect(try choose(adding: ["deploy"]).tools == ["deploy: always"])
        #expect(try choose(typed: ["tools=deploy"]).tools == ["deploy: always"])
        #expect(
            try choose("tools = ['deploy']", adding: ["both"]).tools == [
                "deploy: always", "careful: ask",
            ])
    }

    @Test func aBuiltInToolThatSeesNothingNeedsNoQuestion() throws {
        #expect(
            try choose("tools = 'standard'").tools == [
                "calculator: always", "current_time: always", "read_file: ask", "list_files: ask",
                "search_files: ask",
            ])
        let asked = try choose(
            "tools = 'calculator'", config: ("", "[tools.calculator]\napproval = 'ask'"))
        #expect(asked.tools == ["calculator: ask"])
        let opened = ("", "[tools.read_file]\napproval = 'always'")
        #expect(try choose("tools = 'read_file'", config: opened).tools == ["read_file: ask"])
        #expect(try choose(config: opened, adding: ["read_file"]).tools == ["read_file: always"])
    }

    @Test func aPresetSpeaksForWhoeverNamesIt() throws {
        let preset = "[presets.ship]\ntools = ['deploy']\n"
        #expect(try choose(config: ("", preset), preset: "ship").tools == ["deploy: always"])
        #expect(
            try choose(config: ("preset = 'ship'", preset)).tools == ["deploy: always"])
        #expect(try choose("preset = 'ship'", config: ("", preset)).tools == ["deploy: ask"])
        #expect(
            try choose(config: ("", preset), project: "preset = 'ship'").tools == ["deploy: ask"])
        let trusted = preset + "[trust]\nfolders = ['\(folder("work"))']"
        #expect(try choose("preset = 'ship'", config: ("", trusted)).tools == ["deploy: always"])
    }

    // MARK: Trusted folders

    private func trusting(_ folders: String...) -> (before: String, after: String) {
        ("", "[trust]\nfolders = [\(folders.map { "'\($0)'" }.joined(separator: ", "))]\n")
    }

    @Test func aConversationInATrustedFolderIsOnesOwn() throws {
        let front = "tools = ['deploy']"
        let trust = trusting(folder("work"))
        #expect(try choose(front, config: trust).tools == ["deploy: always"])
        #expect(
            try choose(front, config: trust, at: "work/a/b/chat.md").tools == ["deploy: always"])
        #expect(try choose(front, config: trust, at: "work2/chat.md").tools == ["deploy: ask"])
        #expect(try choose(front, config: trust, at: "chat.md").tools == ["deploy: ask"])
    }

    @Test func aTrustedFolderMayBeginWithATilde() throws {
        let trust = trusting("~/notes")
        let front = "tools = ['deploy']"
        #expect(try choose(front, config: trust, at: "home/notes/c.md").tools == ["deploy: always"])
        #expect(try choose(front, config: trust, at: "home/c.md").tools == ["deploy: ask"])
    }

    @Test func linksAreFollowedOnBothSides() throws {
        let front = "tools = ['deploy']"
        try folder.write("real/x", "")
        try folder.write("work/x", "")
        symlink(folder("real"), folder("link"))
        // The folder is named by a link.
        #expect(
            try choose(front, config: trusting(folder("link")), at: "real/c.md").tools
                == ["deploy: always"])
        // The conversation is reached by one.
        #expect(
            try choose(front, config: trusting(folder("real")), at: "link/c.md").tools
                == ["deploy: always"])
        // A link in a trusted folder leads to a stranger's file.
        try folder.write("stranger/c.md", "+++\n\(front)\n+++\nHi\n")
        symlink(folder("stranger/c.md"), folder("work/linked.md"))
        #expect(
            try choose(front, config: trusting(folder("work")), at: "work/linked.md").tools
                == ["deploy: ask"])
        symlink(folder("stranger"), folder("work/inner"))
        #expect(
            try choose(front, config: trusting(folder("work")), at: "work/inner/c.md").tools
                == ["deploy: ask"])
    }

    @Test func theProjectFileOfATrustedFolderIsAStrangersStill() throws {
        let run = try choose(config: trusting(folder("work")), project: "tools = ['deploy']")
        #expect(run.tools == ["deploy: ask"])
    }

    // MARK: Unknown names

    @Test func anUnknownToolOfAConversationIsAnErrorWithItsPlace() throws {
        let error = try #require(failure { try choose("tools = ['both',\n 'calcualtor']") })
        #expect(error.code == .invalidFile)
        #expect(error.message == "there is no tool or collection `calcualtor`")
        #expect(error.hint == "did you mean `calculator`?")
        #expect(error.path == folder("work/chat.md"))
        #expect((error.line, error.column) == (3, 2))
    }

    @Test func anUnknownToolOfTheCommandLineIsAnErrorToo() throws {
        let added = try #require(failure { try choose(adding: ["deplay"]) })
        #expect(
            added
                == .usage(
                    "-T: there is no tool or collection `deplay`", hint: "did you mean `deploy`?"))
        let typed = try #require(failure { try choose(typed: ["tools=nonesuch"]) })
        #expect(
            typed
                == .usage(
                    "-o tools: there is no tool or collection `nonesuch`",
                    hint: "`chatmd tools` lists those that may be chosen"))
    }

    @Test func elsewhereAnUnknownToolIsLeftOutWithAWarning() throws {
        let run = try choose(project: "tools = ['calculator',\n'run_tests']")
        #expect(run.tools == ["calculator: always"])
        let (warning, path) = try #require(run.settings.warnings.first)
        #expect(warning.message == "there is no tool or collection `run_tests`, so it is left out")
        #expect((warning.line, warning.column) == (2, 1))
        #expect(path == folder("work/.chatmd.toml"))
    }

    // MARK: The choice among them

    @Test(arguments: [
        ("auto", ToolChoice.auto), ("none", .none), ("required", .required),
        ("careful", .tool("careful")), ("deploy", .tool("deploy")),
    ])
    func theChoiceIsAWordOrATool(word: String, choice: ToolChoice) throws {
        let run = try choose("tools = 'both'\ntool_choice = '\(word)'")
        #expect(run.settings.toolChoice == choice)
    }

    @Test func aChoiceThatIsNoneOfTheToolsIsAnErrorWithItsPlace() throws {
        let error = try #require(
            failure {
                try choose("tools = 'both'\ntool_choice = 'deplay'")
            })
        #expect(error.code == .invalidFile)
        #expect(error.message == "`tool_choice` names `deplay`, which is none of the chosen tools")
        #expect(error.hint == "did you mean `deploy`?")
        #expect((error.line, error.column) == (3, 15))
    }

    /// The tools may come by -T, at one time and not at another.
    @Test(arguments: ["auto", "none", "required"])
    func aChoiceMeansNothingWithoutTools(word: String) throws {
        #expect(try choose("tool_choice = '\(word)'").settings.toolChoice == nil)
    }

    @Test func aToolThatMustBeCalledHasToBeThere() throws {
        let error = try #require(failure { try choose("tool_choice = 'careful'") })
        #expect(error.message == "`tool_choice` is \"careful\", but no tool is chosen")
    }

    @Test func whoeverChoosesOtherToolsIsHeldToNoChoice() throws {
        let front = "tools = 'both'\ntool_choice = 'careful'"
        #expect(try choose(front, adding: ["none"]).settings.toolChoice == nil)
        #expect(try choose(front, typed: ["tools=calculator"]).settings.toolChoice == nil)
        #expect(try choose(front, adding: ["calculator"]).settings.toolChoice == .tool("careful"))
    }

    @Test func aGeneralChoiceThatFitsNoToolIsLeftOut() throws {
        let config = ("tool_choice = 'careful'", "")
        #expect(try choose(config: config).warnings.isEmpty)
        let run = try choose(
            config: ("tool_choice = 'off'\ntools.use = ['calculator']", ""))
        #expect(run.settings.toolChoice == nil)
        #expect(
            run.warnings == [
                "`tool_choice` names `off`, which is none of the chosen tools, so it is left out"
            ])
    }

    @Test func callsAtOnceAreSetOnlyWhereThereAreTools() throws {
        let with = try choose("tools = 'both'\nparallel_tool_calls = false")
        #expect(with.settings.options.parallelToolCalls == false)
        let without = try choose("parallel_tool_calls = false")
        #expect(without.settings.options.parallelToolCalls == nil)
        #expect(without.warnings.isEmpty)
    }

    // MARK: Models without tools

    private static let toolless = "xai/grok-4.20-multi-agent"

    @Test func aModelThatCallsNoToolsIsRefusedWhereTheConversationWantsThem() throws {
        let error = try #require(
            failure {
                try choose("tools = 'both'", model: Self.toolless)
            })
        #expect(error.code == .unsupported)
        #expect(
            error.message
                == "`grok-4.20-multi-agent` takes no `tools`: it cannot call `careful` or `deploy`")
        #expect((error.path, error.line) == (folder("work/chat.md"), 2))
        #expect(failure { try choose(adding: ["careful"], model: Self.toolless) } != nil)
    }

    @Test func toolsOfTheConfigurationAreLeftOutForSuchAModelWithOneWarning() throws {
        let config = (
            "tool_choice = 'required'\nparallel_tool_calls = false\ntools.use = ['both']", ""
        )
        let run = try choose(config: config, model: Self.toolless)
        #expect(run.settings.tools.isEmpty)
        #expect(run.settings.toolChoice == nil)
        #expect(run.settings.options.parallelToolCalls == nil)
        #expect(
            run.warnings == [
                "`grok-4.20-multi-agent` takes no `tools`: it cannot call `careful` or `deploy`, "
                    + "so it is left out"
            ])
    }

    @Test func whatAProtocolCannotSayOfToolsIsSaid() throws {
        let run = try choose(
            "tools = 'both'", config: ("parallel_tool_calls = false", ""), model: "gemini/g")
        #expect(run.settings.tools.count == 2)
        #expect(run.settings.options.parallelToolCalls == nil)
        #expect(
            run.warnings == [
                "Gemini's protocol has no `parallel_tool_calls`, so it is left out"
            ])
    }
}
