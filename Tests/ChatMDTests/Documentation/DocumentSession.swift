import TestSupport
import Testing

/// The commands of one document, run in one shell.
struct DocumentSession {
    /// What came of the command that begins in that line of the document.
    struct Result {
        var line: Int
        var command: String
        var output: String
        var status: Int32
        var expectedStatus: Int32
        /// What the document shows of the output.
        var shown: [String]?
    }

    private let folder: TemporaryFolder
    private let server: LoopbackServer
    private var steps = ""
    /// By line.
    private var shown: [Int: [String]] = [:]
    /// The last command of the block between these lines ends with that status.
    private var endings: [(lines: Range<Int>, status: Int32)] = []

    private static let fixtures = "\(Snapshot.testsFolder)/Fixtures/documents"

    init(_ document: String, _ text: String) throws {
        folder = try TemporaryFolder()
        let replies = Snapshot(fixture: "documents/replies.txt").text ?? ""
        let model = StandInModel(replies: replies)
        server = try LoopbackServer { model.answer($0, on: $1) }
        try folder.write("home/.config/chatmd/config.toml", leadingHere(""))
        try folder.write("home/chats/.keep", "")
        try folder.write("bin/.keep", "")
        try folder.write("results/.keep", "")
        for (words, reason) in DocumentationTests.excuses.sorted(by: { $0.key < $1.key }) {
            steps += "excuses[\(quoted(words))]=\(quoted(reason))\n"
        }
        let name = document.split(separator: "/").last!.split(separator: ".")[0]
        for setup in ["all", String(name)] {
            if let text = Snapshot(fixture: "documents/setup/\(setup).bash").text {
                steps += located(text)
            }
        }
        for block in DocumentBlock.all(in: text) { add(block) }
        try folder.write("steps.bash", steps)
    }

    // MARK: Steps

    private mutating func add(_ block: DocumentBlock) {
        if block.note("not run:") != nil { return }
        if let status = block.note("exits").flatMap({ Int32($0) }) {
            endings.append((block.line..<block.line + block.lines.count, status))
        }
        if let path = block.note("file:") {
            var text = located(block.text)
            if path.hasSuffix("chatmd/config.toml") { text = leadingHere(text) }
            steps += "file \(quoted(path)) \(quoted(text))\n"
        } else if let path = block.note("shows:") {
            shown[block.line] = block.lines
            steps += "shown \(block.line) \(quoted(path))\n"
        } else if let what = block.note("nvim:") {
            let parts = what.split(separator: "<", maxSplits: 1)
            let words = parts.map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            let typed = words.count > 1 ? words[1] : ""
            let commands = block.lines.joined(separator: "\n")
            steps +=
                "editor \(block.line) \(quoted(words[0])) \(quoted(typed)) \(quoted(commands))\n"
        } else if block.language == "sh" {
            let text = located(block.lines.joined(separator: "\n"))
            let function = block.note == "each alone" ? "choices" : "block"
            steps += "\(function) \(block.line) \(quoted(text))\n"
        } else if block.language == "console" {
            for command in ShownCommand.all(in: block) {
                shown[command.line] = command.output
                let text = located(command.text)
                steps += "command_of_line \(command.line) \(quoted(text))\n"
            }
        }
    }

    /// The text with the server in the place of the hosts that it names.
    private func located(_ text: String) -> String {
        var text = text
        for host in DocumentationTests.hosts {
            text = text.replacing(host, with: "http://127.0.0.1:\(server.port)")
        }
        return text
    }

    /// The configuration with all providers led to the server that no variable leads there.
    private func leadingHere(_ config: String) -> String {
        var config = config
        for provider in [
            "xai", "groq", "mistral", "deepseek", "moonshot", "openrouter", "llamacpp",
        ] {
            let heading = "[providers.\(provider)]\n"
            let row = heading + "base_url = \"\(server.baseURL)\"\n"
            if config.contains(heading) {
                config = config.replacing(heading, with: row)
            } else {
                config += row
            }
        }
        return config
    }

    private func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: #"'\''"#) + "'"
    }

    // MARK: Running

    /// In the order of the document, without what was not run.
    func results() throws -> [Result] {
        let address = "http://127.0.0.1:\(server.port)"
        let path = [folder("bin"), "\(Self.fixtures)/bin", "/usr/local/bin", "/usr/bin", "/bin"]
        let environment = [
            "HOME": folder("home"), "LANG": "C.UTF-8", "TERM": "dumb", "EDITOR": "true",
            "PATH": path.joined(separator: ":"), "CHATMD": ChatMDProcess.binary,
            "CHECKOUT": "\(Snapshot.testsFolder)/..",
            "OPENAI_BASE_URL": server.baseURL, "ANTHROPIC_BASE_URL": address,
            "OLLAMA_HOST": address,
            // Whatever leaves this machine fails at once.
            "https_proxy": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1",
            "GIT_CONFIG_NOSYSTEM": "1",
        ]
        let bash = ["/opt/homebrew/bin/bash", "/usr/local/bin/bash"].first { wholeFile($0) != nil }
        let process = try ChatMDProcess(
            ["\(Self.fixtures)/session.bash", folder("steps.bash"), folder("results")],
            executable: bash ?? "/bin/bash", environment: environment, folder: folder("home/chats"))
        let outcome = try process.outcome()
        #expect(folder.text("results/end") != nil, "it ended early\n\(outcome.text)")
        #expect(outcome.text + outcome.errors == "")
        let lines = lines(withA: ".status")
        return lines.map { line in
            Result(
                line: line, command: trimmed("results/\(line).command"),
                output: folder.text("results/\(line).output") ?? "",
                status: Int32(trimmed("results/\(line).status")) ?? -1,
                expectedStatus: expectedStatus(of: line, among: lines), shown: shown[line])
        }
    }

    /// The lines in which commands begin that were come to, those with an excuse too.
    var commandLines: [Int] { lines(withA: ".command") }

    private func lines(withA suffix: String) -> [Int] {
        TemporaryFolder.names(in: folder("results"))
            .filter { $0.hasSuffix(suffix) }.compactMap { Int($0.dropLast(suffix.count)) }.sorted()
    }

    private func trimmed(_ name: String) -> String {
        String((folder.text(name) ?? "").reversed().drop { $0 == "\n" }.reversed())
    }

    private func expectedStatus(of line: Int, among lines: [Int]) -> Int32 {
        for (range, status) in endings where range.contains(line) {
            if lines.last(where: range.contains) == line { return status }
        }
        return 0
    }
}
