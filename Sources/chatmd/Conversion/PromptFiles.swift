import LLMCore
import MarkdownHistory

/// Reads the files that settings name: a system message, and the messages before every conversation.
///
/// What the user's own configuration names may be anywhere; what a stranger's file names is held to
/// the rules of embeds.
struct PromptFiles {
    let configuration: Configuration
    /// What is remarkable in the files.
    private(set) var warnings: [(Diagnostic, path: String?)] = []

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// The system message that the highest layer sets; nil where none does.
    func system(_ stack: SettingsStack) throws(Failure) -> String? {
        guard let layer = stack.layer(setting: .system) else { return nil }
        switch layer.system {
        case nil: return nil
        case .text(let text): return text
        case .file(let name):
            let place = layer.place(of: .system)
            let bytes =
                layer.origin.isForeign
                ? try confined(name, place) : try bytes(at: path(name, of: layer), place)
            guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
                throw Failure(.invalidConfig, "`\(name)` is not UTF-8 text", at: place)
            }
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
    }

    /// The messages that go before the conversation's.
    mutating func messages(_ stack: SettingsStack) throws(Failure) -> [Message] {
        guard let layer = stack.layer(setting: .messages), let name = layer.messages else {
            return []
        }
        let path = path(name, of: layer)
        let bytes = try bytes(at: path, layer.place(of: .messages))
        let file = try Command.chatFile(parsing: bytes, path: path)
        if let error = file.diagnostics.first(where: { $0.severity == .error }) {
            throw Failure(error, path: path)
        }
        if let entry = file.frontMatter?.settings.entries.first {
            let warning = Diagnostic(
                .warning, line: entry.keyPosition.line, column: entry.keyPosition.column,
                message: "only the messages of this file are read, not its settings")
            warnings.append((warning, path))
        }
        let loader = AttachmentLoader(
            rules: configuration.config.embeds, environment: configuration.environment)
        var remarks: [Diagnostic] = []
        let messages = file.messages(
            system: nil, embeds: try loader.load(file, path: path), path: path,
            warnings: &remarks)
        warnings += remarks.map { ($0, path) }
        return messages
    }

    /// Relative to the file that names it; on the command line to the working directory.
    private func path(_ name: String, of layer: SettingsLayer) -> String {
        if name.hasPrefix("~/"), let home = configuration.environment["HOME"] {
            return home + name.dropFirst()
        }
        guard !name.hasPrefix("/"), let file = layer.path else { return name }
        let folder = WorkTree.folder(of: file)
        return folder + (folder.hasSuffix("/") ? "" : "/") + name
    }

    private func bytes(at path: String, _ place: SettingsLayer.Place?) throws(Failure) -> [UInt8] {
        do throws(ChatFileError) {
            return try FileContents.bytes(at: path)
        } catch {
            throw Failure(
                .io, "`\(path.visible)`: \(error.message)",
                hint: error.isMissing
                    ? "check the name; it is looked for beside the file that names it" : error.hint,
                at: place)
        }
    }

    private func confined(
        _ name: String, _ place: SettingsLayer.Place?
    ) throws(Failure) -> [UInt8] {
        let loader = AttachmentLoader(
            rules: configuration.config.embeds, environment: configuration.environment)
        return try loader.contents(of: name, namedAt: place)
    }
}

extension Failure {
    init(
        _ code: Code, _ message: String, hint: String? = nil, at place: SettingsLayer.Place?
    ) {
        self.init(code, message, hint: hint, path: place?.path)
        line = place?.position?.line
        column = place?.position?.column
    }
}
