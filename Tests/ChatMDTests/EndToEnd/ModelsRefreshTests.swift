import LLMCore
import TestSupport
import Testing

/// `chatmd models --refresh` against a server on loopback.
@Suite struct ModelsRefreshTests {
    private static let list = """
        {"data":[{"id":"brand-new","context_length":64000,"top_provider":{"max_completion_tokens":8000},\
        "pricing":{"prompt":"0.0000004","completion":"0.0000016"},"expiration_date":"2027-03-01"},\
        {"id":"brand-new-mini:free","pricing":{"prompt":"0","completion":"0"}},{"id":"gpt-4o"}]}
        """

    private func scene() throws -> Scene { try Scene.answering((200, Self.list)) }

    private func names(_ outcome: ChatMDProcess.Outcome) -> [String] {
        outcome.text.split(separator: "\n").dropFirst().map {
            String($0.prefix { $0 != " " })
        }
    }

    @Test func theProvidersOwnListIsPrinted() throws {
        let scene = try scene()
        let outcome = try scene.run("models", "--refresh", "--provider", "openai")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(
            names(outcome) == ["openai/brand-new", "openai/brand-new-mini:free", "openai/gpt-4o"])
        let line = outcome.text.split(separator: "\n")[1].split(separator: " ")
        #expect(line.prefix(5) == ["openai/brand-new", "64k", "8k", "0.4", "1.6"])
        #expect(line.last == "2027-03-01")
        // What the list does not tell, the catalogue does.
        #expect(outcome.text.split(separator: "\n")[3].split(separator: " ")[1] == "128k")
        let request = try #require(scene.server.requests.first)
        #expect(request.method == "GET")
        #expect(request.path == "/v1/models")
        #expect(request["authorization"] == "Bearer \(Scene.openAIKey)")
    }

    @Test func onlyProvidersWithAKeyAreAskedByThemselves() throws {
        var scene = try scene()
        scene.environment["WORK_KEY"] = "work-key-0123456789"
        let outcome = try scene.run("models", "--refresh", "--search", "BRAND-new-")
        #expect(
            names(outcome) == ["openai/brand-new-mini:free", "work/brand-new-mini:free"])
        #expect(scene.server.requests.count == 2)
    }

    @Test func freeModelsCanBeChosen() throws {
        let outcome = try scene().run("models", "--refresh", "--provider", "free", "--free")
        #expect(names(outcome) == ["free/brand-new-mini:free"])
    }

    @Test func openRouterNeedsNoKey() throws {
        let scene = try scene()
        let outcome = try scene.run("models", "--refresh", "--provider", "openrouter")
        #expect(names(outcome).count == 3)
        #expect(scene.server.requests.first?["authorization"] == nil)
    }

    @Test func anthropicIsAskedInItsOwnWay() throws {
        var scene = try Scene.answering(
            (200, #"{"data":[{"id":"a"}],"has_more":true,"last_id":"a"}"#),
            (200, #"{"data":[{"id":"b"}],"has_more":false}"#))
        scene.environment["ANTHROPIC_API_KEY"] = "sk-ant-0123456789"
        scene.environment["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:\(scene.server.port)"
        let outcome = try scene.run("models", "--refresh", "--provider", "anthropic")
        #expect(names(outcome) == ["anthropic/a", "anthropic/b"])
        #expect(
            scene.server.requests.map(\.path) == [
                "/v1/models?limit=1000", "/v1/models?limit=1000&after_id=a",
            ])
        #expect(
            scene.server.requests.map { $0["x-api-key"] } == [
                "sk-ant-0123456789", "sk-ant-0123456789",
            ])
        #expect(scene.server.requests.last?["anthropic-version"] == "2023-06-01")
    }

    @Test func oneModelIsToldAbout() throws {
        let outcome = try scene().run("models", "--refresh", "openai/brand-new")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.hasPrefix("openai/brand-new\n\n"))
        #expect(outcome.text.contains("64,000 tokens"))
        #expect(outcome.text.contains("$0.4 in, $1.6 out"))

        let json = try JSONParser.parse(
            try scene().run("models", "--refresh", "free/brand-new", "--format", "json").output)
        #expect(json["id"] == "brand-new")
        #expect(json["context_window"] == 64_000)
        #expect(json["max_output_tokens"] == 8000)
        #expect(json["usd_per_million_tokens"]?["output"]?.double == 1.6)
        #expect(json["ends"] == "2027-03-01")
    }

    @Test func programsGetJSON() throws {
        let outcome = try scene().run(
            "models", "--refresh", "--provider", "free", "--format", "json")
        let models = try #require(try JSONParser.parse(outcome.output)["models"]?.array)
        #expect(models.map { $0["id"]?.string } == ["brand-new", "brand-new-mini:free", "gpt-4o"])
        #expect(models.allSatisfy { $0["provider"] == "free" })
    }

    @Test(arguments: [
        (["--provider", "echo"], 7, "Echo has no list of models"),
        (["--provider", "work"], 4, "no key for work: WORK_KEY is not set"),
        (["--provider", "opneai"], 3, "there is no provider `opneai`"),
        (["openai/brand-new", "--free"], 2, "--search and --free choose from the list"),
        (["--provider", "free", "--search", "zzz"], 7, "no listed model fits"),
        (["free/brand-ne"], 7, "free does not list `brand-ne`\n  did you mean brand-new?"),
    ])
    func whatThereIsNotIsSaid(_ words: [String], _ status: Int32, _ message: String) throws {
        let scene = try scene()
        let outcome = try scene.start(["models", "--refresh"] + words).outcome()
        #expect(scene.folder.names == ["home"])
        #expect(outcome.ending == .exit(status))
        #expect(outcome.text == "")
        #expect(outcome.errors.hasPrefix("chatmd: error: \(message)"))
    }

    @Test func whatOneRefusesIsSaidAndTheOthersAreListed() throws {
        var scene = try Scene.service { request, connection in
            if request["authorization"] == "Bearer \(Scene.openAIKey)" {
                connection.respond(
                    status: 401, body: #"{"error":{"message":"No: \#(Scene.openAIKey)"}}"#)
            } else {
                connection.respond(body: Self.list)
            }
        }
        scene.environment["WORK_KEY"] = "work-key-0123456789"
        let outcome = try scene.run("models", "--refresh")
        #expect(outcome.ending == .exit(4))
        #expect(names(outcome).count == 3)
        #expect(outcome.errors.hasPrefix("chatmd: error: No: [redacted]\n"))
        #expect(scene.expectNoOpenAIKey(in: outcome))
    }

    @Test(
        arguments: [
            (404, "{}", 7), (200, "<html>", 7), (200, #"{"object":"list"}"#, 7), (503, "{}", 7),
        ] as [(Int, String, Int32)])
    func aWrongAnswerIsRefused(_ status: Int, _ body: String, _ exit: Int32) throws {
        let scene = try Scene.answering((status, body))
        let outcome = try scene.run("models", "--refresh", "--provider", "openai")
        #expect(outcome.ending == .exit(exit))
        #expect(outcome.text == "")
        #expect(outcome.errors.hasPrefix("chatmd: error: "))
    }

    @Test func aBusyServerIsAskedAgain() throws {
        let scene = try Scene.answering((503, #"{"error":{"message":"busy"}}"#), (200, Self.list))
        let outcome = try scene.run(
            "models", "--refresh", "--provider", "openai", "--retries", "1")
        #expect(names(outcome).count == 3)
        #expect(outcome.errors.hasPrefix("chatmd: busy; trying again in "))
    }

    @Test func withoutAnyKeyAWayIsShown() throws {
        var scene = try scene()
        scene.environment["OPENAI_API_KEY"] = nil
        let outcome = try scene.run("models", "--refresh")
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.contains("--provider openrouter needs no key"))
    }
}
