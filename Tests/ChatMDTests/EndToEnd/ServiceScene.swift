import TestSupport

/// A scene in which OpenAI's and OpenRouter's addresses lead to the server too.
extension Scene {
    static let openAIKey = "sk-test-openai-0123456789"

    /// - Parameter answers: status and JSON of one request after the other; the last one stays.
    static func answering(
        _ answers: (Int, String)..., headers: [(String, String)] = [],
        contentType: String = "application/json"
    ) throws -> Scene {
        let rest = Locked(answers[...])
        return try service { _, connection in
            let (status, body) = rest.with { rest in
                rest.count > 1 ? rest.removeFirst() : rest[rest.startIndex]
            }
            connection.respond(
                status: status, contentType: contentType, headers: headers, body: body)
        }
    }

    static func service(_ handler: @escaping LoopbackServer.Handler) throws -> Scene {
        var scene = try Scene(handler)
        scene.environment["XAI_API_KEY"] = nil
        scene.environment["OPENAI_API_KEY"] = openAIKey
        try scene.write(
            config: "[retry]\nmax_retries = 0\ninitial_delay_ms = 1\n"
                + "[providers.openai]\nbase_url = \"\(scene.server.baseURL)\"\n"
                + "[providers.openrouter]\nbase_url = \"\(scene.server.baseURL)\"\n"
                + "[providers.deepseek]\nbase_url = \"\(scene.server.baseURL)\"\n"
                + "[providers.work]\nbase_url = \"\(scene.server.baseURL)\"\n"
                + "api_key_env = \"WORK_KEY\"\n[providers.free]\n"
                + "base_url = \"\(scene.server.baseURL)\"\n")
        return scene
    }

    /// Key and failure belong to no file and no stream.
    func expectNoOpenAIKey(in outcome: ChatMDProcess.Outcome) -> Bool {
        !outcome.text.contains(Scene.openAIKey) && !outcome.errors.contains(Scene.openAIKey)
    }
}
