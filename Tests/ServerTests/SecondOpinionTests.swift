import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The same stream, read by chatmd and by the provider's own client: both understand the same thing,
/// but for what `SecondOpinion.known` lists.
@Suite(.needs(.clients)) struct SecondOpinionTests {
    @Test(arguments: SecondOpinion.wireFormats)
    func streamsOfOurOwnAreReadAlike(wireFormat: String) throws {
        try SecondOpinion.compare(Recording.own(wireFormat), in: wireFormat)
    }

    @Test(
        .enabled(if: Recording.folder != nil, "no recorded streams here"),
        arguments: SecondOpinion.wireFormats)
    func recordedStreamsAreReadAlike(wireFormat: String) throws {
        try SecondOpinion.compare(Recording.recorded(wireFormat), in: wireFormat)
    }
}

enum SecondOpinion {
    /// Those that `second_opinion.py` has a client for.
    static let wireFormats = ["openai-chat", "openai-responses", "anthropic", "gemini"]

    /// Where the two differ, and who is right.
    private static let known: [String: Set<Understanding.Aspect>] = [
        // The client loses the first event to the mark.
        "openai-chat/byte-order-mark": [.text],
        // Both refuse it, each in its own words.
        "openai-chat/not-json": [.error],
        // The client fails where the first choice does not come first.
        "openai-chat/two-choices": [.error],
        // The client takes the end of the connection for the end of the reply.
        "composed/openai-chat-connection-cut": [.error],
        // The client looks for usage in one place only.
        "composed/moonshot-usage-inside-choice": [.usage],
        // It writes an id and a name twice that come twice, and wants a reason for the end.
        "openrouter/tool-kimi-no-finish-reason": [.toolCalls, .finishReason],
        // It cannot join annotations that bear no number.
        "openrouter/web-search-annotations": [.error],
        // xAI leaves reasoning out of the output, and chatmd counts it in.
        "xai/reasoning-grok-code-fast": [.usage],
        "xai/text-grok-4-fast": [.usage],

        // Both refuse it, each in its own words.
        "openai-responses/connection-cut": [.error],
        // No arguments are an empty object to chatmd, as a tool reads JSON.
        "openai-responses/text-then-tool-without-arguments": [.toolCalls],

        // The client takes the end of the connection for the end of the reply.
        "anthropic/connection-cut": [.error],
        // The client shows what it could read of arguments that are cut, chatmd all that came.
        "anthropic/cut-in-arguments": [.toolCalls],

        // The client leaves it to its user to look for a refused prompt, a connection that was cut,
        // and a reply that was broken off.
        "gemini/blocked-prompt": [.error],
        "gemini/connection-cut": [.error],
        "gemini/malformed-call": [.error],
        // It has no word for it in chatmd's protocol.
        "gemini/unknown-finish-reason": [.finishReason],
    ]

    static func compare(_ recordings: [Recording], in wireFormat: String) throws {
        try #require(!recordings.isEmpty)
        let server = try LoopbackServer { request, connection in
            // /7/v1/chat/completions: the recording with that number.
            let number = request.path.split(separator: "/").first.flatMap { Int($0) } ?? 0
            connection.writeHead(headers: [("Content-Type", "text/event-stream")])
            connection.write(recordings[number].bytes)
        }
        // The other clients add the version themselves.
        let version = wireFormat.hasPrefix("openai-") ? "/v1" : ""
        func baseURL(_ number: Int) -> String {
            "http://127.0.0.1:\(server.port)/\(number)\(version)"
        }
        let theirs = try OfficialClient.answers(
            to: recordings.indices.map {
                OfficialClient.Question(wireFormat: wireFormat, baseURL: baseURL($0))
            })

        let folder = try TemporaryFolder()
        try folder.write("chat.md", "hi\n")
        for (number, recording) in recordings.enumerated() {
            try folder.write(
                "home/chatmd/config.toml",
                """
                [providers.replayed]
                base_url = "\(baseURL(number))"
                wire_format = "\(wireFormat)"

                """)
            let process = try ChatMDProcess(
                ["chat.md", "-m", "replayed/any", "--format", "ndjson"],
                environment: ["HOME": folder("home"), "XDG_CONFIG_HOME": folder("home")],
                folder: folder.path)
            let ours = Understanding(
                events: try process.outcome().text.split(separator: "\n").map {
                    try JSONParser.parse(String($0))
                })
            #expect(
                ours.differences(from: theirs[number]) == known[recording.name] ?? [],
                "\(recording.name): chatmd: \(ours); the client: \(theirs[number])")
        }
    }
}

/// The body of a streamed reply.
struct Recording {
    /// `folder/name`
    var name: String
    var bytes: [UInt8]

    /// Those in `Streams`, each for one rule.
    static func own(_ wireFormat: String) -> [Recording] {
        all(in: "\(Snapshot.testsFolder)/ServerTests/Streams", wireFormat)
    }

    /// Real ones, where they are; `NAME.expected.json` says what each is.
    static func recorded(_ wireFormat: String) throws -> [Recording] {
        let folder = try #require(folder)
        return try TemporaryFolder.names(in: folder).flatMap { all(in: folder, $0) }.filter {
            recording in
            let expected = wholeFile("\(folder)/\(recording.name).expected.json") ?? []
            return try JSONParser.parse(expected)["format"]?.string == wireFormat
        }
    }

    static let folder: String? = {
        let path =
            getenv("CHATMD_RECORDED_STREAMS").map { String(cString: $0) }
            ?? "\(Snapshot.testsFolder)/../../shared/recorded-streams"
        return access(path, R_OK) == 0 ? path : nil
    }()

    private static func all(in folder: String, _ subfolder: String) -> [Recording] {
        TemporaryFolder.names(in: "\(folder)/\(subfolder)").filter { $0.hasSuffix(".sse") }.map {
            file in
            Recording(
                name: "\(subfolder)/\(file.dropLast(4))",
                bytes: wholeFile("\(folder)/\(subfolder)/\(file)") ?? [])
        }
    }
}
