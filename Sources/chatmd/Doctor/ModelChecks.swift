import ConfigText
import LLMCore
import MarkdownHistory

/// Which model would answer a conversation in this folder that says nothing about it.
struct ModelChecks {
    private let configuration: Configuration
    private(set) var all: [Finding] = []

    /// - Parameter local: the model of a server on this machine, where one answers.
    init(_ configuration: Configuration, local: (Provider, model: String)?) {
        self.configuration = configuration
        var isChosen = true
        do throws(Failure) {
            var warnings: [Diagnostic] = []
            let stack = try configuration.stack(
                for: nil, path: nil, commandLine: SettingsLayer(), warnings: &warnings)
            isChosen = stack.modelAndProvider != (nil, nil)
            let settings = try Settings(
                stack, config: configuration.config, keys: configuration.keys
            ) { _ in local }
            try add(settings)
            addFiles(stack)
        } catch {
            // Who has just installed chatmd has chosen nothing and done nothing wrong.
            let isNew = !isChosen && error.code == .authentication
            all.append(Finding("model", error, as: isNew ? .warning : .error))
        }
    }

    private mutating func add(_ settings: Settings) throws(Failure) {
        var settings = settings
        let provider = settings.provider
        if provider.wireFormat != .echo {
            try Failure.converting { () throws(LLMError) in try provider.checkBaseURL() }
        }
        let source = configuration.keys.source(for: provider)
        let key = source.map { "with \($0.description)" } ?? "without a key"
        all.append(Finding(.ok, "model", "\(provider.id)/\(settings.model) would answer, \(key)"))
        for target in settings.fallback {
            all.append(Finding(.ok, "fallback", "\(target.provider.id)/\(target.model)"))
        }
        settings.warnAboutModel(inputTokens: 0, on: .today)
        all += settings.warnings.map { Finding("model", $0, path: $1) }
    }

    /// What the settings want to be read before the conversation.
    private mutating func addFiles(_ stack: SettingsStack) {
        var files = PromptFiles(configuration)
        do throws(Failure) {
            _ = try files.system(stack)
        } catch {
            all.append(Finding("system", error))
        }
        do throws(Failure) {
            _ = try files.messages(stack)
        } catch {
            all.append(Finding("messages", error))
        }
        all += files.warnings.map { Finding("messages", $0, path: $1) }
    }
}
