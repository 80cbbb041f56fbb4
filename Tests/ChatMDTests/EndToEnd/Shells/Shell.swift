import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real shell that has read chatmd's completions, in a folder with a few files.
///
///     let shell = try Shell("bash")
///     try shell.arguments(after: "chatmd app\t") == ["chatmd", "append"]
struct Shell {
    let name: String
    let scene: Scene

    static let config = """
        [aliases]
        fast = "groq/openai/gpt-oss-120b"
        "two words" = "grok-3"
        "evil;touch PWNED" = "grok-3"
        "wicked$(touch PWNED)" = "grok-3"
        "bad`touch PWNED`" = "grok-3"
        [providers.work]
        base_url = "https://llm.example.org/v1"
        default_model = "llama3:8b"
        [presets.review]
        extends = "precise"
        [presets."my preset"]
        extends = "precise"
        [tools.get_weather]
        description = "Weather"
        command = ["touch", "PWNED"]
        [providers.secret]
        base_url = "https://llm.example.org/v1"
        api_key_cmd = ["touch", "PWNED"]

        """

    static func exists(_ program: String) -> Bool { access(program, X_OK) == 0 }

    static func path(of name: String) -> String? {
        ["/usr/bin/\(name)", "/bin/\(name)", "/usr/local/bin/\(name)"].first(where: exists)
    }

    init(_ name: String) throws {
        self.name = name
        var scene = try Scene(replying: "never", config: Self.config)
        let binary = ChatMDProcess.binary
        let folder = binary[..<(binary.lastIndex(of: "/") ?? binary.startIndex)]
        scene.environment["PATH"] = "\(folder):/usr/bin:/bin:/usr/local/bin"
        scene.environment["TERM"] = "dumb"
        for file in [
            "chat.md", "my notes.md", "it's.md", "list.txt", "aaa.txt", "docs/we$ird`touch x`.md",
        ] {
            try scene.folder.write(file, "hi\n")
        }
        self.scene = scene
    }

    /// What the shell makes of a line that is typed key by key, tabs too: its words, quotes taken off.
    func arguments(after typed: String, sourceLocation: SourceLocation = #_sourceLocation) throws
        -> [String]
    {
        let process = try ChatMDProcess(
            start, executable: try #require(Self.path(of: name)),
            environment: scene.environment, folder: scene.folder.path, input: .terminal,
            output: .terminal)
        for (number, line) in setUp.enumerated() {
            // The echo of the line has a blank in the place of the colon.
            process.write("\(line); printf '%s:%s' ready \(number)\n")
            process.waitForOutput { $0.contains("ready:\(number)") }
        }
        // Control-A: the words of the finished line become those of a function.
        process.write("\(typed)\u{01}show \n")
        process.waitForOutput { $0.contains("<end>") }
        process.write("exit\n")
        let text = try process.outcome().text
        #expect(scene.folder.bytes("PWNED") == nil, sourceLocation: sourceLocation)
        #expect(scene.server.requests.isEmpty, sourceLocation: sourceLocation)
        let shown = text.split(separator: "<begin>").last?.split(separator: "<end>").first ?? ""
        return shown.split(separator: "<|>", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }

    private var start: [String] {
        name == "zsh" ? ["-f", "-i"] : ["--norc", "--noprofile", "-i"]
    }

    private var setUp: [String] {
        let show =
            "show() { printf '<%s>' begin; printf '%s<|>' \"$@\"; printf '<%s>' end; }"
        let lines =
            name == "zsh"
            ? [
                "PS1=; unsetopt prompt_cr prompt_sp; autoload -Uz compinit; compinit -u -D",
                "source <(chatmd completions zsh)",
            ] : ["PS1=; bind 'set bell-style none'", "source <(chatmd completions bash)"]
        return lines + [show]
    }

    /// What fish would offer for a line that ends at the cursor, without what it is.
    func offers(for line: String) throws -> [String] {
        let process = try ChatMDProcess(
            ["--no-config", "-c", "chatmd completions fish | source; complete -C $argv[1]", line],
            executable: try #require(Self.path(of: name)), environment: scene.environment,
            folder: scene.folder.path)
        let outcome = try process.outcome()
        #expect(outcome.errors == "")
        #expect(scene.folder.bytes("PWNED") == nil)
        #expect(scene.server.requests.isEmpty)
        return outcome.text.split(separator: "\n").map { line in
            String(line.prefix { $0 != "\t" })
        }
    }
}
