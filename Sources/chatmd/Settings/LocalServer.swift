import LLMCore
import Spelling

/// Finds a model on this machine, for those who have no key: of Ollama or llama.cpp's server, where
/// one answers on its usual port.
enum LocalServer {
    /// In the order in which they are asked.
    private static let providers = ["ollama", "llamacpp"]

    /// The first model that is found; nil where no server answers.
    static func model(among providers: [Provider]) throws(Failure) -> (Provider, model: String)? {
        let loop = EventLoop()
        // Ctrl-C ends the program as it always would: nothing has begun yet.
        let client = LLMClient(
            transport: CurlTransport(loop: loop, userAgent: Version.userAgent),
            retryPolicy: RetryPolicy(maxRetries: 0))
        client.timeouts = HTTPTimeouts(connect: 0.3, firstByte: 1, betweenBytes: 1)
        for id in Self.providers {
            guard let provider = providers.first(where: { $0.id == id }),
                let url = try? HTTPURL(provider.baseURL), url.isLoopback,
                let models = try? client.models(of: provider, key: nil)
            else { continue }
            if let model = models.first(where: { !$0.id.mentions("embed") })?.id
                ?? provider.defaultModel
            {
                return (provider, model)
            }
        }
        return nil
    }
}
