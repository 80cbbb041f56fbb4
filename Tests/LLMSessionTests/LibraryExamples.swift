import LLMSession
import TestSupport

// The code of doc/library.md. Each example stands between two comments, and in the document
// below a comment of the same name; LibraryGuideTests compares and runs them.

struct LibraryExamples {
    /// The model that the examples ask.
    var model: ModelTarget
    var otherModel: ModelTarget
    private let output = Locked("")

    init(_ model: ModelTarget, or other: ModelTarget) {
        self.model = model
        otherModel = other
    }

    /// What the examples have printed.
    var printed: String { output.with { $0 } }

    private func print(_ text: String, terminator: String = "\n") {
        output.with { $0 += text + terminator }
    }

    func firstTry() async throws {
        // example: a first try
        let session = try ChatSession("echo")
        let reply = try await session.send("Which is longer, the Nile or the Amazon?")
        print(reply.text)
        // end
    }

    func models() throws -> [ModelTarget] {
        // example: models
        let key = try Secret("xai-0123456789")
        let grok = try ModelTarget("xai/grok-4.7", key: key)

        let own = Provider(id: "work", baseURL: "https://llm.example.org/v1")
        let some = ModelTarget(provider: own, model: "some-model", key: key)
        // end
        return [grok, some]
    }

    func conversation() async throws -> ChatSession {
        // example: a conversation
        let session = ChatSession(model, messages: [.system("You answer in one sentence.")])
        try await session.send("Which is longer, the Nile or the Amazon?")
        let reply = try await session.send("And in miles?")
        print("\(reply.text) (\(reply.usage?.outputTokens ?? 0) tokens)")
        print(
            "\(session.messages.count) messages, the last by the \(session.last?.role.rawValue ?? "")"
        )
        // end
        return session
    }

    func stream() async throws {
        let session = ChatSession(model)
        // example: a stream
        let stream = session.stream("Tell me of the Nile.")
        for try await event in stream {
            switch event {
            case .text(let text): print(text, terminator: "")
            case .retry(let retry): print("again in \(retry.delay) ms: \(retry.error.message)")
            default: break
            }
        }
        print(" – \(stream.reply.origin.model)")
        // end
    }

    func broken(_ session: ChatSession) async throws {
        // example: a broken stream
        let question = Message.user("Tell me of the Nile.")
        let stream = session.stream([question])
        do {
            for try await _ in stream {}
        } catch let error as LLMError where !stream.reply.text.isEmpty {
            print("broke off: \(error.code.rawValue)")
            session.append(question)
            session.append(stream.reply.message)
        }
        // end
    }

    func cancel(_ session: ChatSession) async throws {
        // example: a cancelled task
        let task = Task { try await session.send("Count to a million.") }
        task.cancel()
        do {
            _ = try await task.value
        } catch is CancellationError {
            print("cancelled")
        }
        // end
    }

    func changes() async throws {
        // example: settings
        let session = ChatSession(model, options: GenerationOptions(maxTokens: 500))
        let fact = try await session.send("A fact about the Nile, as JSON with a key `fact`.") {
            $0.options.temperature = 0
            $0.options.responseFormat = .json
        }
        print(try JSONParser.parse(fact.text)["fact"]?.string ?? "no fact")
        // end
    }

    func aside() async throws -> ChatSession {
        let session = ChatSession(model, messages: [.user("Hi"), .assistant("Hello")])
        // example: a reply that is not kept
        let title = try await session.generate("A title for this conversation, in five words.") {
            $0.model = otherModel
            $0.options.maxTokens = 20
        }
        print(title.text)
        // end
        return session
    }

    func tools() async throws -> ChatSession {
        // example: tools
        let weather = Tool(
            name: "weather",
            description: "The weather at a place, now",
            parameters: [
                "type": "object",
                "properties": ["place": ["type": "string"]],
                "required": ["place"],
            ]
        )
        let session = ChatSession(model, tools: [weather])
        var reply = try await session.send("Do I need an umbrella in Bergen or in Oslo?")
        while !reply.toolCalls.isEmpty {
            let results = reply.toolCalls.map { call in
                guard let place = try? JSONParser.parse(call.arguments)["place"]?.string else {
                    return call.result("which place?", isError: true)
                }
                return call.result("rain in \(place)")
            }
            reply = try await session.send(results)
        }
        print(reply.text)
        // end
        return session
    }

    func registry() async throws -> ChatSession {
        let session = ChatSession(model)
        // example: tools that are run
        var registry = ToolRegistry()
        let weather = Tool(
            name: "weather",
            description: "The weather at a place, now",
            parameters: ["type": "object", "properties": ["place": ["type": "string"]]]
        )
        try registry.register(weather) { arguments in
            guard let place = arguments["place"]?.string else {
                throw LLMError(.invalidRequest, "which place?")
            }
            return "rain in \(place)"
        }
        let reply = try await session.send("Do I need an umbrella?", running: registry)
        print("\(reply.text) (\(reply.usage?.outputTokens ?? 0) tokens)")
        // end
        return session
    }

    func watchedTools(_ registry: ToolRegistry) async throws {
        let session = ChatSession(model)
        // example: tools and a stream
        try await session.send(
            "Do I need an umbrella?", running: registry, rounds: 8,
            receiving: { event in
                switch event {
                case .reply(.text(let text)): print(text, terminator: "")
                case .reply(.toolCall(let call)): print("\(call.name) \(call.arguments)")
                case .result(let result): print("→ \(result.content)")
                default: break
                }
            })
        // end
    }

    func collections(_ registry: ToolRegistry) async throws {
        var registry = registry
        let session = ChatSession(model)
        // example: collections of tools
        try registry.define(collection: "outdoors", as: ["weather", "tides"])
        try await session.send("When is the ebb?", running: registry.limited(to: ["outdoors"]))
        // end
    }

    func image(_ bytes: [UInt8]) async throws {
        let session = ChatSession(model)
        // example: an image
        let picture = Attachment(mediaType: "image/png", content: .data(bytes))
        try await session.send([
            Message(role: .user, parts: [.text("What is this?"), .attachment(picture)])
        ])
        // end
    }

    func errors(_ session: ChatSession) async throws {
        // example: errors
        do {
            try await session.send("Hi")
        } catch let error as LLMError where error.code == .rateLimited {
            print("wait \(error.retryAfter ?? 1000) ms")
        } catch let error as LLMError {
            print("\(error.message) (\(error.code.rawValue), \(error.requestID ?? "no id"))")
            let body = String(decoding: error.response?.body ?? [], as: UTF8.self)
            print("status \(error.status): \(body)")
        }
        // end
    }

    func retries() async throws {
        // example: retries
        var settings = ChatSettings(model)
        settings.retryPolicy = RetryPolicy(maxRetries: 4, initialDelay: 200)
        settings.fallback = [otherModel]
        settings.timeouts = HTTPTimeouts(connect: 5, firstByte: 60, betweenBytes: 30)
        let session = ChatSession(settings)
        let reply = try await session.send("Hi")
        print("\(reply.origin.model) after \(reply.retries.count) failures")
        // end
    }

    func response() async throws {
        let session = ChatSession(model)
        // example: the answer itself
        let reply = try await session.send("Hi") { $0.keepsBody = true }
        print(
            "status \(reply.origin.head.status), request \(reply.origin.requestID ?? "without id")")
        print(reply.origin.head.headers["x-ratelimit-remaining-requests"] ?? "no limit")
        print("\(reply.body?.count ?? 0) bytes")
        // end
    }

    func transport() async throws {
        // example: a transport in use
        let session = ChatSession(model) { _ in CannedTransport("No.") }
        let reply = try await session.send("Is the Amazon in Africa?")
        print(reply.text)
        // end
    }

    func withoutTasks() throws {
        // example: without tasks
        let loop = EventLoop()
        let client = LLMClient(transport: CurlTransport(loop: loop, userAgent: "my-program/1.0"))
        let request = ChatRequest(model: model.model, messages: [.user("Hi")])
        let reply = client.reply(to: request, from: model.provider, key: model.key)
        while let event = try reply.next() { print(event.text ?? "", terminator: "") }
        // end
    }
}

// example: a transport
/// Gives every request the same answer, from memory.
final class CannedTransport: HTTPTransport {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        let answer: JSONValue = ["choices": [["message": ["content": .string(text)]]]]
        return CannedExchange(JSONWriter.bytes(of: answer))
    }

    func pause(milliseconds: Int) throws(LLMError) {}
    let now = 0
}

final class CannedExchange: HTTPExchange {
    private var body: [UInt8]?

    init(_ body: [UInt8]) {
        self.body = body
    }

    func head() throws(LLMError) -> HTTPResponseHead {
        HTTPResponseHead(status: 200, headers: ["Content-Type": "application/json"])
    }

    func next() throws(LLMError) -> [UInt8]? {
        defer { body = nil }
        return body
    }
}
// end
