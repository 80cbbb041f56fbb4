import Testing

/// One way to ask one server.
///
/// A row more, and every rule of `EndpointRules` holds for it.
struct Endpoint: CustomTestStringConvertible {
    var name: String
    var server: RealServer
    var wireFormat: String
    /// What follows the server's address in `base_url`.
    var path: String
    var model = "tiny"

    /// What it says of a reply that ended at `max_tokens`.
    var endAtLimit = "length"
    /// Whether it counts tokens.
    var counts = true

    static let rows = [
        Endpoint(
            name: "llama-server's chat", server: .llama, wireFormat: "openai-chat", path: "/v1"),
        Endpoint(
            name: "llama-server's responses", server: .llama, wireFormat: "openai-responses",
            path: "/v1", endAtLimit: "stop"),
        Endpoint(
            name: "llama-server's messages", server: .llama, wireFormat: "anthropic", path: ""),

        Endpoint(
            name: "llama-server's chat over TLS", server: .llamaTLS, wireFormat: "openai-chat",
            path: "/v1"),
        Endpoint(
            name: "llama-server's responses over TLS", server: .llamaTLS,
            wireFormat: "openai-responses", path: "/v1", endAtLimit: "stop"),
        Endpoint(
            name: "llama-server's messages over TLS", server: .llamaTLS, wireFormat: "anthropic",
            path: ""),

        Endpoint(name: "litellm's chat", server: .litellm, wireFormat: "openai-chat", path: "/v1"),
        Endpoint(
            name: "litellm's responses", server: .litellm, wireFormat: "openai-responses",
            path: "/v1"),
        Endpoint(name: "litellm's messages", server: .litellm, wireFormat: "anthropic", path: ""),
        Endpoint(
            name: "litellm's streamGenerateContent", server: .litellm, wireFormat: "gemini",
            path: "", counts: false),
    ]

    var baseURL: String {
        get throws { try #require(server.address) + path }
    }

    static let llamaEmbeddings = Endpoint(
        name: "llama-server's embeddings", server: .llamaEmbeddings, wireFormat: "openai-chat",
        path: "/v1")
    static let litellmEmbeddings = Endpoint(
        name: "litellm's embeddings", server: .litellm, wireFormat: "openai-chat", path: "/v1",
        model: "tiny-embeddings")

    /// Where tools are called.
    static let withTools =
        of(.llama).map { row in
            var row = row
            row.server = .llamaTools
            return row
        }
        + of(.litellm).map { row in
            var row = row
            row.model = "tiny-tools"
            return row
        }

    static func of(_ server: RealServer) -> [Endpoint] { rows.filter { $0.server == server } }

    var testDescription: String { name }
}
