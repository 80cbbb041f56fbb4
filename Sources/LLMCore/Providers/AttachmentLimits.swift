/// How much a provider takes along with one request, where it says so.
///
/// Sizes are bytes. Nothing is known of servers that are nobody's in particular.
struct AttachmentLimits {
    /// The size of an image's file.
    var imageFile: Int?
    /// The size of an image in base64.
    var imageInBase64: Int?
    var imageCount: Int?
    /// As media types; nil for all that there are.
    var imageTypes: Set<String>?
    /// The size of a document's file.
    var document: Int?
    /// The size of all documents together.
    var documents: Int?
    /// The size of the whole request.
    var request: Int?
}

extension AttachmentLimits {
    /// - Parameter model: some limits differ from model to model.
    init(at provider: Provider, for model: ModelInfo) {
        self.init()
        switch provider.id {
        case "openai":
            // developers.openai.com/api/docs/guides/images-vision and …/file-inputs
            imageCount = 1500
            document = 50 << 20
            documents = 50 << 20
            request = 512 << 20
        case "anthropic":
            // platform.claude.com/docs/en/build-with-claude/vision, request limits: fewer for windows
            // of 200,000 tokens; …/pdf-support has no other limit in bytes
            imageInBase64 = 10 << 20
            imageCount = (model.contextWindow ?? .max) <= 200_000 ? 100 : 600
            request = 32 << 20
        case "gemini":
            // ai.google.dev/gemini-api/docs/file-input-methods and …/image-understanding
            imageCount = 3600
            document = 50 << 20
            request = 100 << 20
        case "xai":
            // docs.x.ai/docs/guides/image-understanding
            imageFile = 20 << 20
            imageTypes = ["image/jpeg", "image/png"]
        case "groq":
            // console.groq.com/docs/vision
            imageCount = model.id.hasPrefix("qwen/qwen3.8") ? 3 : 5
            request = 20 << 20
        case "mistral":
            // docs.mistral.ai/capabilities/vision and …/document_ai, frequently asked questions
            imageFile = 10 << 20
            imageCount = 8
            document = 50 << 20
        case "moonshot":
            // platform.moonshot.ai/docs/guide/use-kimi-vision-model
            request = 100 << 20
        case "ollama":
            // github.com/ollama/ollama, openai/openai.go: what a `data:` URI may begin with
            imageTypes = ["image/jpeg", "image/png", "image/webp"]
        default:
            break
        }
    }
}
