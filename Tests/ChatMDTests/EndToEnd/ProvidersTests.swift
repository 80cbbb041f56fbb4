import LLMCore
import TestSupport
import Testing

@Suite struct ProvidersTests {
    private func scene() throws -> Scene {
        var scene = try Scene(
            replying: "Yo",
            config: """
                [providers.work]
                base_url = "https://user:hidden@llm.example.org/v1?token=hidden"
                api_key_env = "WORK_KEY"
                default_model = "w\u{202E}-1"
                """)
        scene.environment["OLLAMA_HOST"] = "gpu-box"
        return scene
    }

    @Test func everyProviderIsListedWithItsKeyButNotTheKeysValue() throws {
        let scene = try scene()
        let outcome = try scene.run("providers")
        #expect(outcome.ending == .exit(0))
        #expect(scene.server.requests.isEmpty)
        scene.expectNoKey(in: outcome)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == BuiltInProviders.all.count + 2)
        let xai = try #require(lines.first { $0.hasPrefix("xai ") })
        #expect(xai.contains("  XAI_API_KEY is set  "))
        #expect(xai.contains("  grok-4.7  "))
        #expect(xai.contains("  openai-chat  ") && xai.hasSuffix("  \(scene.server.baseURL)"))
        let openAI = try #require(lines.first { $0.hasPrefix("openai ") })
        #expect(openAI.contains("  OPENAI_API_KEY is not set  "))
        let ollama = try #require(lines.first { $0.hasPrefix("ollama ") })
        #expect(ollama.contains("OLLAMA_API_KEY, not needed"))
        #expect(ollama.hasSuffix("  http://gpu-box:11434/v1"))
        #expect(lines.contains { $0.hasPrefix("echo ") && $0.contains("none needed") })
    }

    @Test func whatMayBeASecretInAnAddressIsNotShown() throws {
        let outcome = try scene().run("providers")
        let work = try #require(outcome.text.split(separator: "\n").first { $0.hasPrefix("work ") })
        #expect(work.contains("WORK_KEY is not set"))
        #expect(work.contains("w<U+202E>-1"))
        #expect(work.hasSuffix("  https://…@llm.example.org/v1"))
        #expect(!outcome.text.contains("hidden"))
    }

    @Test func programsGetJSON() throws {
        let scene = try scene()
        let outcome = try scene.run("providers", "--format", "json")
        scene.expectNoKey(in: outcome)
        #expect(!outcome.text.contains("hidden"))
        let providers = try #require(try JSONParser.parse(outcome.output)["providers"]?.array)
        let xai = try #require(providers.first { $0["id"] == "xai" })
        #expect(xai["name"] == "xAI")
        #expect(xai["key_variable"] == "XAI_API_KEY")
        #expect(xai["key_is_set"] == true)
        #expect(xai["requires_key"] == true)
        #expect(xai["wire_format"] == "openai-chat")
        #expect(xai["base_url"]?.string == scene.server.baseURL)
        let echo = try #require(providers.first { $0["id"] == "echo" })
        #expect(echo["base_url"] == nil)
        #expect(echo["key_variable"] == nil)
    }
}
