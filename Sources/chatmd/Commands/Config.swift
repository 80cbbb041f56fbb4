import ConfigText
import LLMCore
import MarkdownHistory
import Spelling

extension Command {
    static let config = Command(
        name: "config",
        summary: "show where settings come from, or edit your own",
        usage:
            "chatmd config [FILE|-] [options]    |    chatmd config path    |    chatmd config edit",
        details: """
            Prints every setting that is in effect for FILE, or for a conversation in this folder, with
            the place that decides it and what it overrides there, then the model that would answer and
            where its key was found (never the key). - is a conversation on stdin. `path` prints where
            your own configuration is, `edit` opens it in $VISUAL or $EDITOR and checks it afterwards.
            """,
        options: [
            .explain, .model, .provider, .preset, .system, .option, .format, .stdinFilename, .help,
        ],
        formats: ["text", "json"],
        examples: [
            "chatmd config --explain chat.md",
            "chatmd config chat.md -t precise",
            "chatmd config edit",
        ],
        words: .wordsOrConversations(ownWords),
        group: .setup,
        run: { invocation throws(Failure) in try runConfig(invocation) }
    )

    private static let ownWords = ["path", "edit"]

    private static func runConfig(_ invocation: Invocation) throws(Failure) -> Int32 {
        let word = try invocation.file()
        try invocation.checkStdinFilename(isUsed: word == "-")
        switch word {
        case "path":
            try StandardStream.output().write(foreign: try ownConfig(invocation) + "\n")
        case "edit":
            return try ConfigEditor(path: try ownConfig(invocation), invocation.environment).run()
        case "-":
            let path = invocation.arguments.value(.stdinFilename)
            try explain(try bytesOnInput(), path, invocation)
        case let path:
            if let path, !FileContents.exists(at: path), let meant = nearest(to: path, in: ownWords)
            {
                throw Failure.usage(
                    "there is no file `\(path)`", hint: "did you mean `chatmd config \(meant)`?")
            }
            let text = try path.map { (path) throws(Failure) in try bytes(at: path) }
            try explain(text, path, invocation)
        }
        return ExitCode.answered
    }

    private static func ownConfig(_ invocation: Invocation) throws(Failure) -> String {
        guard let folder = invocation.environment.configFolder else {
            throw Failure(
                .io, "there is no place for a configuration",
                hint: "set HOME, or XDG_CONFIG_HOME to an absolute path")
        }
        return folder + "/config.toml"
    }

    /// - Parameter text: the conversation, where there is one.
    private static func explain(
        _ text: [UInt8]?, _ path: String?, _ invocation: Invocation
    ) throws(Failure) {
        let configuration = try invocation.configuration(around: path)
        let file = try text.map { (text) throws(Failure) in
            try chatFile(parsing: text, path: path)
        }
        var warnings: [Diagnostic] = []
        let stack = try configuration.stack(
            for: file, path: path, commandLine: try invocation.settings(), warnings: &warnings)
        let printer = MessagePrinter()
        for (warning, path) in configuration.warnings + warnings.map({ ($0, path) }) {
            try printer.warn(warning, path: path)
        }
        let explanation = Explanation(stack, configuration.config, configuration.environment)
        let answer = answer(stack, configuration)
        if invocation.arguments.value(.format) == "json" {
            var json = JSONObject([("settings", ExplanationPrinter.json(explanation))])
            for (name, text) in answer { json[name] = .string(text) }
            json["presets"] = ExplanationPrinter.json(
                ofPresets: Preset.names(withOwn: configuration.config.presets))
            try print(.object(json))
        } else {
            var text = ExplanationPrinter.text(explanation) + "\n"
            for (name, line) in answer {
                text += "\(name.padded(to: 10))\(TerminalText.visible(line))\n"
            }
            try StandardStream.output().write(text)
        }
    }

    /// Who would answer, with which key, or why nobody.
    private static func answer(
        _ stack: SettingsStack, _ configuration: Configuration
    ) -> [(name: String, text: String)] {
        do throws(Failure) {
            let settings = try Settings(
                stack, config: configuration.config, keys: configuration.keys)
            let source = configuration.keys.source(for: settings.provider)
            return [
                ("provider", settings.provider.id), ("model", settings.model),
                ("key", source?.description ?? "none, and none is needed"),
            ]
        } catch {
            return [
                ("problem", [error.message, error.hint].compactMap(\.self).joined(separator: "; "))
            ]
        }
    }
}
