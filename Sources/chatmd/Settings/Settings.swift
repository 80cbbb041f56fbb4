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
        var request = ChatRequest(model: self.model, messages: [], options: options)
        for refusal in request.refusals(at: self.provider) {
            let place = SettingKey(rawValue: refusal.parameter.rawValue).flatMap { places[$0] }
            if own.isSet(refusal.parameter) {
                var failure = Failure(.unsupported, refusal.message, hint: refusal.hint)
                failure.provider = self.provider.id
                failure.path = place?.path
                if place?.path != nil {
                    failure.line = place?.position?.line
                    failure.column = place?.position?.column
                }
                throw failure
            }
            request.remove(refusal.parameter)
            let warning = Diagnostic(
                .warning, line: place?.position?.line ?? 0, column: place?.position?.column ?? 0,
                message: refusal.message + ", so it is left out", hint: refusal.hint
            )
            warnings.append((warning, place?.path))
        }
        options = request.options
        modelPlace = model.map { SettingsLayer.Place(path: $0.path, position: $0.position) }
        for name in fallback?.value ?? [] {
            do throws(LLMError) {
                let (provider, model) = try ModelName.resolve(
                    model: name, provider: nil, aliases: config.aliases, providers: providers,
                    hasKey: { _ in false })
                let key = try Self.key(for: provider, environment)
                self.fallback.append(ModelTarget(provider: provider, model: model, key: key))
            } catch {
                let warning = Diagnostic(
                    .warning, line: fallback?.position?.line ?? 1,
                    column: fallback?.position?.column ?? 1,
                    message: "the fallback `\(name)` cannot be used: \(error.message)",
                    hint: error.hint
                )
                warnings.append((warning, fallback?.path))
            }
        }
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

extension Settings {
    /// What should be known about the model before so much is sent to it.
    func modelWarnings(
        inputTokens: Int, on today: CalendarDate
    ) -> [(Diagnostic, path: String?)] {
        guard let info = ModelCatalogue.model(model, of: provider.id) else { return [] }
        let sentences = [
            info.endWarning(on: today),
            info.contextWarning(inputTokens: inputTokens, maxTokens: options.maxTokens),
            options.maxTokens.flatMap { info.outputWarning(maxTokens: $0) },
        ]
        return sentences.compactMap(\.self).map { sentence in
            let position = modelPlace?.path == nil ? nil : modelPlace?.position
            let warning = Diagnostic(
                .warning, line: position?.line ?? 0, column: position?.column ?? 0,
                message: sentence
            )
            return (warning, modelPlace?.path)
        }
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
