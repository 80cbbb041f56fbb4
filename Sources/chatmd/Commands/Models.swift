import LLMCore
import Spelling

extension Command {
    static let models = Command(
        name: "models",
        summary: "list models, or tell about one",
        usage: "chatmd models [NAME] [options]",
        details: """
            Lists what the catalogue knows of the models of your providers: context window and longest
            output in tokens, US dollars per million tokens, abilities, and the day a model is switched
            off; then the models that your config.toml alone names, and its aliases. With NAME, an alias
            too, it tells everything about one: who answers, what that costs, which settings are refused.
            Nothing is sent, unless --refresh asks the provider for its own list. A model that is not
            listed works all the same.
            """,
        options: [
            .provider, .search, .free, .refresh, .timeout, .retries, .format,
            .record, .replay, .log, .verbose, .quiet, .help,
        ],
        formats: ["text", "json"],
        examples: [
            "chatmd models --provider xai",
            "chatmd models --search mini --free",
            "chatmd models gpt-5.5",
            "chatmd models --refresh --provider ollama",
            "chatmd models --format json | jq -r '.models[] | select(.context_window > 500000).id'",
        ],
        words: .models,
        group: .offers,
        run: { invocation throws(Failure) in try runModels(invocation) }
    )

    private static func runModels(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        guard arguments.words.count <= 1 else {
            throw Failure.usage("one model at a time, not \(arguments.words.count)")
        }
        let config = try ConfigFile.read(in: invocation.environment.configFolder)
        let isJSON = arguments.value(.format) == "json"
        if arguments.has(.refresh) { return try refreshModels(invocation, isJSON: isJSON) }
        if let name = arguments.words.first {
            try tellAbout(name, arguments, config, isJSON: isJSON)
        } else {
            let named = NamedModels(config)
            let models = try chosenModels(arguments, config, named)
            let aliases = chosenAliases(arguments, named)
            if models.isEmpty, aliases.isEmpty {
                throw Failure(
                    .modelNotFound, "no listed model fits",
                    hint: "a model that is not listed can be used all the same: provider/model")
            }
            if isJSON {
                try print(ModelTable.json(models, of: config.providers, aliases))
            } else {
                try StandardStream.output().write(ModelTable.text(models, aliases))
            }
        }
        return ExitCode.answered
    }

    private static func tellAbout(
        _ name: String, _ arguments: Arguments, _ config: ConfigFile, isJSON: Bool
    ) throws(Failure) {
        try checkThatNothingIsChosen(arguments)
        let (provider, model) = try Failure.converting { () throws(LLMError) in
            try ModelName.resolve(
                model: name, provider: arguments.value(.provider), aliases: config.aliases,
                providers: config.providers, hasKey: { _ in false }
            )
        }
        let info = ModelCatalogue.info(model, of: provider.id)
        try tellAbout(info, of: provider, written: name, isJSON: isJSON)
    }

    static func checkThatNothingIsChosen(_ arguments: Arguments) throws(Failure) {
        if arguments.has(.search) || arguments.has(.free) {
            throw Failure.usage("--search and --free choose from the list, so they take no NAME")
        }
    }

    static func tellAbout(
        _ info: ModelInfo, of provider: Provider, written name: String, isJSON: Bool
    ) throws(Failure) {
        if isJSON {
            try print(.object(ModelTable.json(info, of: provider)))
        } else {
            try StandardStream.output()
                .write(ModelSheet(info, of: provider, written: name).text)
        }
    }

    /// Those that the options leave, by provider.
    private static func chosenModels(
        _ arguments: Arguments, _ config: ConfigFile, _ named: NamedModels
    ) throws(Failure) -> [ModelInfo] {
        var providers = config.providers
        if let id = arguments.value(.provider) {
            providers = [
                try Failure.converting { () throws(LLMError) in
                    try ModelName.provider(id, among: providers)
                }
            ]
        }
        let wanted = arguments.value(.search)?.lowercased()
        return providers.flatMap { provider in
            let listed =
                wanted.map { ModelCatalogue.search($0, of: [provider.id]) }
                ?? ModelCatalogue.models(of: provider.id)
            return listed
                + named.models(of: provider).filter { model in
                    wanted.map { "\(model.provider)/\(model.id)".lowercased().mentions($0) } ?? true
                }
        }
        .filter { !arguments.has(.free) || $0.price?.isFree == true }
    }

    private static func chosenAliases(
        _ arguments: Arguments, _ named: NamedModels
    ) -> [NamedModels.Alias] {
        if arguments.has(.free) { return [] }
        let wanted = arguments.value(.search)?.lowercased()
        return named.aliases.filter { alias in
            (arguments.value(.provider).map { $0 == alias.provider } ?? true)
                && (wanted.map { "\(alias.name) \(alias.model)".lowercased().mentions($0) } ?? true)
        }
    }

    /// JSON for programs, one member a line.
    static func print(_ json: JSONValue) throws(Failure) {
        try StandardStream.output().write(json: JSONWriter.indentedBytes(of: json))
    }
}
