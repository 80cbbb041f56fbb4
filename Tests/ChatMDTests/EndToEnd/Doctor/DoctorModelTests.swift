import LLMCore
import TestSupport
import Testing

/// What `chatmd doctor` says about servers on this machine, and about who would answer.
@Suite struct DoctorModelTests {
    // MARK: Servers on this machine

    private func local(
        _ body: String, status: Int = 200, key: String? = nil
    ) throws -> Diagnosis {
        var scene = try DoctorScene { _, connection in
            connection.respond(status: status, body: body)
        }
        scene.scene.environment["OLLAMA_HOST"] = "127.0.0.1:\(scene.scene.server.port)"
        scene.scene.environment["XAI_API_KEY"] = key
        let diagnosis = try scene.run()
        #expect(scene.scene.server.requests.map(\.path) == ["/v1/models"])
        #expect(scene.scene.server.requests.first?["authorization"] == nil)
        return diagnosis
    }

    private func said(_ diagnosis: Diagnosis) throws -> String {
        let line = try #require(diagnosis.lines("local servers", of: "ollama").first)
        return line.replacing(/127\.0\.0\.1:\d+/, with: "HERE")
    }

    @Test func aServerTellsItsFirstModelsAndAnswersWithoutAKey() throws {
        let diagnosis = try local(
            #"{"data":[{"id":"embed-x"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}]}"#)
        #expect(try said(diagnosis) == "ok answers at HERE: embed-x, b, c, 2 more")
        #expect(diagnosis.lines("model") == ["ok model: ollama/b would answer, without a key"])
        #expect(
            diagnosis.lines("local servers", of: "llamacpp") == [
                "note nobody answers at 127.0.0.1:1"
            ])
    }

    @Test func aKeyGoesBeforeAServerOnThisMachine() throws {
        let diagnosis = try local(#"{"data":[{"id":"b"}]}"#, key: Scene.key)
        #expect(
            diagnosis.lines("model") == [
                "ok model: xai/grok-4.7 would answer, with XAI_API_KEY in the environment"
            ])
    }

    @Test func aServerWithoutModelsIsAWarning() throws {
        #expect(
            try said(try local(#"{"data":[]}"#))
                == "warning answers at HERE, and has no model (`ollama pull NAME` gets one)")
    }

    @Test func anotherProgramOnThePortIsNoted() throws {
        let line = try said(try local("<html>", status: 404))
        #expect(line.hasPrefix("note what answers at HERE lists no models: "))
    }

    // MARK: The model

    @Test func whoHasChosenNothingYetIsWarned() throws {
        let diagnosis = try DoctorScene().run()
        let line = try #require(diagnosis.lines("model").first)
        #expect(
            line.hasPrefix("warning model: no model is set, and no key was found for any provider"))
        #expect(diagnosis.outcome.ending == .exit(0))
    }

    @Test func aModelThatCannotAnswerIsAnError() throws {
        let scene = try DoctorScene(config: "model = \"grok-3\"\n")
        let diagnosis = try scene.run()
        let path = scene.folder("home/.config/chatmd/config.toml")
        let line = try #require(diagnosis.lines("model").first)
        #expect(
            line.hasPrefix("error model: \(path):1:9: no key for xAI: XAI_API_KEY is not set ("))
        #expect(diagnosis.outcome.ending == .exit(1))
    }

    @Test func aModelWhoseAddressIsUnusableCannotAnswer() throws {
        var scene = try DoctorScene(config: "model = \"ollama/b\"\n")
        scene.scene.environment["OLLAMA_HOST"] = "gpu-box"
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("model").first?.hasPrefix(
                "error model: gpu-box:11434 would be asked without encryption") == true)
    }

    @Test func fallbacksAndFilesThatSettingsNameAreLookedAt() throws {
        var scene = try DoctorScene(
            config: """
                model = "grok-3"
                fallback = ["echo", "gpt-5.5"]
                system = { file = "gone.md" }
                messages = "before.md"
                """)
        scene.scene.environment["XAI_API_KEY"] = Scene.key
        let path = scene.folder("home/.config/chatmd/config.toml")
        let lines = try scene.run().lines("model")
        #expect(lines[0].hasPrefix("ok model: xai/grok-3 would answer, with XAI_API_KEY"))
        #expect(lines[1] == "ok fallback: echo/echo")
        #expect(
            lines.contains {
                $0.hasPrefix("warning model: \(path):2:12: the fallback `gpt-5.5` cannot be used")
            })
        #expect(lines.contains { $0.hasPrefix("error system: \(path):3:10: ") })
        #expect(lines.contains { $0.hasPrefix("error messages: \(path):4:12: ") })
    }
}
