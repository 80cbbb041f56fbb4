import LLMCore
import MarkdownHistory

/// What would be sent of a conversation, counted.
struct TokenCount {
    struct Row {
        /// Where the message begins in the file; nil for what settings put in front.
        var line: Int?
        var message: Message
        var tokens: Int
    }

    let path: String?
    /// nil where no model is named, and no key tells which is meant.
    let settings: Settings?
    let rows: [Row]
    /// What the provider counts, where it was asked.
    var exact: Int?

    /// - Parameter needsModel: whether it is an error that no model is named.
    init(
        _ file: ChatFile, path: String?, _ configuration: Configuration,
        _ commandLine: SettingsLayer, needsModel: Bool
    ) throws(Failure) {
        if let error = file.diagnostics.first(where: { $0.severity == .error }) {
            throw Failure(error, path: path)
        }
        let (config, keys) = (configuration.config, configuration.keys)
        let embeds = try AttachmentLoader(
            rules: config.embeds, environment: configuration.environment
        ).load(file, path: path)
        var warnings: [Diagnostic] = []
        let stack = try configuration.stack(
            for: file, path: path, commandLine: commandLine, warnings: &warnings)
        var settings: Settings
        var isNamed = true
        do throws(Failure) {
            settings = try Settings(stack, config: config, keys: keys, needsKey: false)
        } catch {
            guard error.code == .authentication, !needsModel else { throw error }
            // What else is set counts all the same.
            var nobody = SettingsLayer()
            nobody.set(.model, to: BuiltInProviders.echo.id)
            settings = try Settings(
                try SettingsStack(stack.layers + [nobody], presets: config.presets), config: config,
                keys: keys)
            isNamed = false
        }
        if isNamed { try settings.chooseTools(configuration, conversation: path) }
        var files = PromptFiles(configuration)
        let before = try files.messages(stack)
        let placed = file.placedMessages(
            embeds: embeds, path: path, strippingComments: settings.stripsComments,
            warnings: &warnings)
        let system = try files.system(stack).map { [Message.system($0)] } ?? []
        let messages = system.filter { !$0.text.isEmpty } + before + placed.map(\.message)
        // The system message of the settings is of no turn.
        let inFront = messages.count - placed.count
        let tokenizer = isNamed ? Tokenizer(ofModel: settings.model) : .other
        rows = messages.enumerated().map { (index, message) in
            Row(
                line: index < inFront ? nil : placed[index - inFront].line, message: message,
                tokens: TokenEstimate.tokens(in: message, by: tokenizer))
        }
        self.path = path
        self.settings = isNamed ? settings : nil
    }
}

extension TokenCount {
    var messages: [Message] { rows.map(\.message) }

    /// All that would be sent, as far as nobody was asked.
    var estimate: Int {
        settings?.estimatedTokens(in: messages) ?? rows.reduce(0) { $0 + $1.tokens }
    }

    /// What of it describes the tools, and what else belongs to no message.
    var estimateOfTools: Int { estimate - rows.reduce(0) { $0 + $1.tokens } }

    var tokens: Int { exact ?? estimate }

    var tokenizer: Tokenizer { settings.map { Tokenizer(ofModel: $0.model) } ?? .other }

    private var info: ModelInfo? {
        settings.map { ModelCatalogue.info($0.model, of: $0.provider.id) }
    }

    /// How many tokens the model reads at most.
    var room: Int? { info?.maxInput ?? info?.contextWindow }

    /// What sending costs, in dollars; nil where nobody knows.
    var cost: Double? {
        guard let settings else { return nil }
        return CostEstimate(
            inputTokens: tokens, maxTokens: 0, model: settings.model, at: settings.provider
        )?.dollars
    }
}
