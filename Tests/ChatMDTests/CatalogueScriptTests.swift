import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let python: String? =
    ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
    .first { (path: String) in access(path, X_OK) == 0 }

/// `scripts/catalogue`, which no build needs.
@Suite(.enabled(if: python != nil, "needs python3")) struct CatalogueScriptTests {
    private static let script: String = {
        let tests = Snapshot.testsFolder
        return tests[..<tests.lastIndex(of: "/")!] + "/scripts/catalogue"
    }()

    /// The lines that the script makes of a list.
    private func lines(of models: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let list = try folder.write("models.json", models)
        let process = try ChatMDProcess(
            [Self.script, list, folder("out.swift")], executable: try #require(python),
            environment: ["PATH": "/usr/bin:/bin"], folder: folder.path)
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        return try #require(folder.text("out.swift")).split(separator: "\n")
            .drop { !$0.contains("StaticString") }.dropFirst().prefix { !$0.contains("\"\"\"") }
            .map { String($0.drop { $0 == " " }) }
    }

    @Test func pricesAreDecimalsPerMillionTokens() throws {
        #expect(
            try lines(
                of: """
                    {"xai/x": {"litellm_provider": "xai", "mode": "chat", "max_input_tokens": 500000,
                    "max_output_tokens": 500000, "input_cost_per_token": 7.5e-08,
                    "output_cost_per_token": 2e-06, "cache_read_input_token_cost": 6e-09,
                    "input_cost_per_token_above_200k_tokens": 1.5e-07,
                    "output_cost_per_token_above_200k_tokens": 4e-06}}
                    """) == ["x xai c 500000 - - 0.075 2 0.006 - 200000:0.15/4/-/-"])
    }

    @Test func aWindowIsTheSumOfItsShares() throws {
        #expect(
            try lines(
                of: """
                    {"gpt-x": {"litellm_provider": "openai", "mode": "responses",
                    "max_input_tokens": 272000, "max_output_tokens": 128000}}
                    """) == ["gpt-x openai r 400000 272000 128000"])
    }

    @Test func thePrefixedEntryOfTwoCounts() throws {
        #expect(
            try lines(
                of: """
                    {"deepseek/d": {"litellm_provider": "deepseek", "mode": "chat",
                    "max_input_tokens": 10},
                    "d": {"litellm_provider": "deepseek", "mode": "chat", "max_input_tokens": 20}}
                    """) == ["d deepseek c 10"])
    }

    @Test func abilitiesAndDenialsAreLetters() throws {
        #expect(
            try lines(
                of: """
                    {"claude-x": {"litellm_provider": "anthropic", "mode": "chat",
                    "supports_vision": true, "supports_function_calling": false,
                    "supports_sampling_params": false, "supports_web_search": false,
                    "supports_output_config": true, "supports_max_reasoning_effort": true,
                    "deprecation_date": "2027-01-31"}}
                    """) == ["claude-x anthropic c - - - - - - - - v!tn lmhX 2027-01-31"])
    }

    @Test func whatCannotBeAskedIsLeftOut() throws {
        #expect(
            try lines(
                of: """
                    {"sample_spec": {"mode": "one of chat, embedding"},
                    "dall-e-3": {"litellm_provider": "openai", "mode": "image_generation"},
                    "voice": {"litellm_provider": "openai", "mode": "chat",
                    "supported_output_modalities": ["audio"]},
                    "live": {"litellm_provider": "gemini", "mode": "chat",
                    "supported_endpoints": ["/v1/realtime"]},
                    "cloud/x": {"litellm_provider": "bedrock", "mode": "chat"},
                    "gemini/e": {"litellm_provider": "gemini", "mode": "embedding",
                    "max_input_tokens": 2048, "input_cost_per_token": 1.5e-07}}
                    """) == ["e gemini e 2048 2048 - 0.15 0"])
    }
}
