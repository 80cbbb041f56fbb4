import LLMCore

/// Which of the servers that are looked for on this machine answer.
struct LocalServerChecks {
    private(set) var all: [Finding] = []
    /// The one that answers where no model is named and no key is found.
    private(set) var model: (Provider, model: String)?

    private static let shownModels = 3

    /// - Parameter providers: at the addresses that the environment gives them.
    init(_ providers: [Provider]) {
        for provider in LocalServer.providers(among: providers) {
            guard let url = try? HTTPURL(provider.baseURL) else { continue }
            guard url.isLoopback else {
                all.append(
                    Finding(.note, provider.id, "is not on this machine, but at \(url.authority)"))
                continue
            }
            do throws(LLMError) {
                let models = try LocalServer.models(of: provider)
                all.append(Self.finding(provider, at: url, models.map(\.id)))
                if model == nil, let name = LocalServer.chatModel(among: models, of: provider) {
                    model = (provider, name)
                }
            } catch {
                let isSilent = error.code == .network || error.code == .timeout
                all.append(
                    Finding(
                        .note, provider.id,
                        isSilent
                            ? "nobody answers at \(url.authority)"
                            : "what answers at \(url.authority) lists no models: \(error.message)"))
            }
        }
    }

    private static func finding(_ provider: Provider, at url: HTTPURL, _ models: [String])
        -> Finding
    {
        guard !models.isEmpty else {
            return Finding(
                .warning, provider.id, "answers at \(url.authority), and has no model",
                hint: provider.id == "ollama" ? "`ollama pull NAME` gets one" : nil)
        }
        let rest = models.count - shownModels
        let names = models.prefix(shownModels) + (rest > 0 ? ["\(rest) more"] : [])
        return Finding(
            .ok, provider.id, "answers at \(url.authority): \(names.joined(separator: ", "))")
    }
}
