import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A scene for `chatmd doctor`, in which nothing is found but what a test puts there.
///
/// A Neovim that fits is on PATH, and so is the program itself; nobody listens where Ollama and
/// llama.cpp are looked for; files are readable for their owner alone.
struct DoctorScene {
    var scene: Scene
    var folder: TemporaryFolder { scene.folder }

    /// Port 1 of this machine: nobody listens there.
    static let nowhere = "http://127.0.0.1:1/v1"

    /// - Parameter config: `config.toml`; `SERVER` in it stands for the server's base URL.
    init(
        config: String? = nil,
        _ handler: @escaping LoopbackServer.Handler = { _, connection in
            connection.respond(body: #"{"data":[{"id":"grok-3"},{"id":"grok-4"}]}"#)
        }
    ) throws {
        scene = try Scene(handler)
        scene.environment["XAI_API_KEY"] = nil
        scene.environment["PATH"] = "\(folder("bin")):/usr/bin:/bin"
        scene.environment["OLLAMA_HOST"] = "127.0.0.1:1"
        try write(program: "nvim", "echo 'NVIM v0.10.4'")
        try write(program: "chatmd", "")
        unlink(folder("bin/chatmd"))
        symlink(ChatMDProcess.binary, folder("bin/chatmd"))
        try write(config: config ?? "")
    }

    func write(config: String) throws {
        let noServer = "[providers.llamacpp]\nbase_url = \"\(Self.nowhere)\"\n"
        let text = config.replacing("SERVER", with: scene.server.baseURL)
        try write("home/.config/chatmd/config.toml", text + "\n" + noServer)
    }

    func write(_ name: String, _ text: String) throws {
        try folder.write(name, text)
        chmod(folder(name), 0o600)
    }

    /// A shell script in the first folder of PATH.
    func write(program name: String, _ script: String) throws {
        try folder.write("bin/\(name)", "#!/bin/sh\n\(script)\n")
        chmod(folder("bin/\(name)"), 0o755)
    }

    func run(_ options: String...) throws -> Diagnosis {
        try Diagnosis(scene.start(["doctor", "--format", "json"] + options).outcome())
    }

    /// In a folder of the scene's.
    func run(in name: String) throws -> Diagnosis {
        let script = "cd '\(folder(name))' && exec \"$0\" doctor --format json"
        return try Diagnosis(scene.start([], shell: script).outcome())
    }

    func runAsText(
        _ options: String..., output: ChatMDProcess.Output = .collected
    ) throws -> ChatMDProcess.Outcome {
        try scene.start(["doctor"] + options, output: output).outcome()
    }
}

/// What `chatmd doctor` has found.
struct Diagnosis {
    let outcome: ChatMDProcess.Outcome
    let json: JSONValue

    init(_ outcome: ChatMDProcess.Outcome) throws {
        #expect(outcome.errors == "")
        self.outcome = outcome
        json = try JSONParser.parse(outcome.output)
    }

    var sections: [String] { (json["sections"]?.array ?? []).compactMap { $0["name"]?.string } }

    /// The checks of a section, each as `status name: message (hint)`.
    func lines(_ section: String) -> [String] {
        let checks = json["sections"]?.array?.first { $0["name"]?.string == section }?["checks"]
        return (checks?.array ?? []).map { check in
            let hint = check["hint"]?.string.map { " (\($0))" } ?? ""
            return "\(check["status"]?.string ?? "?") \(check["name"]?.string ?? "?"): "
                + (check["message"]?.string ?? "?") + hint
        }
    }

    /// Those of one name.
    func lines(_ section: String, of name: String) -> [String] {
        lines(section).filter { $0.split(separator: " ")[1] == "\(name):" }
            .map { $0.replacing(" \(name): ", with: " ", maxReplacements: 1) }
    }

    /// All lines that are warnings or errors.
    var wrong: [String] {
        sections.flatMap(lines).filter { $0.hasPrefix("warning ") || $0.hasPrefix("error ") }
    }
}
