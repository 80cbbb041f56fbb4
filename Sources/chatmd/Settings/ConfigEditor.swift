import MarkdownHistory

/// Opens the user's configuration in their editor, and looks at it afterwards.
struct ConfigEditor {
    let path: String
    private let environment: Environment

    init(path: String, _ environment: Environment) {
        self.path = path
        self.environment = environment
    }

    func run() throws(Failure) -> Int32 {
        guard StandardStream.isInputTerminal else {
            throw Failure.usage(
                "`config edit` needs a terminal", hint: "the file is \(path)")
        }
        if !FileContents.exists(at: path) { try create() }
        try UsersEditor(environment).open(path)
        return try check()
    }

    private func create() throws(Failure) {
        let folder = WorkTree.parent(of: path)
        // The folder above, ~/.config, may be missing in a new home.
        try NewFile.makeFolder(WorkTree.parent(of: folder), mode: 0o700)
        try NewFile.makeFolder(folder, mode: 0o700)
        try NewFile.write(Array(Self.template.utf8), to: path, mode: 0o600)
    }

    private func check() throws(Failure) -> Int32 {
        let config = try ConfigFile.read(in: WorkTree.parent(of: path))
        for warning in config.warnings { try MessagePrinter().warn(warning, path: path) }
        return ExitCode.answered
    }

    private static let template = """
        # Settings of chatmd; doc/configuration.md describes them all.

        # model = "claude-sonnet-5-5"
        # fallback = ["openai/gpt-5.5"]

        # [aliases]
        # fast = "groq/openai/gpt-oss-120b"

        # [presets.review]
        # extends = "precise"
        # system = { file = "review.md" }

        # [providers.work]
        # base_url = "https://llm.example.org/v1"
        # api_key_cmd = ["pass", "show", "llm/work"]

        """
}
