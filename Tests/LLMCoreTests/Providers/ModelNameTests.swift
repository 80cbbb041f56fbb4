import Testing

@testable import LLMCore

@Suite struct ModelNameTests {
    private func resolve(
        _ model: String?,
        provider: String? = nil,
        aliases: [String: String] = [:],
        keys: Set<String> = []
    ) throws(LLMError) -> String {
        let (row, name) = try ModelName.resolve(
            model: model, provider: provider, aliases: aliases, providers: BuiltInProviders.all,
            hasKey: { keys.contains($0.id) })
        return "\(row.id) \(name)"
    }

    private func error(_ model: String?, provider: String? = nil) -> LLMError? {
        #expect(throws: LLMError.self) { try resolve(model, provider: provider) }
    }

    // MARK: Rules

    @Test(arguments: [
        ("gpt-4o", "openai gpt-4o"), ("o1", "openai o1"), ("o3-mini", "openai o3-mini"),
        ("o4-mini", "openai o4-mini"), ("chatgpt-4o-latest", "openai chatgpt-4o-latest"),
        ("grok-3", "xai grok-3"), ("echo", "echo echo"),
    ])
    func aPatternFindsTheProvider(_ model: String, _ resolved: String) throws {
        #expect(try resolve(model) == resolved)
    }

    @Test(arguments: [
        ("openai/gpt-4o", "openai gpt-4o"), ("ollama/llama3.2:3b", "ollama llama3.2:3b"),
        ("openrouter/openai/gpt-4o", "openrouter openai/gpt-4o"),
        ("openrouter/meta-llama/llama-3-8b:free", "openrouter meta-llama/llama-3-8b:free"),
        ("xai/gpt-4o", "xai gpt-4o"), ("openai/grok-3", "openai grok-3"),
    ])
    func aFirstSegmentThatIsAProviderNamesIt(_ model: String, _ resolved: String) throws {
        #expect(try resolve(model) == resolved)
    }

    @Test(arguments: [
        ("llama3", "ollama llama3"),
        ("deepseek-v3.1:671b-cloud", "ollama deepseek-v3.1:671b-cloud"),
        ("gpt-oss:20b-cloud", "ollama gpt-oss:20b-cloud"),
        ("llama3:latest", "ollama llama3:latest"),
        ("text-embedding-3-small", "openai text-embedding-3-small"),
    ])
    func theCatalogueFindsTheProviderBeforeAPatternDoes(
        _ model: String, _ resolved: String
    ) throws {
        #expect(try resolve(model) == resolved)
    }

    @Test func theCatalogueNamesNoProviderThatIsNotThere() {
        #expect(throws: LLMError.self) {
            try ModelName.resolve(
                model: "grok-4.7", provider: nil, aliases: [:],
                providers: [BuiltInProviders.openAI, BuiltInProviders.ollama], hasKey: { _ in true }
            )
        }
    }

    @Test func aProviderThatIsSetTakesTheNameAsItIs() throws {
        #expect(try resolve("openai/gpt-4o", provider: "openrouter") == "openrouter openai/gpt-4o")
        #expect(try resolve("grok-3", provider: "ollama") == "ollama grok-3")
    }

    @Test func aProviderAloneBringsItsDefaultModel() throws {
        #expect(try resolve(nil, provider: "xai") == "xai \(BuiltInProviders.xAI.defaultModel!)")
    }

    @Test func aProviderWithoutDefaultModelAsksForOne() {
        let error = error(nil, provider: "ollama")
        #expect(error?.code == .modelNotFound)
        #expect(error?.hint == "name one, as in model = \"ollama/NAME\"")
    }

    @Test func anAliasStandsForItsTarget() throws {
        #expect(try resolve("fast", aliases: ["fast": "openrouter/a/b"]) == "openrouter a/b")
    }

    @Test func anAliasMayNameAnAlias() throws {
        #expect(try resolve("a", aliases: ["a": "b", "b": "grok-3"]) == "xai grok-3")
    }

    @Test func anAliasComesBeforeAPattern() throws {
        #expect(try resolve("gpt-4o", aliases: ["gpt-4o": "ollama/own"]) == "ollama own")
    }

    @Test func anAliasOfItselfIsItsTarget() throws {
        #expect(try resolve("grok-3", aliases: ["grok-3": "grok-3"]) == "xai grok-3")
    }

    @Test func aliasesInACircleEnd() {
        let error = #expect(throws: LLMError.self) {
            try resolve("a", aliases: ["a": "b", "b": "a"])
        }
        #expect(error?.code == .modelNotFound)
    }

    @Test func aProviderThatIsSetPassesAliasesBy() throws {
        #expect(try resolve("fast", provider: "xai", aliases: ["fast": "echo"]) == "xai fast")
    }

    @Test func withoutModelTheFirstProviderWithAKeyAnswers() throws {
        #expect(try resolve(nil, keys: ["openrouter", "xai"]).hasPrefix("xai "))
    }

    @Test func aProviderThatNeedsNoKeyIsNotChosenByIt() {
        #expect(throws: LLMError.self) { try resolve(nil, keys: ["ollama", "echo"]) }
    }

    @Test func aProviderIsNoModel() {
        #expect(
            error("openai")?.hint == "`openai` is a provider; its models are named openai/gpt-5.5")
        #expect(error("ollama")?.hint?.hasSuffix("ollama/NAME") == true)
    }

    @Test func withoutModelAndKeyTheErrorNamesSomeVariablesAndEcho() {
        let error = error(nil)
        #expect(error?.code == .authentication)
        #expect(
            error?.hint?.contains(
                "(OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY or another provider's)") == true
        )
        #expect(error?.hint?.contains("echo") == true)
    }

    @Test func aMissingKeyNeverChangesTheProvider() throws {
        #expect(try resolve("grok-3", keys: ["openai"]) == "xai grok-3")
    }

    // MARK: Suggestions

    @Test(arguments: [
        ("gork-3", "xai/grok-3"), ("grokk-3", "xai/grok-3"), ("Grok-3", "xai/grok-3"),
        ("claud-sonnet", "anthropic/claude-sonnet-5-5"), ("opus", "anthropic/claude-opus-5-5"),
        ("gtp-4o", "openai/gpt-4o"), ("grok3", "xai/grok-3"),
        ("gpt4o", "openai/gpt-4o"), ("gpt55", "openai/gpt-5.5"), ("gro-3", "xai/grok-3"),
        ("opnai/gpt-4o", "openai/gpt-4o"), ("olama/llama3", "ollama/llama3"),
        ("openruoter/a/b", "openrouter/a/b"), ("ehco", "echo"), ("lama3", "ollama/llama3"),
        ("txt-embedding-3-small", "openai/text-embedding-3-small"),
    ])
    func aSlipIsCorrected(_ model: String, _ meant: String) {
        let error = error(model)
        #expect(error?.code == .modelNotFound)
        #expect(error?.hint == "did you mean `\(meant)`?")
    }

    @Test(arguments: [
        ("phi9", "ollama/phi9"),
        ("acme/mixtral", "openrouter/acme/mixtral"),
    ])
    func anUnknownModelIsToldToNameItsProvider(_ model: String, _ example: String) {
        let error = error(model)
        #expect(error?.message == "no provider is known for the model `\(model)`")
        #expect(error?.hint?.contains("write provider/model, as in \(example)") == true)
    }

    @Test func anUnknownProviderIsCorrected() {
        let error = error("m", provider: "opnai")
        #expect(error?.code == .invalidConfig)
        #expect(error?.message == "there is no provider `opnai`")
        #expect(error?.hint == "did you mean `openai`?")
    }

    @Test func aProviderFarFromAllListsThem() {
        #expect(
            error("m", provider: "work")?.hint
                == "known are \(BuiltInProviders.all.map(\.id).joined(separator: ", "))")
    }

    // MARK: Hostile names

    @Test(arguments: [
        "", "gpt-4o\n", "gpt 4", "gpt-../x", "grok-3?x=1", "grok-#", "grok-é", "grok-\u{202E}",
        "grok-%2e",
        "openai/", "openai/..", "openai/a\"b", "\0", "a/../b", "grok-\\",
    ])
    func aNameWithOtherCharactersIsRefused(_ model: String) {
        let error = error(model)
        #expect(error?.code == .modelNotFound)
        #expect(error?.message.utf8.allSatisfy { $0 >= 0x20 } == true)
    }

    @Test(arguments: ["a\u{202E}b", "\u{1B}[31m", "../../etc"])
    func aSetProviderChecksTheNameToo(_ model: String) {
        #expect(error(model, provider: "xai")?.code == .modelNotFound)
    }

    @Test func aVeryLongNameIsCutInTheError() {
        let error = error(String(repeating: "é", count: 100_000))
        #expect((error?.message.count ?? 0) < 300)
    }

    @Test func aVeryLongPlainNameEndsQuickly() {
        let error = error(String(repeating: "a", count: 100_000))
        #expect(error?.code == .modelNotFound)
        #expect((error?.message.count ?? 0) < 300)
        #expect((error?.hint?.count ?? 0) < 300)
    }

    @Test(arguments: ["meta/llama-3.1_8B:free@v2+x", "a.b", "A-Z_09"])
    func everyAllowedCharacterPasses(_ model: String) throws {
        #expect(try resolve(model, provider: "ollama") == "ollama \(model)")
    }
}
