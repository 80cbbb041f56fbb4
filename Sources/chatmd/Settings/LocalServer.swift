import LLMCore
import Spelling

/// Finds a model on this machine, for those who have no key: of Ollama or llama.cpp's server, where
/// one answers on its usual port.
enum LocalServer {
    /// The providers that are looked for, in the order in which they are asked.
    static func providers(among providers: [Provider]) -> [Provider] {
        ["ollama", "llamacpp"].compactMap { id in providers.first { $0.id == id } }
    }

    /// The first model that is found; nil where no server answers.
    static func model(among providers: [Provider]) throws(Failure) -> (Provider, model: String)? {
        for provider in self.providers(among: providers) where isHere(provider) {
            if let models = try? models(of: provider),
                let model = chatModel(among: models, of: provider)
            {
                return (provider, model)
            }
        }
        return nil
    }

    static func isHere(_ provider: Provider) -> Bool {
        (try? HTTPURL(provider.baseURL))?.isLoopback == true
    }

    /// What the server lists, within a moment.
    static func models(of provider: Provider) throws(LLMError) -> [ListedModel] {
        let loop = EventLoop()
        // Ctrl-C ends the program as it always would: nothing has begun yet.
        let client = LLMClient(
            transport: CurlTransport(loop: loop, userAgent: Version.userAgent),
            retryPolicy: RetryPolicy(maxRetries: 0))
        client.timeouts = HTTPTimeouts(connect: 0.3, firstByte: 1, betweenBytes: 1)
        return try client.models(of: provider, key: nil)
    }

    static func chatModel(among models: [ListedModel], of provider: Provider) -> String? {
        models.first { !$0.id.mentions("embed") }?.id ?? provider.defaultModel
    }
}
