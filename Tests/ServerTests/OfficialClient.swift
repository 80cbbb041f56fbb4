import LLMCore
import TestSupport
import Testing

/// The providers' own Python packages, behind the scripts in `Servers`.
enum OfficialClient {
    struct Question {
        var wireFormat: String
        var baseURL: String
        var key = "none"
        var model = "tiny"
        var prompt = "hi"
        var maxTokens = ServerScene.tokens

        fileprivate var json: JSONValue {
            [
                "format": .string(wireFormat), "base_url": .string(baseURL), "key": .string(key),
                "model": .string(model), "prompt": .string(prompt),
                "max_tokens": JSONValue(maxTokens),
            ]
        }
    }

    /// What they understand, question by question.
    static func answers(to questions: [Question]) throws -> [Understanding] {
        try run("second_opinion.py", questions.map(\.json)).map(Understanding.init(client:))
    }

    /// A prompt's vector, and how many tokens it has.
    static func embeddings(of questions: [Question]) throws -> [(vector: [Double], tokens: Int)] {
        try run("second_opinion.py", questions.map(\.json)).map { answer in
            let vector = try #require(answer["vector"]?.array, "\(answer)")
            return (vector.compactMap(\.double), try #require(answer["tokens"]?.int))
        }
    }

    /// What chatmd sends, and to whom.
    struct Request {
        var wireFormat: WireFormatName
        var body: JSONValue
    }

    /// What their types find wrong with each request.
    static func complaints(about requests: [Request]) throws -> [[String]] {
        let lines = requests.map { request -> JSONValue in
            ["format": .string(request.wireFormat.rawValue), "body": request.body]
        }
        return try run("request_types.py", lines).map { complaints in
            try #require(complaints.array).compactMap(\.string)
        }
    }

    /// An answer to each line. One process answers all: its start takes a second.
    private static func run(_ script: String, _ lines: [JSONValue]) throws -> [JSONValue] {
        let folder = try TemporaryFolder()
        let process = try ChatMDProcess(
            ["\(Snapshot.testsFolder)/ServerTests/Servers/\(script)"],
            executable: try #require(RealServer.clients.address),
            environment: [
                "HOME": folder.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
                "PYTHONDONTWRITEBYTECODE": "1", "SSL_CERT_FILE": RealServer.authority,
            ],
            folder: folder.path,
            input: .bytes(lines.flatMap { JSONWriter.bytes(of: $0) + [UInt8(ascii: "\n")] }))
        let outcome = try process.outcome()
        #expect(outcome.errors == "")
        let answers = try outcome.text.split(separator: "\n").map {
            try JSONParser.parse(String($0))
        }
        try #require(answers.count == lines.count)
        return answers
    }
}
