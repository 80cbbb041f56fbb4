import LLMCore
import MarkdownHistory

/// Everything that decides about one request, all layers folded.
struct Settings {
    var provider: Provider
    var model: String
    var system: String?
    var options = GenerationOptions()
    var stripsComments = false
    var key: Secret?
    var timeouts: HTTPTimeouts
    var retryPolicy: RetryPolicy
    /// Models that are asked when the first one cannot answer.
    var fallback: [ModelTarget] = []
    var extra = JSONObject()
    var isStreamed = true
    /// Where the model is named.
    var modelPlace: SettingsLayer.Place?
    /// What of the above had to be left out.
    var warnings: [(Diagnostic, path: String?)] = []

    /// Folds the layers, lowest first, and resolves the model to a provider.
    ///
    /// A `model` in one layer cancels the `provider` of a lower one: the two belong together.
    init(
        folding layers: [SettingsLayer], config: ConfigFile, environment: Environment
    ) throws(Failure) {
        var model: SettingsLayer.Entry<String>?
        var provider: SettingsLayer.Entry<String>?
        var fallback: SettingsLayer.Entry<[String]>?
        var contentFormat: ContentFormat?
        retryPolicy = config.retryPolicy
        timeouts = config.timeouts
        var general = GenerationOptions()
        var own = GenerationOptions()
        var places: [SettingKey: SettingsLayer.Place] = [:]
        for layer in layers {
            if layer.model != nil {
                model = layer.model
                provider = nil
            }
            provider = layer.provider ?? provider
            fallback = layer.fallback ?? fallback
            contentFormat = layer.contentFormat ?? contentFormat
            system = layer.system ?? system
            stripsComments = layer.stripsComments ?? stripsComments
            if layer.isGeneral {
                general = general.overridden(by: layer.options)
            } else {
                own = own.overridden(by: layer.options)
            }
            places.merge(layer.places) { $1 }
            for member in layer.extra?.members ?? [] { extra[member.key] = member.value }
            isStreamed = layer.isStreamed ?? isStreamed
            retryPolicy.maxRetries = layer.retries ?? retryPolicy.maxRetries
            if let timeout = layer.timeout { timeouts = timeouts.limited(to: timeout) }
        }
        var providers = config.providers.map { $0.withBaseURL(from: environment) }
        if let contentFormat {
            for index in providers.indices { providers[index].contentFormat = contentFormat }
        }
        do throws(LLMError) {
            (self.provider, self.model) = try ModelName.resolve(
                model: model?.value,
                provider: provider?.value,
                aliases: config.aliases,
                providers: providers,
                hasKey: { provider in provider.keyVariables.contains { environment[$0] != nil } }
            )
            key = try Self.key(for: self.provider, environment)
        } catch {
            var failure = Failure(error)
            let isProviders = error.code == .invalidConfig
            let entry = isProviders ? provider ?? model : model ?? provider
            if let entry, let position = entry.position, let path = entry.path {
                failure.path = path
                failure.line = position.line
                failure.column = position.column
            }
            throw failure
        }
        options = general.overridden(by: own)
        modelPlace = model.map { SettingsLayer.Place(path: $0.path, position: $0.position) }
        try checkOptions(own: own, places)
        for name in fallback?.value ?? [] {
            do throws(LLMError) {
                self.fallback.append(
                    try Self.target(name, among: providers, config.aliases, environment))
            } catch {
                let place = SettingsLayer.Place(path: fallback?.path, position: fallback?.position)
                warn(
                    "the fallback `\(name)` cannot be used: \(error.message)", hint: error.hint,
                    at: place)
            }
        }
    }

    private static func target(
        _ name: String, among providers: [Provider], _ aliases: [String: String],
        _ environment: Environment
    ) throws(LLMError) -> ModelTarget {
        let (provider, model) = try ModelName.resolve(
            model: name, provider: nil, aliases: aliases, providers: providers,
            hasKey: { _ in false })
        return ModelTarget(
            provider: provider, model: model, key: try key(for: provider, environment))
    }

    static func key(
        for provider: Provider, _ environment: Environment
    ) throws(LLMError) -> Secret? {
        for variable in provider.keyVariables {
            guard let value = environment[variable] else { continue }
            do throws(LLMError) {
                return try Secret(value)
            } catch {
                var error = error
                error.hint = "look at the variable \(variable)"
                error.provider = provider.id
                throw error
            }
        }
        guard provider.requiresKey, provider.keyVariable != nil else { return nil }
        throw .noKey(for: provider)
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
