import ConfigText
import LLMCore
import MarkdownHistory

extension Command {
    static let check = Command(
        name: "check",
        summary: "say what is wrong in conversations",
        usage: "chatmd check FILE…|- [options]",
        details: """
            Prints what would stop an answer, and what deserves a look, as file:line:column. Nothing
            is sent. Exits with 3 where there is an error, with --strict also where there is a
            warning. - is stdin, for a text that is not saved yet. --fix mends role lines that stand
            inside a code or HTML block: `escape` where they are quotations, `close` where they were
            meant as headings.
            """,
        options: [.strict, .fix, .format, .stdinFilename, .help],
        examples: [
            "chatmd check chat.md",
            "git ls-files '*.chat.md' | xargs chatmd check --strict",
            "chatmd check --fix=escape old-chat.md",
        ],
        group: .files,
        run: { invocation throws(Failure) in try runCheck(invocation) }
    )

    private static func runCheck(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        guard !arguments.words.isEmpty else {
            throw Failure.usage("name the files to check", hint: "chatmd check chat.md")
        }
        let readsInput = arguments.words.contains("-")
        try invocation.checkStdinFilename(isUsed: readsInput)
        if readsInput, arguments.has(.fix) {
            throw Failure.usage("--fix mends files, and - is none", hint: "name the file itself")
        }
        let printer = DiagnosticPrinter(isJSON: arguments.value(.format) == "ndjson")
        var errors = 0
        var warnings = 0
        for word in arguments.words {
            let path = word == "-" ? arguments.value(.stdinFilename) : word
            let found: [Diagnostic]
            do throws(Failure) {
                found = try diagnostics(of: word, path, invocation)
            } catch {
                // The other files are looked at all the same.
                found = [
                    Diagnostic(
                        .error, line: 1, column: 1, message: error.message, hint: error.hint)
                ]
            }
            for diagnostic in found {
                try printer.print(diagnostic, path: path ?? word)
                if diagnostic.severity == .error { errors += 1 } else { warnings += 1 }
            }
        }
        try printer.finish(errors: errors, warnings: warnings)
        let isClean = errors == 0 && (warnings == 0 || !arguments.has(.strict))
        return isClean ? ExitCode.answered : ExitCode.status(for: .invalidFile)
    }

    private static func diagnostics(
        of word: String, _ path: String?, _ invocation: Invocation
    ) throws(Failure) -> [Diagnostic] {
        if word == "-" {
            return try diagnostics(of: try bytesOnInput(), path, invocation)
        }
        try ConversationLink.check(word, invocation)
        if let mend = invocation.arguments.value(.fix).flatMap(Mend.init) {
            try fix(word, by: mend)
        }
        return try diagnostics(of: try bytes(at: word), path, invocation)
    }

    private static func diagnostics(
        of text: [UInt8], _ path: String?, _ invocation: Invocation
    ) throws(Failure) -> [Diagnostic] {
        let file: ChatFile
        do throws(MarkdownHistoryError) {
            file = try ChatFile(parsing: text)
        } catch {
            return [error.diagnostic]
        }
        let settings = file.frontMatter.map { SettingsLayer.diagnostics(of: $0.settings) } ?? []
        var all = settings + file.diagnostics + file.remarks
        do throws(Failure) {
            all += try checkWhatIsNamed(in: file, path, invocation, settings)
        } catch {
            // What is wrong in another file names that file itself.
            let place = error.path == path ? "" : error.path.map { $0 + ": " } ?? ""
            all.append(
                Diagnostic(
                    .error, line: error.path == path ? error.line ?? 1 : 1,
                    column: error.path == path ? error.column ?? 1 : 1,
                    message: place + error.message, hint: error.hint
                )
            )
        }
        return all.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// Presets, tools, embeds and the files of settings have to be there; what the model would not take
    /// of the embeds is returned.
    private static func checkWhatIsNamed(
        in file: ChatFile, _ path: String?, _ invocation: Invocation, _ settings: [Diagnostic]
    ) throws(Failure) -> [Diagnostic] {
        let configuration = try invocation.configuration(around: path)
        let loader = AttachmentLoader(
            rules: configuration.config.embeds, environment: configuration.environment)
        let embeds: [[LoadedEmbed]]
        do throws(Failure) {
            embeds = try loader.load(file, path: path)
        } catch {
            return loader.failures(in: file, path: path).map { failure in
                Diagnostic(
                    .error, line: failure.line ?? 1, column: failure.column ?? 1,
                    message: failure.message, hint: failure.hint)
            }
        }
        if settings.contains(where: { $0.severity == .error }) { return [] }
        var known: [Diagnostic] = []
        let stack = try configuration.stack(
            for: file, path: path, commandLine: SettingsLayer(), warnings: &known)
        _ = try PromptFiles(configuration).system(stack)
        _ = try ToolSelection(stack, configuration, conversation: path)
        let messages = file.messages(system: nil, embeds: embeds, path: path, warnings: &known)
        return configuration.attachmentRefusals(of: messages, stack).map { refusal in
            let place = refusal.attachment.place
            return Diagnostic(
                .error, line: place?.line ?? 1, column: place?.column ?? 1,
                message: refusal.message, hint: refusal.hint)
        }
    }

    private static func fix(_ path: String, by mend: Mend) throws(Failure) {
        let original = try bytes(at: path)
        guard let file = try? ChatFile(parsing: original) else { return }
        let mended = try Failure.converting(path) { () throws(MarkdownHistoryError) in
            try file.mended(by: mend)
        }
        guard mended != original else { return }
        do throws(ChatFileError) {
            try ChatFileReplacer.replace(original, with: mended, at: path)
        } catch {
            throw Failure(error)
        }
    }
}

extension MarkdownHistoryError {
    fileprivate var diagnostic: Diagnostic {
        Diagnostic(.error, line: line, column: column, message: message, hint: hint)
    }
}
