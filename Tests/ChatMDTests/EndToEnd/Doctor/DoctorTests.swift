import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `chatmd doctor` prints, and how it ends.
@Suite struct DoctorTests {
    // MARK: Sections

    @Test func everySectionIsThereInItsOrder() throws {
        let diagnosis = try DoctorScene().run()
        #expect(
            diagnosis.sections == [
                "programs", "configuration", "keys", "network", "local servers", "model",
                "providers",
            ])
        #expect(diagnosis.json["version"]?.string == Version.current)
        #expect(
            diagnosis.lines("providers") == [
                "note providers: not asked (`chatmd doctor --online` asks those with a key)"
            ])
    }

    @Test func thoseWhoReadItGetTheSameAsPrograms() throws {
        var scene = try DoctorScene(config: "modle = 1\n")
        scene.scene.environment["XAI_API_KEY"] = Scene.key
        scene.scene.environment["SSL_CERT_FILE"] = "/nowhere/ca.pem"
        let diagnosis = try scene.run()
        let outcome = try scene.runAsText()
        #expect(outcome.ending == diagnosis.outcome.ending)
        #expect(outcome.errors == "")
        let lines = outcome.text.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        for section in diagnosis.json["sections"]?.array ?? [] {
            #expect(lines.contains(section["name"]?.string ?? "?"))
            for check in section["checks"]?.array ?? [] {
                let words = ["status", "name", "message"].compactMap { check[$0]?.string }
                #expect(lines.contains(words.joined(separator: " ")))
                if let hint = check["hint"]?.string { #expect(lines.contains(hint)) }
            }
        }
        #expect(lines.last == "1 error, 1 warning")
    }

    @Test func wordsAreRefused() throws {
        let outcome = try DoctorScene().runAsText("chat.md")
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains("`doctor` takes no words"))
        #expect(outcome.errors.contains("chatmd config FILE"))
    }

    // MARK: Status

    @Test func nothingWrongIsSaidAndEndsWith0() throws {
        var scene = try DoctorScene()
        scene.scene.environment["XAI_API_KEY"] = Scene.key
        #expect(try scene.run().wrong == [])
        let outcome = try scene.runAsText()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.hasSuffix("\n\nnothing is wrong\n"))
    }

    @Test func warningsEndWith0() throws {
        let scene = try DoctorScene(config: "modle = 1\nmodel = \"echo\"\n")
        let diagnosis = try scene.run()
        #expect(diagnosis.json["warnings"]?.int == 1)
        #expect(diagnosis.outcome.ending == .exit(0))
    }

    @Test func anErrorEndsWith1() throws {
        var scene = try DoctorScene(config: "model = \"echo\"\n")
        scene.scene.environment["SSL_CERT_FILE"] = "/nowhere/ca.pem"
        let diagnosis = try scene.run()
        #expect(diagnosis.json["errors"]?.int == 1)
        #expect(diagnosis.outcome.ending == .exit(1))
    }

    @Test func aBrokenConfigurationEndsWith3AndAllElseIsToldAllTheSame() throws {
        var scene = try DoctorScene(config: "model = \"grok-3\"\ntemperature = \"hot\"\n")
        scene.scene.environment["XAI_API_KEY"] = Scene.key
        let diagnosis = try scene.run()
        #expect(diagnosis.outcome.ending == .exit(3))
        let path = scene.folder("home/.config/chatmd/config.toml")
        #expect(
            diagnosis.lines("configuration").first
                == "error config.toml: \(path):2:15: `temperature` must be a number, not a string "
                + "(until that is mended, all below is told without the file)")
        #expect(diagnosis.lines("keys", of: "xai") == ["ok XAI_API_KEY in the environment"])
        #expect(
            diagnosis.lines("model") == [
                "note model: none answers before the configuration is mended"
            ])
        #expect(diagnosis.sections.last == "providers")
    }

    // MARK: Terminals

    @Test func statusesAreColouredOnATerminal() throws {
        var scene = try DoctorScene()
        scene.scene.environment["TERM"] = "xterm"
        let text = try scene.runAsText(output: .terminal).text
        #expect(text.contains("\u{1B}[1mprograms\u{1B}[0m"))
        #expect(text.contains("  \u{1B}[32mok\u{1B}[0m       libcmark"))
        #expect(text.contains("  \u{1B}[33mwarning\u{1B}[0m  model"))
    }

    @Test(arguments: [["NO_COLOR": "1", "TERM": "xterm"], ["TERM": "dumb"]])
    func colourCanBeTurnedOff(environment: [String: String]) throws {
        var scene = try DoctorScene()
        scene.scene.environment.merge(environment) { $1 }
        #expect(try !scene.runAsText(output: .terminal).text.contains("\u{1B}"))
    }

    @Test func aPipeGetsNoColour() throws {
        var scene = try DoctorScene()
        scene.scene.environment["TERM"] = "xterm"
        #expect(try !scene.runAsText().text.contains("\u{1B}"))
    }

    @Test func whatFilesAndServersSayCannotPoseAsSomethingElse() throws {
        var scene = try DoctorScene(
            config: "[providers.\"w\\u001b[2J\\u202e\"]\nbase_url = \"SERVER\"\n"
        ) { _, connection in
            connection.respond(
                status: 401, body: #"{"error":{"message":"no\u001b[31m\n  ok  all is well"}}"#)
        }
        scene.scene.environment["OLLAMA_HOST"] = "127.0.0.1:\(scene.scene.server.port)"
        let text = try scene.runAsText("--online").text
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        #expect(text.contains("w^[[2J<U+202E>"))
        #expect(text.contains("no^[[31m   ok  all is well"))
    }

    // MARK: Programs

    @Test func programsAndLibrariesAreTold() throws {
        let scene = try DoctorScene()
        let lines = try scene.run().lines("programs")
        #expect(lines.count == 5)
        #expect(lines[0].hasPrefix("ok chatmd: \(Version.current), /"))
        #expect(lines[0].hasSuffix("/chatmd"))
        #expect(lines[1].hasPrefix("ok libcurl: \(CurlVersion.current.number), "))
        #expect(lines[2].hasPrefix("ok libcmark: 0."))
        #expect(lines[3] == "ok Neovim: 0.10.4, \(scene.folder("bin/nvim"))")
        #expect(lines[4].hasPrefix("ok plugin: \(Version.current), /"))
    }

    @Test(arguments: [
        (
            "echo 'NVIM v0.6.1'; echo 'Build type: Release'",
            "0.6.1, PATH, is too old for the plugin"
        ),
        ("echo 'not found' >&2; exit 127", "`PATH --version` does not tell a version"),
        ("echo hello", "`PATH --version` does not tell a version"),
    ])
    func aNeovimThatDoesNotFitIsAWarning(script: String, message: String) throws {
        let scene = try DoctorScene()
        try scene.write(program: "nvim", script)
        let line = try #require(try scene.run().lines("programs", of: "Neovim").first)
        let expected = message.replacing("PATH", with: scene.folder("bin/nvim"))
        #expect(line.hasPrefix("warning \(expected) ("))
    }

    @Test func neovimIsGivenNoKey() throws {
        var scene = try DoctorScene()
        scene.scene.environment["XAI_API_KEY"] = Scene.key
        try scene.write(program: "nvim", "env > '\(scene.folder("seen"))'; echo 'NVIM v0.10.4'")
        _ = try scene.run()
        let seen = try #require(scene.folder.text("seen"))
        #expect(seen.contains("PATH=") && !seen.contains("API_KEY"))
    }

    @Test(arguments: [("chatmd 0.0.9", "warning"), ("chatmd \(Version.current)", "note")])
    func anotherProgramOnThePathIsNamed(answer: String, status: String) throws {
        let scene = try DoctorScene()
        unlink(scene.folder("bin/chatmd"))
        try scene.write(program: "chatmd", "echo '\(answer)'")
        let line = try #require(try scene.run().lines("programs", of: "chatmd").last)
        let version = answer.split(separator: " ")[1]
        #expect(
            line.hasPrefix(
                "\(status) a shell runs another one, \(version), \(scene.folder("bin/chatmd"))"))
    }
}
