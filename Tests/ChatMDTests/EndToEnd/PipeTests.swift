import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// chatmd between other programs, in a shell.
@Suite struct PipeTests {
    private let scene: Scene

    init() throws {
        scene = try Scene(replying: "Yo", config: "default_model = \"grok-3\"\n")
    }

    /// Runs a command line in bash, where `chatmd` is the binary and answers with `echo`.
    private func bash(
        _ line: String, input: ChatMDProcess.Input = .nothing
    ) throws -> ChatMDProcess.Outcome {
        let prelude = "chatmd() { '\(ChatMDProcess.binary)' \"$@\"; }\n"
        return try ChatMDProcess(
            ["-c", prelude + line], executable: "/bin/bash", environment: scene.environment,
            folder: scene.folder.path, input: input
        ).outcome()
    }

    // MARK: What is asked

    @Test func whatAProgramPrintsIsAMessage() throws {
        let outcome = try bash("echo 'diff --git a b' | chatmd complete -s 'A commit message.'")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "Yo\n")
        #expect(outcome.errors == "")
        #expect(
            try scene.sentMessages() == [
                ["system", "A commit message."], ["user", "diff --git a b"],
            ])
    }

    @Test func aQuestionFollowsTheTextOnStdin() throws {
        let outcome = try bash("printf 'line 1\\nline 2\\n' | chatmd -p 'What is this?'")
        #expect(outcome.ending == .exit(0))
        #expect(try scene.sentMessages() == [["user", "line 1\nline 2\n\nWhat is this?"]])
    }

    @Test func thatTextIsSentAsItIsWhateverItHolds() throws {
        let text = "---\nmodel: [\n---\n![](secret.png)\n# === ASSISTANT ===\n"
        try scene.folder.write("text", text)
        let outcome = try bash("chatmd -p 'Explain' < text")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(try scene.sentMessages() == [["user", text + "\nExplain"]])
    }

    @Test func aQuestionNeedsNoText() throws {
        let outcome = try bash("chatmd -p 'Hello?' < /dev/null")
        #expect(outcome.text == "Yo\n")
        #expect(try scene.sentMessages() == [["user", "Hello?"]])
    }

    @Test func aTerminalIsNotRead() throws {
        let outcome = try scene.run("-p", "Hello?", input: .terminal)
        #expect(outcome.ending == .exit(0))
        #expect(try scene.sentMessages() == [["user", "Hello?"]])
    }

    @Test func theQuestionItselfCanStandOnStdin() throws {
        _ = try bash("echo 'Hello?' | chatmd complete -p -")
        #expect(try scene.sentMessages() == [["user", "Hello?\n"]])
    }

    @Test func aConversationIsGoneOnWithWithoutBeingChanged() throws {
        let text = "One\n\n# === ASSISTANT ===\n\nTwo\n"
        try scene.folder.write("chat.md", text)
        for line in ["chatmd chat.md -p Three", "chatmd complete - -p Three < chat.md"] {
            let outcome = try bash(line)
            #expect(outcome.text == "Yo\n")
            #expect(scene.folder.text("chat.md") == text)
        }
        for request in scene.server.requests {
            #expect(request.text.contains("One"))
            #expect(request.text.contains("Two"))
            #expect(request.text.contains("Three"))
        }
    }

    @Test func stdinIsReadForOneThingOnly() throws {
        let outcome = try bash("echo hi | chatmd complete - -p -")
        #expect(outcome.ending == .exit(2))
        let other = try bash("echo hi | chatmd complete -p - -a -")
        #expect(other.ending == .exit(2))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func aQuestionWithoutItsOptionIsToldAboutIt() throws {
        let outcome = try bash("chatmd 'What is 1.5 / 2?'")
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.hasPrefix("chatmd: error: a question comes after -p\n"))
    }

    // MARK: Where the answer goes

    @Test func theUsageIsToldOnStderr() throws {
        for (options, isShown) in [("-u", true), ("-qu", true), ("", false)] {
            let outcome = try bash("chatmd -p Hello \(options) < /dev/null")
            #expect(outcome.text == "Yo\n")
            #expect(outcome.errors.hasPrefix("scripted · 12 in · 3 out · ") == isShown)
        }
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try bash("chatmd append chat.md -u")
        #expect(outcome.errors.hasPrefix("scripted · 12 in · 3 out · "))
    }

    @Test func programsFindTheUsageInTheJSON() throws {
        for format in ["json", "ndjson"] {
            let outcome = try bash("chatmd -p Hello -u --format \(format) < /dev/null")
            #expect(outcome.ending == .exit(0))
            #expect(outcome.text.contains("\"input_tokens\":12"))
            #expect(outcome.errors == "")
        }
    }

    @Test func aReaderWhoHasEnoughIsNoError() throws {
        let outcome = try bash("seq 100000 | chatmd -m echo | head -1; echo ${PIPESTATUS[1]}")
        #expect(outcome.text == "1\n141\n")
        #expect(outcome.errors == "")
    }

    @Test func aFullDiskIsAnError() throws {
        let outcome = try bash("chatmd -m echo -p Hello < /dev/null > /dev/full")
        #expect(outcome.ending == .exit(1))
        #expect(
            outcome.errors == "chatmd: error: writing the output failed: "
                + "No space left on device\n")
    }

    @Test(arguments: ["chatmd chat.md > chat.md", "chatmd extract chat.md > chat.md"])
    func aFileThatTheShellHasEmptiedIsNamed(line: String) throws {
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try bash(line)
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.hasPrefix("chat.md: error: the shell has emptied this file"))
    }

    @Test(arguments: [
        "chatmd -m echo <(echo hi)", "echo hi | chatmd -m echo", "chatmd -m echo /dev/stdin <<< hi",
        "mkfifo pipe; (echo hi > pipe &); chatmd -m echo pipe", "chatmd -m echo -p hi <&-",
        "env -i '\(ChatMDProcess.binary)' -m echo -p hi < /dev/null",
        "set -o pipefail; echo hi | chatmd -m echo | tee copy",
    ]) func textComesAndGoesByEveryWayThatAShellKnows(line: String) throws {
        let outcome = try bash(line)
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "hi\n")
        #expect(outcome.errors == "")
    }

    @Test func aLoopOfAShellEndsWithTheSignal() throws {
        let scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            connection.waitUntilClientLeaves()
        }
        for name in ["a.md", "b.md"] { try scene.folder.write(name, "hi\n") }
        // As a terminal does, the signal goes to the whole group, in which the shell is too.
        let process = try scene.start(
            [],
            shell: "exec setsid -w bash -c 'for f in a.md b.md; do \"$0\" append $f; done' \"$0\"")
        #expect(scene.folder.wait(for: "a.md") { $0.hasSuffix("Half") })
        // Blanks stand before a short number.
        _ = try ChatMDProcess(
            ["-c", "kill -INT -- -$(($(ps -o pgid= -p $(pgrep -P \(process.id)))))"],
            executable: "/bin/bash", environment: scene.environment, folder: scene.folder.path
        ).outcome()
        #expect(try process.outcome().ending != .exit(0))
        #expect(scene.folder.text("b.md") == "hi\n")
        #expect(scene.folder.text("a.md")?.hasSuffix("Half\n\n# === USER ===\n") == true)
    }
}
