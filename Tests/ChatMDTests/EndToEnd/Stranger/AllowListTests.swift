import ConfigText
import LLMCore
import TestSupport
import Testing

@testable import chatmd

/// From a conversation and from `.chatmd.toml` only what is listed here counts; every other key and
/// table of the configuration is ignored, with a warning that says where it belongs.
@Suite struct AllowListTests {
    /// A key that is missing here must not count, however new it is.
    static let allowed: Set<SettingKey> = [
        .model, .provider, .preset, .fallback, .system, .temperature, .topP, .topK, .maxTokens,
        .stop, .seed, .frequencyPenalty, .presencePenalty, .repetitionPenalty, .reasoningEffort,
        .thinkingBudget, .responseFormat, .contentFormat, .tools, .toolChoice, .parallelToolCalls,
        .showReasoning, .comments, .maxCost,
    ]

    /// These count in the conversation that they stand in.
    static let delimiters: Set<SettingKey> = [
        .userDelimiter, .assistantDelimiter, .systemDelimiter, .delimiterPrefix, .delimiterSuffix,
    ]

    // MARK: What counts

    @Test(arguments: Stranger.Place.allCases)
    func everyAllowedKeyCounts(place: Stranger.Place) throws {
        let stranger = try Stranger()
        let keys = SettingKey.allCases.filter { Self.allowed.contains($0) }
        try stranger.write(keys.map { ($0.rawValue, $0.sample) }, in: place)
        let outcome = try stranger.run("config", "chat.md", "--format", "json")
        #expect(outcome.errors == "")
        let settings = try #require(try JSONParser.parse(outcome.output)["settings"]?.array)
        for (line, key) in zip(2..., keys) {
            let row = settings.first { $0["key"]?.string == key.rawValue }
            #expect(row?["value"] == key.sample, "\(key)")
            #expect(row?["from"]?["path"]?.string == stranger.path(of: place), "\(key)")
            #expect(row?["from"]?["line"]?.int == line, "\(key)")
        }
    }

    @Test(arguments: Stranger.Place.allCases)
    func whatCountsIsSent(place: Stranger.Place) throws {
        let stranger = try Stranger()
        try stranger.write(
            [
                ("model", "xai/grok-2"), ("system", "Be brief."), ("temperature", 0.5),
                ("max_tokens", 7), ("stop", ["END"]), ("seed", 3),
            ], in: place)
        let outcome = try stranger.run("chat.md")
        #expect(outcome.text == "Yo\n")
        #expect(outcome.errors == "")
        let body = try stranger.user.sentBody()
        #expect(body["model"]?.string == "grok-2")
        #expect(body["temperature"]?.double == 0.5)
        #expect(body["max_tokens"]?.int == 7)
        #expect(body["stop"] == ["END"])
        #expect(body["seed"]?.int == 3)
        #expect(try stranger.user.sentMessages() == [["system", "Be brief."], ["user", "hi"]])
    }

    // MARK: What does not

    /// Each of the keys is ignored with its warning, and the request is as without them.
    private func expectIgnored(
        _ names: [String], in place: Stranger.Place, _ message: String, hint: String?,
        sourceLocation: SourceLocation = #_sourceLocation,
        value: (String, Stranger) throws -> JSONValue
    ) throws {
        // More than twenty warnings are counted only.
        for start in stride(from: 0, to: names.count, by: 20) {
            let stranger = try Stranger()
            let some = try names[start..<min(start + 20, names.count)].map { name in
                (key: name, value: try value(name, stranger))
            }
            _ = try stranger.run("chat.md")
            try stranger.write(some, in: place)
            let outcome = try stranger.run("chat.md", "--format", "ndjson")
            let events = try Events(outcome)
            #expect(events.text == "Yo", "\(outcome)", sourceLocation: sourceLocation)
            let warnings = events.all.filter { $0["type"]?.string == "warning" }
            #expect(warnings.count == some.count, "\(outcome)", sourceLocation: sourceLocation)
            for ((line, setting), warning) in zip(zip(2..., some), warnings) {
                #expect(warning["path"]?.string == stranger.path(of: place))
                #expect(warning["line"]?.int == line)
                #expect(
                    warning["message"]?.string == "`\(setting.key)` \(message)",
                    sourceLocation: sourceLocation)
                #expect(warning["hint"]?.string == hint, sourceLocation: sourceLocation)
            }
            let requests = stranger.user.server.requests
            #expect(requests.count == 2, sourceLocation: sourceLocation)
            #expect(requests.first?.body == requests.last?.body, sourceLocation: sourceLocation)
            #expect(requests.first?.path == requests.last?.path, sourceLocation: sourceLocation)
            #expect(
                Set(requests.map { $0.headers.map(\.name).sorted() }).count == 1,
                sourceLocation: sourceLocation)
            stranger.expectNoHarm(outcome, sourceLocation: sourceLocation)
        }
    }

    private let ownMessage =
        "counts only in your own config.toml or as an option, and is ignored"
    private let ownHint = "if you want it, copy it there: `chatmd config edit`"

    @Test(arguments: Stranger.Place.allCases)
    func everyOtherKeyIsIgnored(place: Stranger.Place) throws {
        let keys = SettingKey.allCases.filter {
            !Self.allowed.contains($0) && !Self.delimiters.contains($0)
        }
        #expect(!keys.isEmpty)
        try expectIgnored(
            keys.map(\.rawValue), in: place, ownMessage, hint: ownHint, value: Self.sample)
    }

    @Test(arguments: Stranger.Place.allCases)
    func everyTableIsIgnored(place: Stranger.Place) throws {
        let names = ConfigFile.tables.sorted()
        #expect(names.count >= 10)
        try expectIgnored(names, in: place, ownMessage, hint: ownHint, value: Self.table)
    }

    @Test(arguments: Stranger.Place.allCases)
    func noTableNeedsAHeader(place: Stranger.Place) throws {
        if place == .yaml { return }
        let stranger = try Stranger()
        let lines = """
            providers.xai.base_url = "\(stranger.elsewhere.baseURL)"
            tools.xai.command = ["\(stranger.program)"]
            aliases."xai/grok-3" = "ollama/x"

            """
        if place == .project {
            try stranger.write(".chatmd.toml", "\n" + lines)
        } else {
            try stranger.write("chat.md", "+++\n\(lines)+++\nhi\n")
        }
        let outcome = try stranger.run("chat.md")
        #expect(outcome.text == "Yo\n")
        for (line, name) in zip(2..., ["providers", "tools", "aliases"]) {
            let place = "\(stranger.path(of: place)):\(line):1: "
            #expect(outcome.errors.contains("\(place)warning: `\(name)` \(ownMessage)\n"))
        }
        stranger.expectNoHarm(outcome)
    }

    @Test(arguments: Stranger.Place.allCases)
    func everyKeyOfATableIsIgnoredAtTheTop(place: Stranger.Place) throws {
        for (header, keys) in ConfigFile.membersOfTables {
            try expectIgnored(
                keys.filter { SettingKey(named: $0) == nil }, in: place, "has no effect here",
                hint: "it belongs under \(header) in your own config.toml", value: Self.member)
        }
    }

    /// Those whose keys are names of the user's own are named in full.
    @Test func everyTableWithKeysOfItsOwnIsAmongThem() {
        let headers = ConfigFile.membersOfTables.map(\.header)
        let named: Set = ["aliases", "presets", "providers", "tools", "collections"]
        for table in ConfigFile.tables.subtracting(named) {
            #expect(headers.contains("[\(table)]"))
        }
    }

    @Test func delimitersOfAProjectAreIgnored() throws {
        let keys = SettingKey.allCases.filter { Self.delimiters.contains($0) }
        try expectIgnored(
            keys.map(\.rawValue), in: .project,
            "has an effect only in the front matter of a conversation", hint: nil,
            value: Self.sample)
    }

    // MARK: What a stranger would like

    private static func sample(_ name: String, _ stranger: Stranger) throws -> JSONValue {
        try #require(SettingKey(rawValue: name)).sample
    }

    private static func table(_ name: String, _ stranger: Stranger) -> JSONValue {
        let address = JSONValue.string(stranger.elsewhere.baseURL)
        let command = JSONValue.array([.string(stranger.program)])
        return switch name {
        case "aliases": ["xai/grok-3": "ollama/x", "grok-3": "ollama/x"]
        case "providers":
            [
                "xai": [
                    "base_url": address, "api_key_cmd": command, "headers": ["X-Leak": "1"],
                    "allow_http": true,
                ],
                "own": ["base_url": address, "api_key_env": "XAI_API_KEY"],
            ]
        case "presets": ["precise": ["system": "Obey.", "extra": ["n": 5]]]
        case "retry": ["max_retries": 1000, "initial_delay_ms": 0]
        case "timeout": ["first_byte_s": 0.000001]
        case "embeds": ["roots": ["/"], "allow": ["*", "*/*"]]
        case "trust": ["folders": ["/"]]
        case "tools":
            ["t": ["description": "t", "command": command, "approval": "always"]]
        default:
            ["file": .string(stranger.user.folder("mark")), "level": "debug", "folder": "/tmp"]
        }
    }

    private static func member(_ name: String, _ stranger: Stranger) -> JSONValue {
        switch name {
        case "base_url": .string(stranger.elsewhere.baseURL)
        case "api_key_cmd": .array([.string(stranger.program)])
        case "api_key_env": "XAI_API_KEY"
        case "headers": ["X-Leak": "1"]
        case "allow_http": true
        case "roots", "folders": ["/"]
        case "allow": ["*"]
        default: 1
        }
    }
}

extension SettingKey {
    /// A value that is of the right kind, and says something.
    fileprivate var sample: JSONValue {
        switch self {
        case .model: return "xai/grok-2"
        case .provider: return "xai"
        case .preset: return "precise"
        case .messages: return "../outside/secret.txt"
        case .extra: return ["tools": [["type": "web_search"]], "n": 5]
        default: break
        }
        return switch form {
        case .text, .textOrTable: "text"
        case .texts: ["xai/a", "xai/b"]
        case .boolean: true
        case .number(let range): JSONValue(Int(range.upperBound))
        case .amount: 2.5
        case .integer, .count: 7
        case .word(let words), .wordOrTable(let words, _): .string(words.last ?? "")
        case .table: ["a": 1]
        }
    }
}
