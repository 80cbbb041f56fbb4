import LLMCore
import TestSupport
import Testing

/// What holds of every endpoint. Each server's suite runs these over its rows.
enum EndpointRules {
    /// The same question, asked by chatmd and by the official clients.
    static func bothUnderstandTheSame(_ endpoints: [Endpoint]) throws {
        let theirs = try OfficialClient.answers(
            to: try endpoints.map { endpoint in
                OfficialClient.Question(
                    wireFormat: endpoint.wireFormat,
                    baseURL: try endpoint.baseURL,
                    key: endpoint.server.wantsKey ? RealServer.key : "none")
            })
        for (endpoint, theirs) in zip(endpoints, theirs) {
            let scene = try ServerScene(endpoint)
            try scene.write("hi")
            let ours = Understanding(events: try scene.events())
            #expect(
                ours.differences(from: theirs) == [] && ours.error == nil,
                "\(endpoint.name): chatmd: \(ours); the client: \(theirs)")
            #expect(ours.text.contains { $0.utf8.count > 1 })
        }
    }

    static func aReplyHasItsUsageAndItsEnd(_ endpoint: Endpoint) throws {
        let scene = try ServerScene(endpoint)
        try scene.write("hi")
        let events = try scene.events()
        #expect(events.first?["type"] == "start")
        let count = endpoint.counts ? ServerScene.tokens : 0
        #expect(try events.only("usage")["output_tokens"]?.int == count)
        #expect(try events.only("done")["finish_reason"]?.string == endpoint.endAtLimit)
        let printed = try scene.run("chat.md").text
        #expect(printed == events.text + (events.text.hasSuffix("\n") ? "" : "\n"))
    }

    static func aConversationGoesOnInItsFile(_ endpoint: Endpoint) throws {
        let scene = try ServerScene(endpoint)
        try scene.write("How long is the Nile?")
        let first = try scene.events()
        for options in [[], ["-p", "And the Amazon?"]] {
            let outcome = try scene.start(["append", "chat.md"] + options).outcome()
            try #require(outcome.ending == .exit(0), "\(outcome.errors)")
        }

        let messages = try scene.messages()
        try #require(messages.map { $0[0] } == ["user", "assistant", "user", "assistant"])
        #expect(messages[0][1] == "How long is the Nile?")
        // Blank lines around a message are not part of it, and what it leaves open is closed behind it.
        #expect(messages[1][1].utf8.starts(with: first.text.trimmingNewlines.utf8))
        #expect(messages[2][1] == "And the Amazon?")

        try scene.folder.write("chat.md", scene.folder.text("chat.md")! + "\nAnd the Rhine?\n")
        let third = try scene.events()
        #expect(try third.only("start")["messages"] == 5)
        let tokens = try [first, third].map { try #require($0.only("usage")["input_tokens"]?.int) }
        #expect(tokens[0] < tokens[1] || !endpoint.counts)
    }

    static func everySettingIsTaken(_ endpoint: Endpoint) throws {
        let scene = try ServerScene(endpoint)
        var settings =
            ServerScene.greedy + """

                system = "Be brief."
                top_p = 0.9
                \(SampleRequests.schema)
                """
        // Responses have no field for it.
        if endpoint.wireFormat != "openai-responses" { settings += "\nstop = [\"END\", \"FIN\"]" }
        try scene.write(SampleRequests.conversation, settings: settings)
        let events = try scene.events()
        #expect(try events.only("start")["messages"] == 6)
        // So few tokens need not make a whole answer; what matters is that nothing was refused.
        let end = events.last
        let isCut = end?["message"]?.string?.hasPrefix("the answer is not the JSON") == true
        #expect(end?["finish_reason"] != nil || isCut, "\(events)")
    }

    static func anUnfinishedReplyIsGoneOnWith(_ endpoint: Endpoint) throws {
        let scene = try ServerScene(endpoint)
        try scene.write(SampleRequests.unfinished)
        let outcome = try scene.run("append", "chat.md", "--continue")
        try #require(outcome.ending == .exit(0), "\(outcome.errors)")
        let messages = try scene.messages()
        try #require(messages.map { $0[0] } == ["user", "assistant"])
        #expect(messages[1][1].hasPrefix("The Ni"))
        #expect(messages[1][1].utf8.count > "The Ni".utf8.count)
    }

    static func toolsAndTheirResultsAreTaken(_ endpoint: Endpoint) throws {
        let format = try #require(WireFormatName(rawValue: endpoint.wireFormat))
        let provider = Provider(
            id: "real", baseURL: try endpoint.baseURL, requiresKey: false, wireFormat: format)
        let client = LLMClient(
            transport: CurlTransport(loop: EventLoop(), userAgent: "chatmd/0"),
            retryPolicy: .never)
        let reply = client.reply(
            to: SampleRequests.tools(format, model: "tiny"), from: provider,
            key: endpoint.server.wantsKey ? try Secret(RealServer.key) : nil)
        var last: StreamEvent?
        while let event = try reply.next() { last = event }
        guard case .finish = last else {
            Issue.record("\(String(describing: last))")
            return
        }
    }

    static func bothGetTheSameVectors(_ endpoint: Endpoint) throws {
        let texts = ["How long is the Nile?", "日本 👩‍🚀", "a"]
        let scene = try ServerScene(endpoint)
        let outcome = try scene.start(["embed", "-m", "real/\(endpoint.model)"] + texts).outcome()
        try #require(outcome.ending == .exit(0), "\(outcome.errors)")
        let ours = try JSONParser.parse(outcome.text)
        let theirs = try OfficialClient.embeddings(
            of: try texts.map { text in
                OfficialClient.Question(
                    wireFormat: "openai-embeddings", baseURL: try endpoint.baseURL,
                    key: endpoint.server.wantsKey ? RealServer.key : "none", model: endpoint.model,
                    prompt: text)
            })

        #expect(ours["usage"]?["input_tokens"]?.int == theirs.map(\.tokens).reduce(0, +))
        let vectors = try #require(ours["embeddings"]?.array)
        try #require(vectors.count == texts.count)
        for (vector, theirs) in zip(vectors, theirs) {
            let vector = try #require(vector.array).compactMap(\.double)
            try #require(vector.count == theirs.vector.count && !vector.isEmpty)
            // What is alike in 32 bits may be told in other digits, and computed in another batch.
            #expect(zip(vector, theirs.vector).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    /// The model writes role lines, fences and comments. It stays one message all the same, and is
    /// read back as it came.
    static func aReplyCannotPoseAsAnotherMessage(_ endpoint: Endpoint) throws {
        let scene = try ServerScene(endpoint)
        var roleLines = 0
        for _ in 1...3 {
            try scene.write("hi", settings: "temperature = 2\ntop_p = 1\nmax_tokens = 200")
            let outcome = try scene.run("append", "chat.md")
            try #require(outcome.ending == .exit(0), "\(outcome.errors)")
            #expect(outcome.text == "")
            let messages = try scene.messages()
            // Nothing repeats it: there are formats without a seed.
            try #require(
                messages.map { $0[0] } == ["user", "assistant"], "\(scene.folder.text("chat.md")!)")
            roleLines += messages[1][1].split(separator: "\n").count { $0 == "# === USER ===" }
        }
        #expect(roleLines > 0)
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        let start = drop { $0 == "\n" }
        return String(start.reversed().drop { $0 == "\n" }.reversed())
    }
}
