import ConfigText
import LLMCore
import MarkdownHistory

/// What surrounds a conversation: the user's configuration, the files of its project, the keys.
struct Configuration {
    var config: ConfigFile
    /// From the root of the work tree down.
    let projects: [ProjectFile]
    let keys: KeyRing
    var environment: Environment { keys.environment }

    /// - Parameters:
    ///   - path: the conversation's; where it has none the working directory is what it belongs to.
    ///   - report: gets what is wrong with a file; where it does not throw, all else is read.
    static func read(
        around path: String?, environment: Environment,
        onFailure report: (Failure) throws(Failure) -> Void = Failure.raise
    ) throws(Failure) -> Configuration {
        var config = ConfigFile()
        do throws(Failure) {
            config = try ConfigFile.read(in: environment.configFolder)
        } catch {
            try report(error)
        }
        let home = environment["HOME"].flatMap(WorkTree.resolved)
        let folder = WorkTree.resolved(path.map(WorkTree.folder) ?? ".")
        let workTree = folder.flatMap { WorkTree.root(around: $0, home: home) }
        return Configuration(
            config: config,
            projects: try folder.map { (folder) throws(Failure) in
                try ProjectFile.all(around: folder, workTree: workTree, onFailure: report)
            } ?? [],
            keys: KeyRing(environment, commands: config.keyCommands, workTree: workTree)
        )
    }

    /// What is remarkable in the files, and where.
    var warnings: [(Diagnostic, path: String?)] {
        config.warnings.map { ($0, config.path) }
            + projects.flatMap { project in project.warnings.map { ($0, project.path) } }
    }

    /// The layers of one run.
    ///
    /// - Parameter file: the conversation, where there is one; what is remarkable in its front matter
    ///   is added to `warnings`.
    func stack(
        for file: ChatFile?, path: String?, commandLine: SettingsLayer,
        warnings: inout [Diagnostic]
    ) throws(Failure) -> SettingsStack {
        var layers = [config.settings] + projects.map(\.settings)
        if let table = file?.frontMatter?.settings {
            do throws(ConfigError) {
                layers.append(try SettingsLayer(table, path: path, warnings: &warnings))
            } catch {
                throw Failure(error, code: .invalidFile, path: path)
            }
        }
        return try SettingsStack(layers + [commandLine], presets: config.presets)
    }

    /// The settings of one run.
    func settings(_ stack: SettingsStack) throws(Failure) -> Settings {
        try Settings(stack, config: config, keys: keys) { (providers) throws(Failure) in
            environment.isOffline ? nil : try LocalServer.model(among: providers)
        }
    }
}
