import ConfigText
import LLMCore
import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Command {
    static let new = Command(
        name: "new",
        summary: "start a conversation file",
        usage: "chatmd new [FILE] [options]",
        details: """
            Writes a file with a heading to type under and prints its path. The model that would
            answer goes into the front matter, and what -s and -o say. Without FILE the name is made
            of the time: chat-2026-01-31-093005.md. A file that is there is never overwritten.
            """,
        options: [.model, .provider, .preset, .system, .option, .help],
        examples: [
            "chatmd new",
            "chatmd new rivers.md -m grok-3 -s 'You are a geographer.'",
            "$EDITOR \"$(chatmd new)\"",
        ],
        words: .nothing,
        group: .files,
        run: { invocation throws(Failure) in try runNew(invocation) }
    )

    private static func runNew(_ invocation: Invocation) throws(Failure) -> Int32 {
        let given = try invocation.file()
        if given == "-" {
            throw Failure.usage("new makes a file, so its name cannot be -")
        }
        let settings = try freshSettings(invocation, given)
        let bytes: [UInt8]
        do throws(MarkdownHistoryError) {
            var writer = try ConversationWriter(settings: TOMLWriter.text(of: settings))
            try writer.finish()
            bytes = writer.bytes
        } catch {
            throw Failure(error, path: given)
        }
        let path = given ?? freshName()
        try NewFile.write(bytes, to: path)
        try StandardStream.output().write(foreign: path + "\n")
        return ExitCode.answered
    }

    /// What the front matter says: the user's model, and the command line.
    private static func freshSettings(
        _ invocation: Invocation, _ path: String?
    ) throws(Failure) -> ConfigTable {
        let commandLine = try invocation.settings()
        let configuration = try invocation.configuration(around: path)
        let config = configuration.config
        var warnings: [Diagnostic] = []
        let stack = try configuration.stack(
            for: nil, path: nil, commandLine: commandLine, warnings: &warnings)
        let (model, provider) = stack.modelAndProvider
        if model != nil || provider != nil {
            // A name that nobody knows is better found now than at the first question.
            _ = try Failure.converting { () throws(LLMError) in
                try ModelName.resolve(
                    model: model, provider: provider, aliases: config.aliases,
                    providers: config.providers, hasKey: { _ in false }
                )
            }
        }
        var table = ConfigTable()
        table.set("model", to: model.map { .string($0) })
        table.set("provider", to: provider.map { .string($0) })
        table.set("preset", to: commandLine.preset.map { .string($0) })
        table.set("system", to: commandLine.written[.system]?.kind)
        for pair in invocation.arguments.values(.option) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let (key, text) = (String(parts[0]), String(parts[1]))
            if ["model", "provider", "preset", "system"].contains(key) { continue }
            let parsed = try? TOMLParser.parse(Array("value = \(text)".utf8))["value"]
            table.set(key, to: parsed?.kind ?? .string(text))
        }
        return table
    }

    /// A name of this second in the working folder that nothing has.
    static func freshName() -> String {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        var buffer = [CChar](repeating: 0, count: 64)
        let length = strftime(&buffer, buffer.count, "chat-%Y-%m-%d-%H%M%S", &local)
        let stem = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var number = 1
        var name = "\(stem).md"
        while FileContents.exists(at: name) {
            number += 1
            name = "\(stem)-\(number).md"
        }
        return name
    }
}

extension ConfigTable {
    /// Replaces an entry, or adds one at the end; nil changes nothing.
    fileprivate mutating func set(_ key: String, to kind: ConfigValue.Kind?) {
        guard let kind else { return }
        let position = SourcePosition(line: 1, column: 1)
        entries.removeAll { $0.key == key }
        entries.append(
            Entry(key: key, keyPosition: position, value: ConfigValue(kind, at: position))
        )
    }
}
