import LLMCore
import TestSupport
import Testing

/// The providers' own Python packages, behind `Servers/second_opinion.py`.
enum OfficialClient {
    struct Question {
        var wireFormat: String
        var baseURL: String
        var key = "none"
        var model = "tiny"
        var prompt = "hi"
        var maxTokens = ServerScene.tokens
    }

    /// What they understand, question by question. One process answers all: its start takes a second.
    static func answers(to questions: [Question]) throws -> [Understanding] {
        let folder = try TemporaryFolder()
        let lines = questions.flatMap { question in
            JSONWriter.bytes(of: [
                "format": .string(question.wireFormat), "base_url": .string(question.baseURL),
                "key": .string(question.key), "model": .string(question.model),
                "prompt": .string(question.prompt), "max_tokens": JSONValue(question.maxTokens),
            ]) + [UInt8(ascii: "\n")]
        }
        let process = try ChatMDProcess(
            ["\(Snapshot.testsFolder)/ServerTests/Servers/second_opinion.py"],
            executable: try #require(RealServer.clients.address),
            environment: [
                "HOME": folder.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
                "PYTHONDONTWRITEBYTECODE": "1", "SSL_CERT_FILE": RealServer.authority,
            ],
            folder: folder.path, input: .bytes(lines))
        let outcome = try process.outcome()
        #expect(outcome.errors == "")
        let answers = try outcome.text.split(separator: "\n").map {
            Understanding(client: try JSONParser.parse(String($0)))
        }
        try #require(answers.count == questions.count)
        return answers
    }
}
