import LLMCore
import TestSupport
import Testing

/// A folder with an image, a PDF and a recording beside a conversation, and a server that is asked.
struct MediaScene {
    let scene: Scene

    static let png = SampleMedia.png()
    static let pdf = SampleMedia.pdf()
    static let wav = SampleMedia.wav()

    /// - Parameter config: of `[providers.p]`, where a provider of that format is asked; else for a
    ///   built-in row, of which only the address is replaced.
    init(asking provider: String = "p", _ config: String = "") throws {
        var scene = try Scene { _, connection in connection.respondWithReply(["ok"]) }
        try scene.write(
            config: "[retry]\nmax_retries = 0\n[providers.\(provider)]\n"
                + "base_url = \"\(scene.server.baseURL)\"\n\(config)\n")
        for variable in ["ANTHROPIC", "GEMINI", "MISTRAL", "DEEPSEEK", "MOONSHOT", "OPENAI"] {
            scene.environment[variable + "_API_KEY"] = Scene.key
        }
        try scene.folder.write("work/p.png", Self.png)
        try scene.folder.write("work/d.pdf", Self.pdf)
        try scene.folder.write("work/s.wav", Self.wav)
        try scene.folder.write("work/t.txt", "hello\n")
        self.scene = scene
    }

    var folder: TemporaryFolder { scene.folder }

    /// Answers a conversation that holds that.
    func complete(_ text: String, by model: String, _ more: String...) throws
        -> ChatMDProcess.Outcome
    {
        let path = try folder.write("work/chat.md", text)
        return try scene.start(["complete", path, "-m", model] + more).outcome()
    }

    /// The image as OpenAI's chat protocol has it.
    var imagePart: JSONValue {
        ["type": "image_url", "image_url": ["url": uri("image/png", Self.png)]]
    }

    func base64(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encoded(bytes)) }

    func uri(_ type: String, _ bytes: [UInt8]) -> JSONValue {
        .string("data:\(type);base64,\(Base64.encoded(bytes))")
    }
}
