import ConfigText
import LLMCore
import MarkdownHistory

/// The files that settings and keys are read from, or would be.
struct ConfigurationChecks {
    private let configuration: Configuration
    private let failures: [Failure]
    private(set) var all: [Finding] = []

    /// - Parameter failures: what is wrong with files that could not be read.
    init(_ configuration: Configuration, failures: [Failure]) {
        self.configuration = configuration
        self.failures = failures
        if let folder = configuration.environment.configFolder {
            addConfig(at: folder + "/config.toml")
            addDotEnv(at: folder + "/.env", DotEnvFile(configFolder: folder), isOwn: true)
        } else {
            all.append(
                Finding(
                    .warning, "config.toml", "there is no place for a configuration",
                    hint: "set HOME, or XDG_CONFIG_HOME to an absolute path"))
        }
        addProjects()
        if let tree = configuration.keys.workTree {
            let file = DotEnvFile(workTree: tree, environment: configuration.environment)
            addDotEnv(at: tree + "/.env", file, isOwn: false)
        }
    }

    private mutating func addProjects() {
        let config = configuration.environment.configFolder.map { $0 + "/config.toml" }
        let broken = failures.filter { $0.path != config }
        if configuration.projects.isEmpty, broken.isEmpty {
            let tree = configuration.keys.workTree.map { "from \($0) down to here" }
            all.append(Finding(.note, ProjectFile.name, "none \(tree ?? "in this folder")"))
        }
        for project in configuration.projects {
            all.append(Finding(.ok, ProjectFile.name, project.path))
            all += project.warnings.map { Finding(ProjectFile.name, $0, path: project.path) }
        }
        all += broken.map { Finding(ProjectFile.name, $0) }
    }

    // MARK: config.toml

    private mutating func addConfig(at path: String) {
        let config = configuration.config
        if let failure = failures.first(where: { $0.path == path }) {
            var failure = failure
            failure.hint =
                failure.hint ?? "until that is mended, all below is told without the file"
            all.append(Finding("config.toml", failure))
        } else if !config.exists {
            all.append(
                Finding(
                    .note, "config.toml", "\(path) is not there",
                    hint: "`chatmd config edit` makes it"
                ))
            return
        } else {
            all.append(Finding(.ok, "config.toml", path))
            all += config.warnings.map { Finding("config.toml", $0, path: path) }
        }
        if let log = config.log.file {
            let level = config.log.level.rawValue
            all.append(Finding(.note, "log", "requests are logged in \(log), level \(level)"))
        }
        guard let permissions = FilePermissions(of: path) else { return }
        if permissions.othersMayWrite {
            // It names programs that are run, and where keys go.
            all.append(
                Finding(
                    .warning, "config.toml",
                    "\(path) can be changed by other users (mode \(permissions.octal))",
                    hint: "`chmod go-w \(path.shellWord)`"))
        }
        if permissions.othersMayRead, config.table.holdsCredential {
            all.append(Self.readable(path, "config.toml", permissions))
        }
    }

    private static func readable(
        _ path: String, _ name: String, _ permissions: FilePermissions
    ) -> Finding {
        Finding(
            .warning, name,
            "\(path) holds keys, and other users can read it (mode \(permissions.octal))",
            hint: "`chmod 600 \(path.shellWord)`")
    }

    // MARK: .env

    private mutating func addDotEnv(at path: String, _ file: DotEnvFile?, isOwn: Bool) {
        guard FileContents.exists(at: path) else {
            // A project need not have one.
            if isOwn { all.append(Finding(.note, ".env", "\(path) is not there")) }
            return
        }
        guard let file else {
            all.append(
                Finding(
                    .warning, ".env", "\(path) cannot be read",
                    hint: "it must be a regular file of your own, of 1 MB at most"))
            return
        }
        let variables = configuration.config.providers.flatMap(\.keyVariables)
            .filter { file.values[$0] != nil }
        if variables.isEmpty {
            all.append(Finding(.note, ".env", "\(path) holds no key of a provider"))
            return
        }
        let names = variables.joined(separator: ", ")
        if let refusal = file.refusal {
            let own = configuration.environment.configFolder.map { "move \(names) to \($0)/.env" }
            all.append(
                Finding(
                    .warning, ".env", "\(path) holds \(names), but is not read: \(refusal)",
                    hint: own))
        } else {
            all.append(Finding(.ok, ".env", "\(path): \(names)"))
        }
        if let permissions = FilePermissions(of: path), permissions.othersMayRead {
            all.append(Self.readable(path, ".env", permissions))
        }
    }
}

extension ConfigTable {
    /// Whether a text in it is a secret, to judge by its name, or a URL with a user name or a query.
    fileprivate var holdsCredential: Bool {
        entries.contains { entry in
            switch entry.value.kind {
            case .table(let table): table.holdsCredential
            case .string(let url) where entry.key == "base_url": HTTPURL.shown(url) != url
            case .string:
                // These name what the key is in.
                entry.key != "api_key_env"
                    && HTTPHeaders.Field(name: entry.key, value: "").isCredential
            default: false
            }
        }
    }
}
