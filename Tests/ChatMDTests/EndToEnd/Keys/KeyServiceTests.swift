import LLMCore
import TestSupport
import Testing

/// The commands that ask for something else than replies keep keys as safe.
@Suite struct KeyServiceTests {
    struct Service: Sendable, CustomTestStringConvertible {
        var words: [String]
        var provider: Provider
        var format: WireFormatName

        var row: KeyRow { KeyRow(provider: provider, format: format) }
        var testDescription: String { (words + [provider.id]).joined(separator: " ") }

        static func of(_ words: String, _ provider: Provider) -> Service {
            let words = words.split(separator: " ").map(String.init)
            return Service(words: words, provider: provider, format: provider.wireFormat)
        }
    }

    static let services = [
        Service.of("embed text -m openai/m", BuiltInProviders.openAI),
        .of("embed text --format ndjson -m gemini/m", BuiltInProviders.gemini),
        .of("embed text --format text -m ollama/m", BuiltInProviders.ollama),
        .of("prompt text -m openai/m", BuiltInProviders.openAI),
        .of("prompt text --format json -m azure/m", BuiltInProviders.azure),
        .of("usage --provider openrouter", BuiltInProviders.openRouter),
        .of("usage --format json --provider deepseek", BuiltInProviders.deepSeek),
        .of("models --refresh --provider anthropic", BuiltInProviders.anthropic),
        .of("models --refresh --provider gemini", BuiltInProviders.gemini),
        .of("models --refresh --format json --provider mistral", BuiltInProviders.mistral),
    ]

    @Test(arguments: services, KeyTrouble.all.filter(\.isFailure))
    func noFailureShowsTheKey(service: Service, trouble: KeyTrouble) throws {
        let row = service.row
        let scene = try KeyScene(row) { request, connection in
            trouble.answer(
                request[row.header.name] ?? "no key", KeyReply(row.format), connection)
        }
        let outcome = try scene.run(service.words)
        #expect(outcome.ending != .exit(0))
        scene.expectNoKey(in: outcome)
        try scene.expectKeyInItsHeaderOnly()
    }

    @Test func aRetryDoesNotShowTheKey() throws {
        for service in Self.services {
            let row = service.row
            let scene = try KeyScene(row) { request, connection in
                let echo = request[row.header.name] ?? "no key"
                connection.respond(
                    status: 503, body: KeyReply(row.format).refusal(503, "later, \(echo)"))
            }
            let outcome = try scene.run(service.words + ["--retries", "1"])
            #expect(scene.scene.server.requests.count == 2)
            #expect((outcome.text + outcome.errors).contains("later, "), "\(outcome)")
            scene.expectNoKey(in: outcome)
        }
    }

    private func outcome(
        _ words: String, _ provider: Provider, _ body: @escaping @Sendable (String) -> String
    ) throws -> ChatMDProcess.Outcome {
        let row = Service.of(words, provider).row
        let scene = try KeyScene(row) { _, connection in
            connection.respond(body: body(KeyScene.key))
        }
        let outcome = try scene.run(Service.of(words, provider).words)
        #expect(outcome.ending == .exit(0), "\(outcome)")
        scene.expectNoKey(in: outcome)
        return outcome
    }

    @Test(arguments: ["json", "ndjson", "text"])
    func aModelOfEmbeddingsDoesNotShowTheKey(format: String) throws {
        let outcome = try outcome(
            "embed text -m openai/m --format \(format)", BuiltInProviders.openAI
        ) { key in
            #"{"model":"\#(key)","data":[{"embedding":[1,2]}],"usage":{"prompt_tokens":1}}"#
        }
        #expect(format == "text" || outcome.text.contains("[redacted]"))
    }

    @Test(arguments: ["json", "text"])
    func anAccountDoesNotShowTheKey(format: String) throws {
        let router = try outcome(
            "usage --provider openrouter --format \(format)", BuiltInProviders.openRouter
        ) { key in
            #"{"data":{"label":"\#(key.prefix(14))...f5g","limit":10,"limit_remaining":7.5,"#
                + #""limit_reset":"\#(key)","usage":2.5,"expires_at":"\#(key)","#
                + #""total_credits":20,"total_usage":12.7}}"#
        }
        #expect(router.text.contains("[redacted]"))
        let seek = try outcome(
            "usage --provider deepseek --format \(format)", BuiltInProviders.deepSeek
        ) { key in
            #"{"is_available":true,"balance_infos":[{"currency":"\#(key)","#
                + #""total_balance":"110.00"}]}"#
        }
        #expect(seek.text.contains("[redacted]"))
    }

    @Test(arguments: ["json", "text"])
    func aListOfModelsDoesNotShowTheKey(format: String) throws {
        let outcome = try outcome(
            "models --refresh --provider mistral --format \(format)", BuiltInProviders.mistral
        ) { key in
            #"{"data":[{"id":"m-\#(key)","name":"\#(key)","description":"\#(key)"}]}"#
        }
        #expect(outcome.text.contains("m-[redacted]"))
    }

    @Test func theListOfProvidersDoesNotShowTheKeys() throws {
        let scene = try KeyScene(KeyRow.all[0]) { _, connection in connection.respond(body: "{}") }
        for words in [["providers"], ["providers", "--format", "json"], ["models"]] {
            let outcome = try scene.run(words)
            #expect(outcome.ending == .exit(0))
            scene.expectNoKey(in: outcome)
        }
        #expect(scene.scene.server.connectionCount == 0)
    }
}
