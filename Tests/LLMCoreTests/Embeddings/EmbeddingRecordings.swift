import Testing

@testable import LLMCore

/// Real answers with embeddings, kept beside the package; skipped where they are not.
@Suite(.enabled(if: RecordedStream.directory != nil, "no recorded streams here"))
struct EmbeddingRecordings {
    static let names = [
        "openai-misc/embeddings-2-inputs", "openai-misc/embeddings-float-custom-dims",
        "gemini/embeddings-batch",
    ]

    private func read(_ name: String) throws -> JSONValue {
        let directory = try #require(RecordedStream.directory)
        return try JSONParser.parse(try RecordedStream.read("\(directory)/\(name).json"))
    }

    private func service(_ expected: JSONValue) -> EmbeddingService {
        expected["format"] == "gemini-embeddings"
            ? ProviderServices.byFormat[.gemini]!.embeddings!
            : BuiltInProviders.openAI.services.embeddings!
    }

    @Test(arguments: names) func theVectorsAreRead(_ name: String) throws {
        let expected = try read(name + ".expected")
        let count = try #require(expected["count"]?.int)
        let result = try service(expected).embeddings(in: try read(name), count: count)
        #expect(result.vectors.count == count)
        #expect(result.vectors.allSatisfy { $0.count == expected["dims"]?.int })
        let first = try #require(expected["first3"]?.array).map { row in
            (row.array ?? []).map { Float($0.double ?? .nan) }
        }
        #expect(result.vectors.map { Array($0.prefix(3)) } == first)
        #expect(result.usage?.inputTokens == expected["usage"]?["prompt_tokens"]?.int)
        if let model = expected["model"]?.string { #expect(result.model == model) }
    }

    /// One text is sent as an array of one: all providers take that.
    @Test(arguments: names) func theRecordedRequestIsSent(_ name: String) throws {
        let expected = try read(name + ".expected")
        var recorded = try #require(try read(name + ".request").object)
        let request: EmbeddingRequest
        var provider = BuiltInProviders.openAI
        if let requests = recorded["requests"]?.array {
            provider = Provider(id: "gemini", baseURL: "https://example.org/v1beta")
            request = EmbeddingRequest(
                model: requests[0]["model"]?.string ?? "",
                inputs: requests.map { $0["content"]?["parts"]?[0]?["text"]?.string ?? "" },
                dimensions: requests[0]["outputDimensionality"]?.int)
        } else {
            if let text = recorded["input"], text.string != nil { recorded["input"] = [text] }
            request = EmbeddingRequest(
                model: recorded["model"]?.string ?? "",
                inputs: (recorded["input"]?.array ?? []).compactMap(\.string),
                dimensions: recorded["dimensions"]?.int)
            // The recording with plain numbers was made by a client that did not ask for Base64.
            recorded["encoding_format"] = "base64"
        }
        let http = try service(expected).httpRequest(for: request, to: provider, key: nil)
        let body = try #require(try JSONParser.parse(http.body).object)
        #expect(Set(body.members) == Set(recorded.members))
    }
}
