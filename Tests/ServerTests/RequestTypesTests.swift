import LLMCore
import TestSupport
import Testing

/// What chatmd sends is what the official clients could have sent: their own types allow it.
@Suite(.needs(.clients)) struct RequestTypesTests {
    /// A model, and settings that it takes.
    private struct Row {
        var wireFormat: WireFormatName
        var model: String
        var settings: String
    }

    private static let rows = [
        Row(
            wireFormat: .openAIChat, model: "openai/gpt-4o",
            settings: """
                temperature = 0.5
                top_p = 0.9
                max_tokens = 100
                stop = ["END", "FIN"]
                seed = 7
                frequency_penalty = 0.5
                presence_penalty = -0.5
                \(SampleRequests.schema)
                """),
        Row(
            wireFormat: .openAIChat, model: "openai/gpt-5.5",
            settings: """
                reasoning_effort = "high"
                max_tokens = 100
                response_format = "json"
                """),
        Row(
            wireFormat: .openAIResponses, model: "openai/gpt-4o",
            settings: """
                temperature = 1
                top_p = 0.9
                max_tokens = 100
                response_format = "json"
                """),
        Row(
            wireFormat: .openAIResponses, model: "openai/gpt-5.5",
            settings: """
                reasoning_effort = "low"
                content_format = "array"
                \(SampleRequests.schema)
                """),
        Row(
            wireFormat: .anthropic, model: "anthropic/claude-sonnet-5-5",
            settings: """
                reasoning_effort = "medium"
                stop = ["END"]
                \(SampleRequests.schema)
                """),
        Row(
            wireFormat: .anthropic, model: "anthropic/claude-haiku-4-5",
            settings: "thinking_budget = 2048\nmax_tokens = 4096"),
        Row(
            wireFormat: .anthropic, model: "anthropic/claude-haiku-4-5",
            settings: "temperature = 0.5\ntop_k = 40"),
        Row(
            wireFormat: .gemini, model: "gemini/gemini-3.8-flash",
            settings: """
                reasoning_effort = "high"
                max_tokens = 100
                stop = ["END"]
                \(SampleRequests.schema)
                """),
        Row(
            wireFormat: .gemini, model: "gemini/gemini-2.5-flash",
            settings: """
                thinking_budget = 0
                temperature = 1
                top_p = 0.9
                top_k = 40
                seed = 7
                presence_penalty = 0.5
                frequency_penalty = 0.5
                response_format = "json"
                """),
    ]

    // MARK: Tests

    /// What the types do not know, and is sent all the same.
    private static let known: Set<String> = [
        // They know no sampling any more, as the newest models take none; the others do.
        "anthropic body.temperature: unknown", "anthropic body.top_k: unknown",
        // What is not set is left to the provider; they want it said.
        "openai-responses body.input[0].content[1].detail: missing",
        "openai-responses body.input[0].content[2].detail: missing",
        // They want an id with it, which nothing but OpenAI's own storage gives.
        "openai-responses body.input[2].content[0].type: \"output_text\" is none of the words",
    ]

    @Test func requestsAreAsTheTypesHaveThem() throws {
        let requests = try Self.conversations() + Self.samples()
        var found: Set<String> = []
        for (request, complaints) in zip(requests, try OfficialClient.complaints(about: requests)) {
            let complaints = complaints.map { "\(request.wireFormat.rawValue) \($0)" }
            found.formUnion(complaints)
            let body = String(decoding: JSONWriter.bytes(of: request.body), as: UTF8.self)
            #expect(complaints.allSatisfy(Self.known.contains), "\(complaints) in \(body)")
        }
        #expect(found == Self.known)
    }

    @Test func whatTheTypesDoNotKnowIsFound() throws {
        let requests: [(WireFormatName, JSONValue)] = [
            (
                .openAIChat,
                [
                    "model": 1, "messages": [["role": "usr", "content": "x"]], "stream": true,
                    "top_k": 3,
                ]
            ),
            (.openAIResponses, ["stream": true, "input": [["role": "user", "content": [1]]]]),
            (.anthropic, ["model": "m", "max_tokens": 3, "messages": [], "stream": 1]),
            (.gemini, ["contents": [["role": "user", "parts": [["txt": "x"]]]]]),
        ]
        let complaints = try OfficialClient.complaints(
            about: requests.map { OfficialClient.Request(wireFormat: $0.0, body: $0.1) })
        #expect(complaints.map(\.count) == [3, 1, 1, 1], "\(complaints)")
    }

    // MARK: Requests

    /// Files, as `append` sends them.
    private static func conversations() throws -> [OfficialClient.Request] {
        let server = try LoopbackServer { _, connection in
            connection.respond(status: 400, body: #"{"error":{"message":"seen"}}"#)
        }
        for row in rows {
            let folder = try TemporaryFolder()
            try folder.write(
                "home/chatmd/config.toml",
                """
                [providers.\(row.model.prefix { $0 != "/" })]
                base_url = "\(server.baseURL)"
                wire_format = "\(row.wireFormat.rawValue)"
                api_key_env = "KEY"

                """)
            for (text, options) in [
                (SampleRequests.conversation, []), (SampleRequests.unfinished, ["--continue"]),
            ] {
                try folder.write(
                    "chat.md",
                    """
                    +++
                    model = "\(row.model)"
                    system = "Be brief."
                    \(row.settings)
                    +++

                    \(text)

                    """)
                let process = try ChatMDProcess(
                    ["append", "chat.md"] + options,
                    environment: [
                        "HOME": folder("home"), "XDG_CONFIG_HOME": folder("home"),
                        "KEY": "sk-123456",
                    ],
                    folder: folder.path)
                let errors = try process.outcome().errors
                try #require(errors.hasPrefix("chatmd: error: seen"), "\(row.model): \(errors)")
            }
        }
        return try server.requests.enumerated().map { number, request in
            OfficialClient.Request(
                wireFormat: rows[number / 2].wireFormat, body: try JSONParser.parse(request.body))
        }
    }

    /// What no file can say yet.
    private static func samples() throws -> [OfficialClient.Request] {
        let client = LLMClient(transport: CurlTransport(loop: EventLoop(), userAgent: "chatmd/0"))
        return try SampleRequests.formats.flatMap { format in
            var (provider, model) =
                switch format {
                case .anthropic: (BuiltInProviders.anthropic, "claude-haiku-4-5")
                case .gemini: (BuiltInProviders.gemini, "gemini-3.8-flash")
                default: (BuiltInProviders.openAI, "gpt-5.5")
                }
            provider.setWireFormat(format)
            let requests =
                [ToolChoice.auto, .none, .required, .tool("add")].map { choice in
                    SampleRequests.tools(format, model: model, choice: choice)
                    // A model that the catalogue does not know is shown everything.
                } + [SampleRequests.attachments(format, model: "unlisted")]
            return try requests.map { request in
                let http = try client.httpRequest(for: request, to: provider, key: nil)
                return OfficialClient.Request(
                    wireFormat: format, body: try JSONParser.parse(try #require(http).body))
            }
        }
    }
}
