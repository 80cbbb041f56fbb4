import LLMCore
import TestSupport
import Testing

@testable import chatmd

@Suite struct ModelsTests {
    @Test func theModelsOfOneProviderAreListed() throws {
        let scene = try Scene(replying: "Yo")
        let outcome = try scene.run("models", "--provider", "xai")
        #expect(outcome.ending == .exit(0))
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("MODEL ") == true)
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("xai/") })
        let line = try #require(lines.first { $0.hasPrefix("xai/grok-4.7 ") })
        #expect(
            line.split(separator: " ").prefix(6) == [
                "xai/grok-4.7", "500k", "2", "6", "images", "tools",
            ])
        #expect(scene.server.requests.isEmpty)
    }

    @Test func onlyModelsOfProvidersThereAreAreListed() throws {
        let scene = try Scene(replying: "Yo")
        let ids = Set(BuiltInProviders.all.map(\.id))
        let outcome = try scene.run("models")
        let lines = outcome.text.split(separator: "\n").dropFirst()
        #expect(lines.count > 100)
        #expect(lines.allSatisfy { ids.contains(String($0.prefix { $0 != "/" })) })
    }

    @Test func aSearchAndAPriceChoose() throws {
        let scene = try Scene(replying: "Yo")
        let found = try scene.run("models", "--search", "GPT-4o-mini-2024").text
        #expect(found.split(separator: "\n").count == 3)
        let free = try scene.run("models", "--free", "--provider", "ollama", "--search", "llama3")
        #expect(free.text.split(separator: "\n").count == 5)
        let none = try scene.run("models", "--free", "--provider", "xai")
        #expect(none.ending == .exit(7))
        #expect(none.errors.hasPrefix("chatmd: error: no listed model fits\n"))
    }

    @Test func oneModelIsToldAboutInFull() throws {
        let scene = try Scene(replying: "Yo", config: "[aliases]\nbig = 'openai/gpt-5.6'\n")
        let outcome = try scene.run("models", "big")
        #expect(outcome.ending == .exit(0))
        let text = outcome.text
        let recorded = Snapshot("models-gpt-5.6.txt", of: "ChatMDTests").recorded(orRecording: text)
        #expect(text == recorded)
    }

    @Test func oneModelAsJSON() throws {
        let scene = try Scene(replying: "Yo")
        let outcome = try scene.run("models", "gpt-5.6-2099-01-01", "--format", "json")
        let json = try JSONParser.parse(outcome.output)
        #expect(json["provider"] == "openai")
        #expect(json["id"] == "gpt-5.6-2099-01-01")
        #expect(json["listed"] == true)
        #expect(json["context_window"] == 1_050_000)
        #expect(json["max_input_tokens"] == 922_000)
        #expect(json["usd_per_million_tokens"]?["cache_read"]?.double == 0.4)
        #expect(json["usd_per_million_tokens"]?["above"]?["input_tokens"] == 272_000)
        #expect(json["usd_per_million_tokens"]?["above"]?["output"]?.double == 30)
        #expect(json["reasoning_efforts"]?[0] == "none")
        #expect(json["refuses"]?.array?.contains("temperature") == true)
    }

    @Test func theListIsJSONForPrograms() throws {
        let scene = try Scene(replying: "Yo")
        let outcome = try scene.run("models", "--provider=xai", "--format=json")
        let models = try #require(try JSONParser.parse(outcome.output)["models"]?.array)
        #expect(models.count == ModelCatalogue.models(of: "xai").count)
        #expect(models.allSatisfy { $0["provider"] == "xai" })
    }

    private static let own = """
        model = "work/main"
        fallback = ["ollama/mine:1b"]
        [aliases]
        fast = "work/small"
        [providers.work]
        base_url = "http://127.0.0.1:1/v1"
        default_model = "large"
        """

    private func sceneWithOwnModels() throws -> Scene {
        let scene = try Scene(replying: "Yo")
        try scene.write(config: Self.own)
        return scene
    }

    @Test func theConfigurationsOwnModelsAndAliasesAreListed() throws {
        let scene = try sceneWithOwnModels()
        let text = try scene.run("models", "--provider", "work").text
        #expect(
            text.split(separator: "\n").map { $0.split(separator: " ").prefix(2) } == [
                ["MODEL", "CONTEXT"], ["work/large"], ["work/main"], ["work/small"],
                ["ALIAS", "MODEL"], ["fast", "work/small"],
            ])
        let all = try scene.run("models").text
        #expect(all.contains("\nollama/mine:1b\n"))
        #expect(all.contains("\necho/echo\n"))
    }

    @Test func programsFindTheAliasesToo() throws {
        let scene = try sceneWithOwnModels()
        let json = try JSONParser.parse(
            try scene.run("models", "--search", "FAST", "--format", "json").output)
        #expect(json["aliases"] == [["name": "fast", "model": "work/small"]])
        let none = try scene.run("models", "--provider", "xai", "--format", "json")
        #expect(try JSONParser.parse(none.output)["aliases"] == nil)
    }

    @Test func aModelThatIsNotListedIsToldAboutByItsName() throws {
        let scene = try Scene(replying: "Yo")
        let outcome = try scene.run("models", "grok-99")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains("\n  listed          no; it is sent all the same\n"))
        #expect(outcome.text.contains("\n  refuses         top_k, stop, "))
        #expect(!outcome.text.contains("price"))
    }

    @Test func aProviderTakesANameAsItIs() throws {
        let scene = try Scene(replying: "Yo")
        let outcome = try scene.run("models", "grok-4.7", "--provider", "ollama")
        #expect(outcome.text.hasPrefix("ollama/grok-4.7\n"))
    }

    @Test(arguments: [
        (["models", "nonsense-9"], 7, "no provider is known for the model `nonsense-9`"),
        (["models", "--provider", "xia"], 3, "there is no provider `xia`"),
        (["models", "a", "b"], 2, "one model at a time, not 2"),
        (["models", "a", "--free"], 2, "--search and --free choose from the list"),
        (["models", "--format", "ndjson"], 2, ""),
        (["check", "--format", "json", "a.md"], 2, "`check` prints text or ndjson, not json"),
        (["providers", "--search", "x"], 2, "`providers` takes no --search"),
        (["providers", "xai"], 2, "`providers` lists them all and takes no name"),
    ])
    func whatCannotBeIsRefused(arguments: [String], status: Int32, message: String) throws {
        let scene = try Scene(replying: "Yo")
        let outcome = try scene.start(arguments).outcome()
        #expect(outcome.ending == .exit(status))
        #expect(outcome.errors.contains(message))
    }

    @Test func everyParameterIsASetting() {
        for parameter in Parameter.allCases {
            #expect(SettingKey(rawValue: parameter.rawValue) != nil, "\(parameter)")
        }
    }

    @Test func everyEffortIsOneOfTheSetting() {
        let words = ReasoningEffort.allCases.map(\.rawValue)
        #expect(SettingKey.reasoningEffort.form == .word(words))
    }
}
