import LLMCore
import MarkdownHistory

/// Everything that decides about one request, all layers folded.
struct Settings {
    let stack: SettingsStack
    var provider: Provider
    var model: String
    var options = GenerationOptions()
    var stripsComments = false
    /// What the model may call.
    var tools: [ChosenTool] = []
    var toolChoice: ToolChoice?
    /// Whether what the model thinks is written into the file.
    var showsReasoning = false
    /// How often the model is asked again with the results of tools, the first time included.
    var maximumRounds = 16
    /// nil where none is needed, or where a program has to be run for it.
    var key: Secret?
    var timeouts: HTTPTimeouts
    var retryPolicy: RetryPolicy
    /// Models that are asked when the first one cannot answer.
    var fallback: [ModelTarget] = []
    var extra = JSONObject()
    var isStreamed = true
    var maxCost: CostLimit?
    /// What of the above had to be left out.
    var warnings: [(Diagnostic, path: String?)] = []

    /// Each may be a request; a stranger's list has no end.
    private static let maximumFallbacks = 16

    /// Folds the layers and resolves the model to a provider.
    ///
    /// - Parameters:
    ///   - needsKey: whether a missing key is an error.
    ///   - localModel: asked where no model is named and no key is found.
    init(
        _ stack: SettingsStack, config: ConfigFile, keys: KeyRing, needsKey: Bool = true,
        localModel: ([Provider]) throws(Failure) -> (Provider, model: String)? = { _ in nil }
    ) throws(Failure) {
        self.stack = stack
        retryPolicy = config.retryPolicy
        timeouts = config.timeouts
        for layer in stack.layers {
            options = options.overridden(by: layer.options)
            if let limit = CostLimit(of: layer) { maxCost = limit }
            for member in layer.extra?.members ?? [] { extra[member.key] = member.value }
            retryPolicy.maxRetries = layer.retries ?? retryPolicy.maxRetries
            if let timeout = layer.timeout { timeouts = timeouts.limited(to: timeout) }
        }
        stripsComments = stack.value(\.stripsComments) ?? false
        showsReasoning = stack.value(\.showsReasoning) ?? false
        maximumRounds = stack.value(\.maximumRounds) ?? maximumRounds
        isStreamed = stack.value(\.isStreamed) ?? true
        var providers = config.providers.map { $0.withBaseURL(from: keys.environment) }
        if let format = stack.value(\.contentFormat) {
            for index in providers.indices { providers[index].contentFormat = format }
        }
        (provider, model) = try Self.model(stack, config, providers, keys, localModel)
        do throws(LLMError) {
            key = try keys.key(for: provider)
        } catch  where !needsKey {
            key = nil
        } catch {
            throw Failure(
                error.suggesting(providers, with: keys),
                at: stack.place(of: .model) ?? stack.place(of: .provider))
        }
        try check(model, holdsNo: key, of: provider, at: modelPlace)
        try checkOptions()
        let names = stack.value(\.fallback) ?? []
        let place = stack.place(of: .fallback)
        if names.count > Self.maximumFallbacks {
            warn(
                "only the first \(Self.maximumFallbacks) models of `fallback` count", at: place)
        }
        for name in names.prefix(Self.maximumFallbacks) {
            try check(name, holdsNo: key, of: provider, at: place)
            let target: ModelTarget
            do throws(LLMError) {
                target = try Self.target(name, among: providers, config.aliases, keys)
            } catch {
                warn(
                    "the fallback `\(name.visible)` cannot be used: \(error.message)",
                    hint: error.hint, at: place)
                continue
            }
            try check(target.model, holdsNo: target.key, of: target.provider, at: place)
            fallback.append(target)
        }
    }

    private static func model(
        _ stack: SettingsStack, _ config: ConfigFile, _ providers: [Provider], _ keys: KeyRing,
        _ localModel: ([Provider]) throws(Failure) -> (Provider, model: String)?
    ) throws(Failure) -> (Provider, model: String) {
        let (model, provider) = stack.modelAndProvider
        if model == nil, provider == nil,
            ModelName.firstWithKey(among: providers, keys.hasKey) == nil,
            let local = try localModel(providers)
        {
            return local
        }
        do throws(LLMError) {
            return try ModelName.resolve(
                model: model, provider: provider, aliases: config.aliases, providers: providers,
                hasKey: keys.hasKey)
        } catch {
            let isProviders = provider != nil && (error.code == .invalidConfig || model == nil)
            throw Failure(error, at: stack.place(of: isProviders ? .provider : .model))
        }
    }

    private static func target(
        _ name: String, among providers: [Provider], _ aliases: [String: String], _ keys: KeyRing
    ) throws(LLMError) -> ModelTarget {
        let (provider, model) = try ModelName.resolve(
            model: name, provider: nil, aliases: aliases, providers: providers,
            hasKey: { _ in false })
        return ModelTarget(provider: provider, model: model, key: try keys.key(for: provider))
    }

    /// A model's name is sent, shown and logged.
    private func check(
        _ model: String, holdsNo key: Secret?, of provider: Provider, at place: SettingsLayer.Place?
    ) throws(Failure) {
        guard let key, [key].redacted(in: model) != model else { return }
        throw Failure(
            LLMError(
                .modelNotFound, "what is given as the model holds the key of \(provider.name)",
                hint: "name a model; the key is found without that", provider: provider.id),
            at: place)
    }

    /// Where the model is named.
    var modelPlace: SettingsLayer.Place? { stack.place(of: .model) }
}

extension KeyRing {
    func hasKey(_ provider: Provider) -> Bool { source(for: provider) != nil }
}

extension LLMError {
    /// Names a model that could be used instead of one whose key is missing.
    fileprivate func suggesting(_ providers: [Provider], with keys: KeyRing) -> LLMError {
        guard code == .authentication,
            let other = ModelName.firstWithKey(among: providers, keys.hasKey),
            let model = other.defaultModel
        else { return self }
        var error = self
        error.hint = [hint, "a key is there for \(other.id)/\(model)"].compactMap(\.self)
            .joined(separator: "; ")
        return error
    }
}

extension Failure {
    /// With the place in a file that is at fault, where it is one.
    init(_ error: LLMError, at place: SettingsLayer.Place?) {
        self.init(error)
        guard let place, let path = place.path else { return }
        self.path = path
        line = place.position?.line
        column = place.position?.column
    }
}

extension GenerationOptions {
    func overridden(by other: GenerationOptions) -> GenerationOptions {
        GenerationOptions(
            temperature: other.temperature ?? temperature,
            topP: other.topP ?? topP,
            topK: other.topK ?? topK,
            maxTokens: other.maxTokens ?? maxTokens,
            stop: other.stop ?? stop,
            seed: other.seed ?? seed,
            frequencyPenalty: other.frequencyPenalty ?? frequencyPenalty,
            presencePenalty: other.presencePenalty ?? presencePenalty,
            repetitionPenalty: other.repetitionPenalty ?? repetitionPenalty,
            reasoningEffort: other.reasoningEffort ?? reasoningEffort,
            thinkingBudget: other.thinkingBudget ?? thinkingBudget,
            responseFormat: other.responseFormat ?? responseFormat,
            parallelToolCalls: other.parallelToolCalls ?? parallelToolCalls
        )
    }
}

extension HTTPTimeouts {
    /// `--timeout`: the longest silence, wherever it falls.
    func limited(to seconds: Double) -> HTTPTimeouts {
        HTTPTimeouts(
            connect: min(connect, seconds), firstByte: seconds, betweenBytes: seconds
        )
    }
}

extension Provider {
    /// The provider at the address that the user's environment names, where it does.
    func withBaseURL(from environment: Environment) -> Provider {
        guard let variable = baseURLVariable, let value = environment[variable] else { return self }
        var provider = self
        provider.setBaseURL(fromVariable: value)
        return provider
    }
}
