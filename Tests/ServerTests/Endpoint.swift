import Testing

/// One way to ask one server for a reply.
///
/// A row more, and every rule of `EndpointRules` holds for it.
struct Endpoint: CustomTestStringConvertible {
    var name: String
    var server: RealServer
    var wireFormat: String
    /// What follows the server's address in `base_url`.
    var path: String

    static let rows = [
        Endpoint(
            name: "llama-server's chat", server: .llama, wireFormat: "openai-chat", path: "/v1"),
        Endpoint(name: "litellm's chat", server: .litellm, wireFormat: "openai-chat", path: "/v1"),
    ]

    static func of(_ server: RealServer) -> [Endpoint] { rows.filter { $0.server == server } }

    var testDescription: String { name }
}
