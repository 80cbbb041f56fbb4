import TestSupport
import Testing

@testable import chatmd

/// `chatmd help`, and what is said about names that are nearly right.
@Suite struct HelpCommandTests {
    private func run(_ arguments: [String]) throws -> ChatMDProcess.Outcome {
        // Its folder lasts as long as it does.
        let scene = try Scene(replying: "never")
        return try withExtendedLifetime(scene) { try scene.start(arguments).outcome() }
    }

    @Test(arguments: [["help"], ["--help"], ["-h"]])
    func withoutAWordItIsTheOverview(arguments: [String]) throws {
        let outcome = try run(arguments)
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == Help.overview)
    }

    @Test func aCommandsHelpHasTwoWays() throws {
        #expect(try run(["help", "append"]).text == run(["append", "--help"]).text)
    }

    @Test func aTopicIsExplained() throws {
        let outcome = try run(["help", "privacy"])
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.hasPrefix("chatmd help privacy – "))
    }

    @Test func theTopicsAreListed() throws {
        #expect(try run(["help", "topics"]).text == Help.topics)
    }

    @Test(arguments: [
        (["hepl"], "did you mean `chatmd help`?"),
        (["help", "modles"], "did you mean `chatmd help models`?"),
        (["chat.md", "--modle=x"], "did you mean --model?"),
        (["chat.md", "-m", "gpt5.5"], "did you mean `openai/gpt-5.5`?"),
        (["chat.md", "-m", "claud-sonnet"], "did you mean `anthropic/claude-sonnet-5-5`?"),
        (["chat.md", "-m", "haiku"], "did you mean `anthropic/claude-haiku"),
        (["chat.md", "-t", "precis"], "did you mean `precise`?"),
        (["chat.md", "-T", "calcultor"], "did you mean `calculator`?"),
        (["chat.md", "-o", "temprature=1"], "did you mean temperature?"),
        (["chat.md", "-o", "reasoning_effort=hihg"], "did you mean \"high\"?"),
        (["chat.md", "-o", "provider=opnai"], "did you mean `openai`?"),
        (["models", "--provider", "opnai"], "did you mean `openai`?"),
        (["export", "chat.md", "--to", "opneai"], "did you mean openai?"),
        (["completions", "fihs"], "did you mean `fish`?"),
    ])
    func whatIsNearlyRightIsCorrected(arguments: [String], hint: String) throws {
        let scene = try Scene(replying: "never", config: "default_model = \"grok-3\"\n")
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.start(arguments).outcome()
        #expect(outcome.errors.contains(hint), "\(outcome.errors)")
        #expect(scene.server.requests.isEmpty)
    }

    @Test func aModelThatTheProviderDoesNotKnowIsCorrected() throws {
        let scene = try Scene { _, connection in
            connection.respond(
                status: 404, body: #"{"error": {"message": "The model does not exist"}}"#)
        }
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("chat.md", "-m", "xai/grok-47")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains("The model does not exist"))
        #expect(outcome.errors.contains("did you mean `xai/grok-4.7`?"))
    }
}
