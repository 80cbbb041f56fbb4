import LLMCore
import TestSupport
import Testing

/// One provider's answers in a loop of three rounds, and what it must be sent in the second and third.
///
/// In each script the model calls `look` twice at once, then `fail`, and then it says "Done.".
struct LoopScript: CustomTestStringConvertible, Sendable {
    var provider: String
    var model: String
    /// Front matter.
    var settings = ""
    var wireFormat = "openai-chat"
    var keyVariable: String
    /// What a request keeps its messages in.
    var messages = "messages"
    /// What is sent in a round's answer, one string a write.
    var answers: [[String]]
    /// The messages of the third request, which hold those of the second.
    var third: String
    /// How many of them the second request has.
    var second: Int
    /// The messages of the next run, which knows the file alone.
    var reread: String

    var testDescription: String { "\(provider) \(wireFormat)" }

    /// An event of a stream.
    static func event(_ data: String) -> String { "data: \(data)\n\n" }
}

/// A script, played.
struct LoopScene {
    let scene: Scene
    let script: LoopScript

    /// `look` gives back what it was asked, `fail` fails.
    static let tools = """
        [tools]
        use = ["look", "fail"]

        [tools.look]
        description = "Looks"
        command = ["cat"]
        parameters = { type = "object", properties = { at = { type = "string" } } }
        approval = "always"

        [tools.fail]
        description = "Fails"
        command = ["sh", "-c", "echo broken >&2; exit 3"]
        approval = "always"

        """

    init(_ script: LoopScript) throws {
        self.script = script
        let count = Locked(0)
        let isLines = script.wireFormat == "ollama"
        var scene = try Scene { [script] _, connection in
            let index = count.with { (count: inout Int) -> Int in
                count += 1
                return count - 1
            }
            let type = isLines ? "application/x-ndjson" : "text/event-stream"
            connection.writeHead(
                headers: [("Content-Type", type), ("Transfer-Encoding", "chunked")])
            for piece in script.answers[min(index, script.answers.count - 1)] {
                connection.writeChunk(piece)
            }
            connection.endChunks()
        }
        let host = scene.server.baseURL.dropLast(3)
        let path = ["anthropic", "gemini"].contains(script.provider) ? "" : "/v1"
        try scene.write(
            config: """
                [retry]
                max_retries = 0
                [providers.\(script.provider)]
                base_url = "\(host)\(path)"
                wire_format = "\(script.wireFormat)"

                """ + Self.tools)
        scene.environment[script.keyVariable] = "sk-loop-0123456789"
        self.scene = scene
        try scene.folder.write("chat.md", frontMatter + "Where?\n")
    }

    var frontMatter: String {
        "+++\nmodel = \"\(script.provider)/\(script.model)\"\n\(script.settings)+++\n"
    }

    func bodies() throws -> [JSONValue] {
        try scene.server.requests.map { try JSONParser.parse($0.body) }
    }

    /// The messages of a request.
    func messages(_ index: Int) throws -> [JSONValue] {
        let bodies = try bodies()
        return try #require(index < bodies.count ? bodies[index][script.messages]?.array : nil)
    }
}
