import LLMCore
import TestSupport
import Testing

/// `chatmd tokens --exact` against a server that counts.
@Suite struct ExactTokensTests {
    private func exact(
        _ model: String, key: String?, answering answers: [String: String]
    ) throws -> (Scene, ChatMDProcess.Outcome) {
        var scene = try Scene.counting { request, connection in
            connection.respond(
                status: answers[request.path] == nil ? 404 : 200,
                contentType: "application/json", body: answers[request.path] ?? "{}")
        }
        if let key { scene.environment[key] = "test-key-0123456789" }
        let outcome = try scene.run(
            "tokens", "work/chat.md", "-m", model, "--exact", "-o", "max_tokens=100")
        #expect(outcome.errors == "")
        #expect(outcome.ending == .exit(0))
        return (scene, outcome)
    }

    @Test func anthropicCounts() throws {
        let (scene, outcome) = try exact(
            "claude-sonnet-5-5", key: "ANTHROPIC_API_KEY",
            answering: ["/v1/messages/count_tokens": #"{"input_tokens":1234}"#])
        #expect(outcome.text.contains("\n  tokens   1,234, counted by Anthropic\n"))
        #expect(!outcome.text.contains("by an estimate"))
        let request = try #require(scene.server.requests.first)
        #expect(request["x-api-key"] == "test-key-0123456789")
        #expect(request["anthropic-version"] == "2023-06-01")
        let body = try scene.sentBody()
        #expect(body["model"] == "claude-sonnet-5-5")
        #expect(body["system"]?[0]?["text"] == "You answer in one line.")
        #expect(body["messages"]?.array?.count == 3)
        // What says how to answer would be refused.
        #expect(body["max_tokens"] == nil)
        #expect(body["stream"] == nil)
    }

    @Test func geminiCounts() throws {
        let path = "/v1/models/gemini-3.8-flash:countTokens"
        let (scene, outcome) = try exact(
            "gemini-3.8-flash", key: "GEMINI_API_KEY", answering: [path: #"{"totalTokens":77}"#])
        #expect(outcome.text.contains("\n  tokens   77, counted by Gemini\n"))
        let request = try #require(try scene.sentBody()["generateContentRequest"])
        #expect(request["model"] == "models/gemini-3.8-flash")
        #expect(request["systemInstruction"]?["parts"]?[0]?["text"] == "You answer in one line.")
        #expect(request["contents"]?.array?.count == 3)
    }

    @Test func openAICounts() throws {
        let (scene, outcome) = try exact(
            "gpt-5.5", key: "OPENAI_API_KEY",
            answering: [
                "/v1/responses/input_tokens":
                    #"{"object":"response.input_tokens","input_tokens":56}"#
            ])
        #expect(outcome.text.contains("\n  tokens   56, counted by OpenAI\n"))
        let body = try scene.sentBody()
        #expect(body["input"]?.array?.count == 4)
        #expect(body["max_output_tokens"] == nil)
        #expect(body["store"] == nil)
    }

    @Test func llamaCppCounts() throws {
        let (scene, outcome) = try exact(
            "llamacpp/default", key: nil,
            answering: [
                "/apply-template": #"{"prompt":"<user>hi"}"#, "/tokenize": #"{"tokens":[1,2,3]}"#,
            ])
        #expect(outcome.text.contains("\n  tokens   3, counted by llama.cpp\n"))
        #expect(outcome.text.contains("\n  cost     nothing\n"))
        #expect(scene.server.requests.map(\.path) == ["/apply-template", "/tokenize"])
        let bodies = try scene.server.requests.map { try JSONParser.parse($0.body) }
        #expect(bodies.first?["messages"]?.array?.count == 4)
        #expect(bodies.last?["content"] == "<user>hi")
        #expect(bodies.last?["add_special"] == true)
    }

    @Test func programsGetTheExactNumberAndTheEstimates() throws {
        var scene = try Scene.counting { _, connection in
            connection.respond(contentType: "application/json", body: #"{"input_tokens":1234}"#)
        }
        scene.environment["ANTHROPIC_API_KEY"] = "test-key-0123456789"
        let outcome = try scene.run("tokens", "work/chat.md", "--exact", "--format", "json")
        let json = try JSONParser.parse(outcome.output)
        #expect(json["tokens"]?.int == 1234)
        #expect(json["exact"] == true)
        #expect(json["error_percent"] == nil)
        #expect(json["messages"]?.array?.count == 4)
    }

    @Test(
        arguments: [
            (
                "mistral-large-latest", 7,
                "Mistral has no way to count tokens\n"
                    + "  these have: openai, anthropic, gemini, llamacpp"
            ),
            ("echo", 7, "Echo has no way to count tokens"),
            ("claude-sonnet-5-5", 4, "no key for Anthropic"),
        ] as [(String, Int32, String)])
    func whoCannotCountIsTold(_ model: String, _ status: Int32, _ message: String) throws {
        let scene = try Scene.counting()
        let outcome = try scene.run("tokens", "work/chat.md", "-m", model, "--exact")
        #expect(outcome.ending == .exit(status))
        #expect(outcome.text == "")
        #expect(outcome.errors.hasPrefix("chatmd: error: \(message)"), "\(outcome.errors)")
        #expect(scene.server.requests.isEmpty)
    }

    /// At another address OpenAI's provider speaks Chat Completions, which count nothing.
    @Test func theFormatDecidesToo() throws {
        var scene = try Scene.counting()
        try scene.write(config: "[providers.openai]\nbase_url = \"\(scene.server.baseURL)\"\n")
        scene.environment["OPENAI_API_KEY"] = "test-key-0123456789"
        let outcome = try scene.run("tokens", "work/chat.md", "-m", "openai/gpt-5.5", "--exact")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.hasPrefix("chatmd: error: OpenAI has no way to count tokens"))
    }

    @Test func withoutAModelNobodyCanBeAsked() throws {
        let outcome = try Scene.counting().run(
            "tokens", "--exact", input: .bytes([UInt8]("Hello\n")))
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.hasPrefix("chatmd: error: no model is set"))
    }

    @Test(arguments: [#"{"total":3}"#, #"{"input_tokens":-1}"#, #"{"input_tokens":"many"}"#, "[]"])
    func anAnswerWithoutACountIsAnError(answer: String) throws {
        var scene = try Scene.counting { _, connection in
            connection.respond(contentType: "application/json", body: answer)
        }
        scene.environment["ANTHROPIC_API_KEY"] = "test-key-0123456789"
        let outcome = try scene.run("tokens", "work/chat.md", "--exact")
        #expect(outcome.ending == .exit(7))
        #expect(
            outcome.errors.hasPrefix(
                "chatmd: error: the answer is JSON, but no count of tokens: `\(answer)`"))
    }

    @Test func whatTheProviderRefusesIsSaidInItsWords() throws {
        var scene = try Scene.counting { _, connection in
            connection.respond(
                status: 400, contentType: "application/json",
                body: #"{"type":"error","error":{"type":"invalid_request_error","#
                    + #""message":"prompt is too long"}}"#)
        }
        scene.environment["ANTHROPIC_API_KEY"] = "test-key-0123456789"
        let outcome = try scene.run("tokens", "work/chat.md", "--exact")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains("prompt is too long"))
    }
}
