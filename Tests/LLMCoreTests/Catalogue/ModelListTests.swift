import Testing

@testable import LLMCore

@Suite struct ModelListTests {
    private let key = try! Secret("sk-test-0123456789abcdef")

    private func list(
        _ provider: Provider, _ pages: [String], key: Secret?
    ) throws(LLMError) -> ([ListedModel], [HTTPRequest]) {
        let transport = PagedTransport(pages)
        let models = try LLMClient(transport: transport, retryPolicy: .never)
            .models(of: provider, key: key)
        return (models, transport.requests)
    }

    private func one(_ entry: String) throws -> ListedModel? {
        ListedModel(try JSONParser.parse(entry))
    }

    /// As a row of that wire format has it.
    private func paged(_ format: WireFormatName, _ pages: [String]) throws -> (
        [ListedModel], [HTTPRequest]
    ) {
        let service = try #require(ProviderServices.byFormat[format]?.models)
        let transport = PagedTransport(pages)
        let client = LLMClient(transport: transport, retryPolicy: .never)
        let provider = Provider(
            id: "mine", baseURL: "https://llm.example.org", wireFormat: format)
        let models = try client.pages(of: service, at: provider, key) { _ in }
        return (models, transport.requests)
    }

    // MARK: Lists

    @Test func theListIsAskedForBelowTheBaseURL() throws {
        let (models, requests) = try list(
            BuiltInProviders.xAI, [#"{"data":[{"id":"b"},{"id":"a"}]}"#], key: key)
        #expect(models.map(\.id) == ["b", "a"])
        #expect(requests.map(\.url.description) == ["https://api.x.ai/v1/models"])
        #expect(requests.map(\.method) == ["GET"])
    }

    /// As chats are: Google's and Anthropic's own libraries take a base URL without it.
    @Test(arguments: [
        (BuiltInProviders.gemini, "https://llm.example.org", "v1beta/models?pageSize=1000"),
        (BuiltInProviders.gemini, "https://llm.example.org/v1beta", "models?pageSize=1000"),
        (BuiltInProviders.anthropic, "https://llm.example.org", "v1/models?limit=1000"),
        (BuiltInProviders.anthropic, "https://llm.example.org/v1", "models?limit=1000"),
    ])
    func theVersionIsAddedWhereTheBaseURLLacksIt(
        _ provider: Provider, _ base: String, _ path: String
    ) throws {
        var provider = provider
        provider.replaceBaseURL(with: base)
        let (_, requests) = try list(provider, [#"{"data":[],"models":[]}"#], key: key)
        #expect(requests.map(\.url.description) == ["\(base)/\(path)"])
    }

    @Test func geminisEmbeddingsHaveTheVersionToo() throws {
        var gemini = BuiltInProviders.gemini
        gemini.replaceBaseURL(with: "https://llm.example.org")
        let service = try #require(gemini.services.embeddings)
        let request = EmbeddingRequest(model: "e", inputs: ["a"])
        let url = try service.httpRequest(for: request, to: gemini, key: key).url
        #expect(url.description == "https://llm.example.org/v1beta/models/e:batchEmbedContents")
    }

    @Test func openRoutersListNeedsNoKey() throws {
        let (models, requests) = try list(
            BuiltInProviders.openRouter, [#"{"data":[{"id":"a/b"}]}"#], key: nil)
        #expect(models.map(\.id) == ["a/b"])
        #expect(requests.first?.credential == nil)
        let error = #expect(throws: LLMError.self) {
            try list(BuiltInProviders.xAI, [], key: nil)
        }
        #expect(error?.code == .authentication)
    }

    @Test func anthropicsPagesAreJoined() throws {
        let (models, requests) = try paged(
            .anthropic,
            [
                #"{"data":[{"id":"a"},{"id":"b"}],"has_more":true,"last_id":"b"}"#,
                #"{"data":[{"id":"c"}],"has_more":false,"last_id":"c"}"#,
            ])
        #expect(models.map(\.id) == ["a", "b", "c"])
        #expect(
            requests.map(\.url.path) == [
                "/v1/models?limit=1000", "/v1/models?limit=1000&after_id=b",
            ])
        #expect(requests.map { $0.headers["anthropic-version"] } == ["2023-06-01", "2023-06-01"])
    }

    @Test func geminisPagesAreJoined() throws {
        let (models, requests) = try paged(
            .gemini,
            [
                #"{"models":[{"name":"models/a"}],"nextPageToken":"x/y="}"#,
                #"{"models":[{"name":"models/b"}]}"#,
            ])
        #expect(models.map(\.id) == ["a", "b"])
        #expect(
            requests.map(\.url.path) == [
                "/v1beta/models?pageSize=1000",
                "/v1beta/models?pageSize=1000&pageToken=x%2Fy%3D",
            ])
    }

    @Test func pagesThatRepeatThemselvesEnd() throws {
        let page = #"{"data":[{"id":"a"}],"has_more":true,"last_id":"a"}"#
        let error = #expect(throws: LLMError.self) {
            try paged(.anthropic, [page, page, page])
        }
        #expect(error?.message == "the list of models does not end")
    }

    @Test func otherListsComeInOnePiece() throws {
        let (models, requests) = try list(
            BuiltInProviders.xAI,
            [#"{"data":[{"id":"a"}],"has_more":true,"last_id":"a","nextPageToken":"b"}"#], key: key)
        #expect(models.count == 1)
        #expect(requests.count == 1)
    }

    @Test func aModelIsListedOnce() throws {
        let (models, _) = try list(
            BuiltInProviders.xAI, [#"[{"id":"a"},{"id":"a"},{"id":""},{"object":"x"}]"#], key: key)
        #expect(models.map(\.id) == ["a"])
    }

    @Test func otherJSONIsNoList() {
        let error = #expect(throws: LLMError.self) {
            try list(BuiltInProviders.xAI, [#"{"ok":true}"#], key: key)
        }
        #expect(error?.code == .protocol)
        #expect(error?.message == #"the answer is JSON, but no list of models: `{"ok":true}`"#)
    }

    @Test func theKeyIsInNoName() throws {
        let (models, _) = try list(
            BuiltInProviders.xAI,
            [#"{"data":[{"id":"sk-test-0123456789abcdef","name":"my sk-test-0123456789abcdef"}]}"#],
            key: key)
        #expect(models == [ListedModel(id: "[redacted]", name: "my [redacted]")])
    }

    // MARK: Entries

    @Test func openAITellsTheNameAndThePerhapsTheEnd() throws {
        #expect(
            try one(#"{"id":"gpt-x","object":"model","created":1,"owned_by":"openai"}"#)
                == ListedModel(id: "gpt-x"))
        for date in [#""2026-12-11""#, #""2026-12-11T08:00:00Z""#, "1796976000"] {
            let model = try one(#"{"id":"gpt-x","shutdown_date":\#(date)}"#)
            #expect(model?.endDate == CalendarDate("2026-12-11"))
        }
    }

    @Test func anthropicTellsLimitsAndTheEnd() throws {
        let model = try one(
            #"{"id":"claude-x","display_name":"Claude X","max_input_tokens":200000,"#
                + #""max_tokens":64000,"lifecycle":"deprecated","retires_at":"2026-11-30T00:00:00Z"}"#
        )
        #expect(
            model
                == ListedModel(
                    id: "claude-x", name: "Claude X", contextWindow: 200_000, maxOutput: 64_000,
                    endDate: CalendarDate("2026-11-30")))
    }

    @Test func geminiTellsLimits() throws {
        let model = try one(
            #"{"name":"models/gemini-x","displayName":"Gemini X","inputTokenLimit":1048576,"#
                + #""outputTokenLimit":65536}"#)
        #expect(
            model
                == ListedModel(
                    id: "gemini-x", name: "Gemini X", contextWindow: 1_048_576, maxOutput: 65_536))
    }

    @Test func openRouterTellsPrices() throws {
        let model = try one(
            #"{"id":"a/b","name":"A: B","context_length":1000000,"#
                + #""top_provider":{"context_length":200000,"max_completion_tokens":64000},"#
                + #""pricing":{"prompt":"0.000003","completion":"0.000015","#
                + #""input_cache_read":"0.0000003","input_cache_write":"0.00000375","overrides":"#
                + #"[{"min_prompt_tokens":200000,"prompt":"0.000006","completion":"0.0000225"}]},"#
                + #""expiration_date":null}"#)
        let price = ModelPrice(
            ModelPrice.Rates(input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75),
            above: 200_000, ModelPrice.Rates(input: 6, output: 22.5))
        #expect(
            model
                == ListedModel(
                    id: "a/b", name: "A: B", contextWindow: 1_000_000, maxOutput: 64_000,
                    price: price))
    }

    @Test(arguments: [#"{"prompt":"-1","completion":"-1"}"#, #"{"prompt":"0.1"}"#, "{}", "null"])
    func aPriceThatDependsIsNone(_ pricing: String) throws {
        #expect(try one(#"{"id":"a","pricing":\#(pricing)}"#) == ListedModel(id: "a"))
    }

    @Test func nothingCostsNothing() throws {
        let model = try one(#"{"id":"a:free","pricing":{"prompt":"0","completion":"0"}}"#)
        #expect(model?.price?.isFree == true)
    }

    @Test func zeroIsNoLimit() throws {
        #expect(
            try one(#"{"id":"a","context_length":0,"max_completion_tokens":null}"#)
                == ListedModel(id: "a"))
    }

    @Test func llamaCppTellsTheContext() throws {
        #expect(try one(#"{"id":"a","meta":{"n_ctx_train":4096}}"#)?.contextWindow == 4096)
        #expect(try one(#"{"id":"a","max_model_len":8192}"#)?.contextWindow == 8192)
    }

    // MARK: The catalogue

    @Test func aListedModelCorrectsTheCatalogue() {
        let listed = ListedModel(
            id: "gpt-4o", contextWindow: 5, endDate: CalendarDate("2027-01-01"))
        let known = ModelCatalogue.info("gpt-4o", of: "openai")
        let info = listed.info(of: "openai")
        #expect(info.contextWindow == 5)
        #expect(info.endDate == CalendarDate("2027-01-01"))
        #expect(info.maxOutput == known.maxOutput)
        #expect(info.price == known.price)
        #expect(ListedModel(id: "brand-new").info(of: "openai").listing == "brand-new")
    }
}

/// Real lists, kept beside the package; skipped where they are not.
@Suite(.enabled(if: RecordedStream.directory != nil, "no recorded streams here"))
struct ModelListRecordings {
    static let names = [
        "anthropic/models", "deepseek/models", "gemini/models", "groq/models", "mistral/models",
        "openrouter/models-3",
    ]

    @Test(arguments: names) func everyModelIsRead(_ name: String) throws {
        let directory = try #require(RecordedStream.directory)
        let list = try JSONParser.parse(try RecordedStream.read("\(directory)/\(name).json"))
        let expected = try JSONParser.parse(
            try RecordedStream.read("\(directory)/\(name).expected.json"))
        let entries = try #require((list["data"] ?? list["models"])?.array)
        let models = entries.compactMap { ListedModel($0) }
        let ids = try #require(expected["ids"]?.array).compactMap(\.string)
        #expect(
            models.map(\.id) == ids.map { $0.hasPrefix("models/") ? String($0.dropFirst(7)) : $0 })
        if name != "deepseek/models" {
            #expect(models.allSatisfy { $0.contextWindow ?? 0 > 0 })
        }
        let hasPrices = name == "openrouter/models-3" || name == "groq/models"
        #expect(models.contains { $0.price != nil } == hasPrices)
        #expect(models.contains { $0.endDate != nil } == (name == "mistral/models"))
    }
}

/// One page after the other, whatever is asked for.
private final class PagedTransport: HTTPTransport {
    private var pages: ArraySlice<String>
    private(set) var requests: [HTTPRequest] = []
    let now = 0

    init(_ pages: [String]) {
        self.pages = pages[...]
    }

    func pause(milliseconds: Int) throws(LLMError) {}

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        requests.append(request)
        guard let page = pages.popFirst() else { throw LLMError(.internal, "a page too many") }
        let head = HTTPResponseHead(status: 200, headers: ["Content-Type": "application/json"])
        return ScriptedExchange(head: head, pieces: [Array(page.utf8)])
    }
}
