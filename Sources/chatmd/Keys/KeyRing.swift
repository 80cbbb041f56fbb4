import LLMCore
import MarkdownHistory

/// Finds the keys of providers, in this order: the environment, the provider's own command, `.env`
/// in the configuration folder, `.env` at the root of the work tree.
///
/// What is not asked for is not looked at: no file is opened, and no program run, for a key that the
/// environment holds.
final class KeyRing {
    enum Source: Equatable {
        case environment(variable: String)
        case command(KeyCommand)
        case file(path: String, variable: String)
    }

    let environment: Environment
    private let commands: [String: KeyCommand]
    let workTree: String?
    private lazy var ownFile = environment.configFolder.flatMap(DotEnvFile.init(configFolder:))
    private lazy var treeFile = workTree.flatMap {
        DotEnvFile(workTree: $0, environment: environment)
    }

    /// - Parameters:
    ///   - commands: by the providers' ids.
    ///   - workTree: the one that the conversation stands in.
    init(
        _ environment: Environment, commands: [String: KeyCommand] = [:], workTree: String? = nil
    ) {
        self.environment = environment
        self.commands = commands
        self.workTree = workTree
    }

    /// Where the provider's key is; nil where it is nowhere.
    func source(for provider: Provider) -> Source? {
        if let variable = provider.keyVariables.first(where: { environment[$0] != nil }) {
            return .environment(variable: variable)
        }
        if let command = commands[provider.id] { return .command(command) }
        for case let file? in [ownFile, treeFile] where file.refusal == nil {
            if let variable = provider.keyVariables.first(where: { file.values[$0] != nil }) {
                return .file(path: file.path, variable: variable)
            }
        }
        return nil
    }

    /// Stands for every key that is not at hand where none is needed; no program is run then.
    private var standIn: Secret? {
        environment.isOffline ? try? Secret(Secret.replacement) : nil
    }

    /// The provider's key, where no program has to be run for it.
    ///
    /// - Throws: where there is none and the provider needs one, or what there is is no key.
    func key(for provider: Provider) throws(LLMError) -> Secret? {
        guard let source = source(for: provider) else {
            guard provider.requiresKey, provider.keyVariable != nil else { return nil }
            if let standIn { return standIn }
            throw noKey(for: provider)
        }
        guard let (text, place) = text(from: source) else { return standIn }
        do throws(LLMError) {
            return try Secret(text)
        } catch {
            var error = error
            error.hint = "look at \(place)"
            error.provider = provider.id
            throw error
        }
    }

    /// The provider's key, by whatever it takes; a cancel of the loop ends a program that gives it.
    func key(for provider: Provider, loop: EventLoop) throws(LLMError) -> Secret? {
        if case .command(let command)? = source(for: provider), !environment.isOffline {
            return try command.key(for: provider, environment: environment, loop: loop)
        }
        return try key(for: provider)
    }

    private func text(from source: Source) -> (String, place: String)? {
        switch source {
        case .environment(let variable):
            environment[variable].map { ($0, "the variable \(variable)") }
        case .file(let path, let variable):
            [ownFile, treeFile].compactMap(\.self).first { $0.path == path }?.values[variable]
                .map { ($0, "\(variable) in \(path)") }
        case .command: nil
        }
    }

    // MARK: Errors

    /// Says where the key was looked for, and what stands against one that is there.
    private func noKey(for provider: Provider) -> LLMError {
        var error = LLMError.noKey(for: provider)
        if let refused = refusedFile(for: provider) { error.hint = refused }
        if let path = unreadableFile {
            error.hint = "\(path) cannot be read; `chatmd doctor` says more"
        }
        return error
    }

    /// A `.env` file that is there, and that may hold the key as well as not.
    private var unreadableFile: String? {
        [(environment.configFolder, ownFile), (workTree, treeFile)].lazy
            .compactMap { folder, file in file == nil ? folder.map { $0 + "/.env" } : nil }
            .first { FileContents.exists(at: $0) }
    }

    /// Why a key in the work tree's `.env` is not used, and what to do; nil where there is none.
    func refusedFile(for provider: Provider) -> String? {
        guard let file = treeFile, let reason = file.refusal,
            let variable = provider.keyVariables.first(where: { file.values[$0] != nil })
        else { return nil }
        let own = environment.configFolder.map { " to \($0)/.env" } ?? ""
        return "\(file.path) holds \(variable), but is not read: \(reason); move it\(own)"
    }

    /// A `.env` file of the work tree that is not read, and why.
    var refusedFile: (path: String, reason: String)? {
        guard let file = treeFile, let reason = file.refusal else { return nil }
        return (file.path, reason)
    }
}

extension KeyRing.Source {
    /// For people: never the value, nor what a command's arguments might hold.
    var description: String {
        switch self {
        case .environment(let variable): "\(variable) in the environment"
        case .command(let command): "api_key_cmd (\(command.words[0]))"
        case .file(let path, let variable): "\(variable) in \(path)"
        }
    }
}
