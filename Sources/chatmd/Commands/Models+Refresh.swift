import LLMCore
import Spelling

/// `models --refresh`: what the providers themselves list, chosen and printed as the catalogue is.
extension Command {
    static func refreshModels(
        _ invocation: Invocation, isJSON: Bool
    ) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let configuration = try invocation.configuration()
        let config = configuration.config
        let call = ProviderCall(
            configuration, commandLine: try invocation.settings(), invocation)
        if let name = arguments.words.first {
            try checkThatNothingIsChosen(arguments)
            return try refresh(name, arguments, config, call, isJSON: isJSON)
        }
        let providers = try listingProviders(arguments.value(.provider), call)
        return try call.runUntilSignal { (client) throws(Failure) in
            var models: [ModelInfo] = []
            var status = ExitCode.answered
            for provider in providers {
                do throws(Failure) {
                    models += try list(provider, call, client)
                } catch {
                    // What the others list is shown all the same.
                    if providers.count == 1 || error.code == .cancelled { throw error }
                    call.fail(error)
                    status = ExitCode.status(for: error.code)
                }
            }
            let found = chosen(models, arguments)
            if found.isEmpty, status == ExitCode.answered {
                throw Failure(.modelNotFound, "no listed model fits")
            }
            if isJSON {
                try print(ModelTable.json(found, of: call.providers))
            } else {
                try StandardStream.output().write(ModelTable.text(found))
            }
            return status
        }
    }

    /// Tells about one model as its provider lists it.
    private static func refresh(
        _ name: String, _ arguments: Arguments, _ config: ConfigFile, _ call: ProviderCall,
        isJSON: Bool
    ) throws(Failure) -> Int32 {
        let (provider, model) = try Failure.converting { () throws(LLMError) in
            try ModelName.resolve(
                model: name, provider: arguments.value(.provider), aliases: config.aliases,
                providers: call.providers, hasKey: { _ in false })
        }
        return try call.runUntilSignal { (client) throws(Failure) in
            let models = try list(provider, call, client)
            guard let info = models.first(where: { $0.id == model }) else {
                let meant = nearest(to: model, in: models.map(\.id))
                throw Failure(
                    .modelNotFound, "\(provider.name) does not list `\(model)`",
                    hint: meant.map { "did you mean \($0)?" })
            }
            try tellAbout(info, of: provider, written: name, isJSON: isJSON)
            return ExitCode.answered
        }
    }

    private static func list(
        _ provider: Provider, _ call: ProviderCall, _ client: LLMClient
    ) throws(Failure) -> [ModelInfo] {
        let isPublic = provider.services.models?.isPublic == true
        let key =
            isPublic
            ? call.key(for: provider)
            : try call.neededKey(for: provider, "list of models") { $0.models != nil }
        call.wait(for: provider.name)
        defer { call.stopWaiting() }
        return try Failure.converting { () throws(LLMError) in
            try client.models(of: provider, key: key, onRetry: call.tell)
        }.map { $0.info(of: provider.id) }
    }

    /// The one that is named, or all whose key is set.
    private static func listingProviders(
        _ id: String?, _ call: ProviderCall
    ) throws(Failure) -> [Provider] {
        if let id { return [try call.provider(id)] }
        let found = call.providers.filter {
            $0.services.models != nil && call.keys.hasKey($0)
        }
        guard found.isEmpty else { return found }
        throw Failure(
            .authentication, "no key was found for any provider",
            hint: "name a provider: chatmd models --refresh --provider openrouter needs no key")
    }

    private static func chosen(_ models: [ModelInfo], _ arguments: Arguments) -> [ModelInfo] {
        let wanted = arguments.value(.search)?.lowercased()
        return models.filter { model in
            (wanted.map { "\(model.provider)/\(model.id)".lowercased().mentions($0) } ?? true)
                && (!arguments.has(.free) || model.price?.isFree == true)
        }
    }
}
