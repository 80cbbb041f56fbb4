import TestSupport
import Testing

@testable import chatmd

/// `chatmd completions`, without a shell.
@Suite struct CompletionsCommandTests {
    @Test(arguments: ShellScript.allCases)
    func aScriptIsPrinted(script: ShellScript) throws {
        let scene = try Scene(replying: "never")
        let outcome = try scene.run("completions", script.rawValue)
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(outcome.text == script.text)
    }

    @Test(arguments: [
        (["bahs"], "did you mean `bash`?"), (["powershell"], "chatmd completions bash|zsh|fish"),
        ([], "chatmd completions bash|zsh|fish"),
    ])
    func anotherShellIsRefused(words: [String], hint: String) throws {
        let scene = try Scene(replying: "never")
        let outcome = try scene.start(["completions"] + words).outcome()
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains(hint))
    }

    @Test func aBrokenConfigurationKeepsNobodyFromTyping() throws {
        let scene = try Scene(replying: "never")
        try scene.write(config: "[presets\n")
        let outcome = try scene.run("completions", "words", "--", "append", "-t", "")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(outcome.text.contains("\nprecise\t"))
    }

    @Test func askingForWordsRunsAndAsksNothing() throws {
        let scene = try Scene(
            replying: "never", config: "api_key_cmd = [\"touch\", \"\(#function)\"]\n")
        let outcome = try scene.run("completions", "words", "--", "append", "-m", "")
        #expect(outcome.text.contains("\ngrok-4.7\t"))
        #expect(scene.server.requests.isEmpty)
        #expect(!scene.folder.names.contains(#function))
    }
}
