import Testing

@testable import LLMCore

/// Asking for embeddings, over a transport that answers from memory.
@Suite struct EmbeddingTests {
    private let key = try! Secret("sk-test-0123456789abcdef")

    private func answer(_ vectors: String..., usage: Int? = nil) -> ScriptedTransport.Answer {
        let rows = vectors.enumerated().map {
            #"{"object":"embedding","index":\#($0),"embedding":\#($1)}"#
        }
        let usage = usage.map { #","usage":{"prompt_tokens":\#($0),"total_tokens":\#($0)}"# } ?? ""
        return json(#"{"data":[\#(rows.joined(separator: ","))],"model":"m-1"\#(usage)}"#)
    }

    private func json(_ text: String, status: Int = 200) -> ScriptedTransport.Answer {
        .response(status, text, headers: ["Content-Type": "application/json"])
    }

    private func embed(
        _ inputs: [String], at provider: Provider = BuiltInProviders.openRouter,
        dimensions: Int? = nil, _ transport: ScriptedTransport
    ) throws(LLMError) -> Embeddings {
        let request = EmbeddingRequest(model: "embed-1", inputs: inputs, dimensions: dimensions)
        return try LLMClient(transport: transport, chance: { 0 })
            .embeddings(for: request, from: provider, key: key)
    }

    private func error(_ answers: String, inputs: [String] = ["a", "b"], dimensions: Int? = nil)
        -> LLMError?
    {
        do throws(LLMError) {
            _ = try embed(inputs, dimensions: dimensions, ScriptedTransport(json(answers)))
            return nil
        } catch {
            return error
        }
    }

    private func body(_ request: HTTPRequest) throws -> JSONValue {
        try JSONParser.parse(request.body)
    }

    // MARK: Requests

    @Test func textsAreSentTogether() throws {
        let transport = ScriptedTransport(answer("[1,0]", "[0,1]", usage: 3))
        let result = try embed(["a", "b"], transport)
        #expect(result.vectors == [[1, 0], [0, 1]])
        #expect(result.model == "m-1")
        #expect(result.usage == Usage(inputTokens: 3, outputTokens: 0))
        let request = try #require(transport.requests.first)
        #expect(request.method == "POST")
        #expect(request.url.description == "https://openrouter.ai/api/v1/embeddings")
        #expect(try body(request) == ["model": "embed-1", "input": ["a", "b"]])
    }

    @Test func onlyOpenAIsOwnHostIsAskedForBase64() throws {
        let transport = ScriptedTransport(answer("[1]"), answer("[1]"))
        _ = try embed(["a"], at: BuiltInProviders.openAI, transport)
        var other = BuiltInProviders.openAI
        other.baseURL = "https://api.openai.com.example.org/v1"
        _ = try embed(["a"], at: other, transport)
        #expect(try body(transport.requests[0])["encoding_format"] == "base64")
        #expect(try body(transport.requests[1])["encoding_format"] == nil)
    }

    @Test(arguments: [("openrouter", "dimensions"), ("mistral", "output_dimension")])
    func theLengthHasTheProvidersName(_ id: String, _ field: String) throws {
        let provider = try #require(BuiltInProviders.all.first { $0.id == id })
        let transport = ScriptedTransport(answer("[1,2]"))
        _ = try embed(["a"], at: provider, dimensions: 2, transport)
        #expect(try body(transport.requests[0])[field] == 2)
    }

    @Test func ollamasOwnProtocolHasTheCompatibleEndpointBesideIt() throws {
        let provider = Provider(
            id: "here", baseURL: "http://localhost:11434/", requiresKey: false, wireFormat: .ollama)
        let transport = ScriptedTransport(answer("[1]"))
        _ = try embed(["a"], at: provider, transport)
        #expect(
            transport.requests[0].url.description == "http://localhost:11434/v1/embeddings")
    }

    // MARK: Gemini

    private var gemini: EmbeddingService { BuiltInProviders.gemini.services.embeddings! }

    @Test func geminiIsAskedInItsOwnWay() throws {
        let provider = Provider(
            id: "gemini", baseURL: "https://generativelanguage.googleapis.com/v1beta")
        for name in ["gemini-embedding-001", "models/gemini-embedding-001"] {
            let request = EmbeddingRequest(model: name, inputs: ["a", "b"], dimensions: 768)
            let http = try gemini.httpRequest(for: request, to: provider, key: key)
            #expect(
                http.url.description
                    == "https://generativelanguage.googleapis.com/v1beta/models/"
                    + "gemini-embedding-001:batchEmbedContents")
            let requests = try #require(try body(http)["requests"]?.array)
            #expect(
                requests
                    == ["a", "b"].map { text in
                        [
                            "model": "models/gemini-embedding-001",
                            "content": ["parts": [["text": .string(text)]]],
                            "outputDimensionality": 768,
                        ]
                    })
        }
    }

    @Test func aModelNameEndsNoSegmentOfThePath() throws {
        let provider = Provider(id: "gemini", baseURL: "https://example.org/v1beta")
        let request = EmbeddingRequest(model: "a/b:c?d", inputs: ["a"])
        let http = try gemini.httpRequest(for: request, to: provider, key: nil)
        #expect(http.url.path == "/v1beta/models/a%2Fb%3Ac%3Fd:batchEmbedContents")
    }

    @Test func geminisVectorsAreInTheOrderOfTheTexts() throws {
        let answer = try JSONParser.parse(
            #"{"embeddings":[{"values":[0.5]},{"values":[-2e-3]}],"usageMetadata":{"promptTokenCount":7}}"#
        )
        let result = try gemini.embeddings(in: answer, count: 2)
        #expect(result.vectors == [[0.5], [-0.002]])
        #expect(result.usage?.inputTokens == 7)
    }

    // MARK: Batches

    @Test func manyTextsGoInSeveralRequestsAndComeBackInOrder() throws {
        let provider = BuiltInProviders.ollama
        let limit = try #require(provider.services.embeddings).maxInputs
        let inputs = (0..<2 * limit + 1).map { "text \($0)" }
        func batch(_ range: Range<Int>) -> ScriptedTransport.Answer {
            let rows = range.reversed().map {
                #"{"index":\#($0 - range.lowerBound),"embedding":[\#($0)]}"#
            }
            return json(
                #"{"data":[\#(rows.joined(separator: ","))],"usage":{"prompt_tokens":10}}"#)
        }
        let transport = ScriptedTransport(
            batch(0..<limit), batch(limit..<2 * limit), batch(2 * limit..<2 * limit + 1))
        let result = try embed(inputs, at: provider, transport)
        #expect(result.vectors == inputs.indices.map { [Float($0)] })
        #expect(result.usage?.inputTokens == 30)
        #expect(result.model == "embed-1")
        let sent = try transport.requests.flatMap { try body($0)["input"]?.array ?? [] }
        #expect(sent == inputs.map(JSONValue.string))
    }

    @Test func aBatchIsNoLargerThanTheProviderTakes() throws {
        let provider = try #require(BuiltInProviders.all.first { $0.id == "mistral" })
        let limit = try #require(provider.services.embeddings).maxBytes
        let long = String(repeating: "a", count: limit / 2)
        let longest = String(repeating: "b", count: 2 * limit)
        let transport = ScriptedTransport(answer("[1]", "[2]"), answer("[3]"), answer("[4]"))
        let result = try embed([long, long, longest, "c"], at: provider, transport)
        #expect(result.vectors == [[1], [2], [3], [4]])
        let counts = try transport.requests.map { try body($0)["input"]?.array?.count }
        #expect(counts == [2, 1, 1])
    }

    @Test func vectorsOfDifferentBatchesAreEquallyLong() throws {
        let provider = try #require(BuiltInProviders.all.first { $0.id == "mistral" })
        let long = String(repeating: "a", count: 30_000)
        let transport = ScriptedTransport(answer("[1,2]"), answer("[3]"))
        let error = #expect(throws: LLMError.self) {
            try embed([long, long], at: provider, transport)
        }
        #expect(error?.code == .protocol)
        #expect(error?.message == "the embeddings differ in length: 2 and 1")
    }

    @Test func batchesTellHowFarTheyAre() throws {
        let client = LLMClient(transport: ScriptedTransport(answer("[1]", "[2]")))
        let request = EmbeddingRequest(model: "m", inputs: ["a", "b"])
        let batches = try client.embeddingBatches(
            for: request, from: BuiltInProviders.ollama, key: nil)
        #expect((batches.done, batches.total) == (0, 2))
        #expect(try batches.next() == [[1], [2]])
        #expect(batches.done == 2)
        #expect(try batches.next() == nil)
    }

    // MARK: What is refused before sending

    @Test func aProviderWithoutEmbeddingsSaysWhoHasThem() throws {
        let transport = UnusedTransport()
        let error = #expect(throws: LLMError.self) {
            try LLMClient(transport: transport).embeddings(
                for: EmbeddingRequest(model: "m", inputs: ["a"]), from: BuiltInProviders.xAI,
                key: key)
        }
        #expect(error?.code == .unsupported)
        #expect(error?.message == "xAI has no embeddings")
        #expect(error?.hint?.contains("openai, ") == true)
        #expect(error?.hint?.contains("xai") == false)
        #expect(transport.count == 0)
    }

    @Test(arguments: [[], [""], ["a", ""]])
    func nothingCannotBeEmbedded(_ inputs: [String]) {
        #expect(throws: LLMError.self) { try embed(inputs, ScriptedTransport()) }
    }

    @Test func aMissingKeyIsSaidBeforeSending() {
        let error = #expect(throws: LLMError.self) {
            try LLMClient(transport: UnusedTransport()).embeddings(
                for: EmbeddingRequest(model: "m", inputs: ["a"]), from: BuiltInProviders.openAI,
                key: nil)
        }
        #expect(error?.code == .authentication)
    }

    // MARK: What answers may not be

    @Test(arguments: [
        (#"{"data":[{"embedding":[1]}]}"#, "2 embeddings were asked for, and 1 came"),
        (#"{"data":[]}"#, "2 embeddings were asked for, and 0 came"),
        (
            #"{"data":[{"embedding":[1]},{"embedding":[1]},{"embedding":[1]}]}"#,
            "2 embeddings were asked for, and 3 came"
        ),
        (
            #"{"data":[{"index":1,"embedding":[1]},{"index":1,"embedding":[1]}]}"#,
            "the embeddings are numbered wrongly"
        ),
        (
            #"{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}"#,
            "the embeddings are numbered wrongly"
        ),
        (
            #"{"data":[{"embedding":[1]},{"embedding":[1,2]}]}"#,
            "the embeddings differ in length: 1 and 2"
        ),
        (#"{"data":[{"embedding":[]},{"embedding":[]}]}"#, "an embedding is empty"),
        (
            #"{"data":[{"embedding":[1]},{"embedding":[1e40]}]}"#,
            "an embedding holds a number beyond all bounds"
        ),
        (
            #"{"data":[{"embedding":[1]},{"embedding":["1"]}]}"#,
            "an embedding holds something that is no number"
        ),
        (
            #"{"data":[{"embedding":[1]},{"embedding":null}]}"#,
            "an embedding is neither an array nor Base64"
        ),
        (
            #"{"data":[{"embedding":"AACAPw=="},{"embedding":"AACA"}]}"#,
            "an embedding is no Base64 of 32-bit numbers"
        ),
        (
            #"{"data":[{"embedding":"AACAPw=="},{"embedding":"AADAfw=="}]}"#,
            "an embedding holds a number beyond all bounds"
        ),
        (
            #"{"object":"list"}"#,
            #"the answer is JSON, but holds no embeddings: `{"object":"list"}`"#
        ),
    ])
    func anAnswerThatCannotBeRightIsRefused(_ answer: String, _ message: String) {
        let error = error(answer)
        #expect(error?.code == .protocol)
        #expect(error?.message == message)
        #expect(error?.provider == "openrouter")
    }

    @Test func aLengthThatWasNotAskedForIsRefused() {
        let error = error(#"{"data":[{"embedding":[1,2,3]}]}"#, inputs: ["a"], dimensions: 2)
        #expect(error?.code == .unsupported)
        #expect(error?.message == "2 dimensions were asked for, and 3 came")
    }

    @Test func base64IsLittleEndian() throws {
        let result = try embed(
            ["a"], ScriptedTransport(answer(#""AACAPwAAAMAAAIC/""#)))
        #expect(result.vectors == [[1, -2, -1]])
    }

    @Test func aModelNameThatHoldsTheKeyIsRedacted() throws {
        let transport = ScriptedTransport(
            json(#"{"data":[{"embedding":[1]}],"model":"m \#("sk-test-0123456789abcdef")"}"#))
        #expect(try embed(["a"], transport).model == "m [redacted]")
    }
}
