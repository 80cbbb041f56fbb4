import LLMCore

extension Command {
    static let usage = Command(
        name: "usage",
        summary: "show what your accounts have used, and have left",
        usage: "chatmd usage [--provider ID] [options]",
        details: """
            Asks the providers that tell about the account behind a key: OpenRouter (credits, the key's
            limit, what was spent) and DeepSeek (balance). Without --provider all of them are asked whose
            keys are set. The others show such numbers on their web sites only.
            """,
        options: [
            .provider, .timeout, .retries, .format, .record, .replay, .log, .verbose, .quiet, .help,
        ],
        formats: ["text", "json"],
        examples: [
            "chatmd usage",
            "chatmd usage --provider openrouter --format json | jq '.accounts[].spent_usd.today'",
        ],
        words: .nothing,
        group: .offers,
        run: { invocation throws(Failure) in try runUsage(invocation) }
    )

    private static func runUsage(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        if let word = arguments.words.first {
            throw Failure.usage(
                "`usage` takes no words", hint: "chatmd usage --provider \(word)")
        }
        let call = ProviderCall(
            try invocation.configuration(), commandLine: try invocation.settings(), invocation)
        let providers = try providersToAsk(arguments.value(.provider), call)
        return try call.runUntilSignal { (client) throws(Failure) in
            var accounts: [(Provider, Account)] = []
            var status = ExitCode.answered
            for provider in providers {
                call.wait(for: provider.name)
                do throws(Failure) {
                    let key = try call.neededKey(for: provider, "account endpoint") {
                        $0.account != nil
                    }
                    let account = try Failure.converting { () throws(LLMError) in
                        try client.account(at: provider, key: key, onRetry: call.tell)
                    }
                    accounts.append((provider, account))
                } catch {
                    // What the others say is shown all the same.
                    if providers.count == 1 || error.code == .cancelled { throw error }
                    call.fail(error)
                    status = ExitCode.status(for: error.code)
                }
            }
            call.stopWaiting()
            if arguments.value(.format) == "json" {
                try print(["accounts": .array(accounts.map { AccountSheet.json($1, of: $0) })])
            } else {
                let sheets = accounts.map { AccountSheet.text($1, of: $0) }
                try StandardStream.output().write(sheets.joined(separator: "\n"))
            }
            return status
        }
    }

    private static func providersToAsk(
        _ id: String?, _ call: ProviderCall
    ) throws(Failure) -> [Provider] {
        if let id { return [try call.provider(id)] }
        let telling = call.providers.filter { $0.services.account != nil }
        let found = telling.filter(call.keys.hasKey)
        guard found.isEmpty else { return found }
        let variables = telling.compactMap(\.keyVariable).joined(separator: " or ")
        throw Failure(
            .authentication, "no key was found for a provider that tells of accounts",
            hint: "set \(variables)")
    }
}
