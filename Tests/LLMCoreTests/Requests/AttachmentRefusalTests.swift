import TestSupport
import Testing

@testable import LLMCore

@Suite struct AttachmentRefusalTests {
    private typealias Attachment = LLMCore.Attachment

    private func image(
        _ size: Int = 3, _ type: String = "image/png", name: String? = nil
    ) -> Attachment {
        Attachment(
            mediaType: type, content: .data([UInt8](repeating: 0, count: size)), name: name)
    }

    private func pdf(_ size: Int = 3, name: String? = nil) -> Attachment {
        image(size, "application/pdf", name: name)
    }

    private let recording = LLMCore.Attachment(mediaType: "audio/wav", content: .data([1]))

    private func refusals(
        _ attachments: [Attachment], _ model: String = "m",
        at provider: Provider = .compatible, role: MessageRole = .user, text: String = ""
    ) -> [String] {
        let parts = [Part.text(text)] + attachments.map(Part.attachment)
        return ChatRequest(model: model, messages: [Message(role: role, parts: parts)])
            .attachmentRefusals(at: provider).map(\.message)
    }

    // MARK: Models

    @Test(arguments: [
        ("deepseek-v4-pro", BuiltInProviders.deepSeek, "`deepseek-v4-pro` takes no images"),
        ("gpt-audio", BuiltInProviders.openAI, "`gpt-audio` takes no images"),
    ])
    func aModelThatSeesNothingIsShownNothing(
        model: String, provider: Provider, message: String
    ) {
        #expect(refusals([image()], model, at: provider) == [message])
    }

    @Test func theCatalogueKnowsWhoReadsAndHears() {
        var chat = BuiltInProviders.openAI
        chat.wireFormat = .openAIChat
        #expect(refusals([image(), pdf()], "gpt-5.5", at: chat) == [])
        #expect(refusals([recording], "gpt-5.5", at: chat) == ["`gpt-5.5` takes no recordings"])
        #expect(refusals([recording], "gpt-audio", at: chat) == [])
        #expect(refusals([pdf()], "gpt-audio", at: chat) == ["`gpt-audio` takes no PDF"])
        #expect(
            refusals([image(), pdf(), recording], "gemini-3.8-flash", at: BuiltInProviders.gemini)
                == [])
    }

    @Test func nothingIsRefusedWhereNothingIsKnown() {
        let all = [image(), pdf(), recording]
        #expect(refusals(all, "m") == [])
        #expect(refusals(all, "deepseek-v4-pro") == [])
        #expect(refusals(all, "deepseek/deepseek-v4-pro", at: BuiltInProviders.openRouter) == [])
        #expect(refusals([image()], "ft:gpt-4.1-2025-04-14:a", at: BuiltInProviders.openAI) == [])
        #expect(refusals(all, "echo", at: BuiltInProviders.echo, role: .system) == [])
    }

    @Test func aSystemMessageTakesTextOnly() {
        #expect(refusals([image()], role: .system) == ["a system message takes text only"])
    }

    // MARK: Limits

    @Test func anImagesSizeCountsInBase64AtAnthropic() {
        let most = (10 << 20) / 4 * 3
        #expect(refusals([image(most)], at: BuiltInProviders.anthropic) == [])
        #expect(
            refusals([image(most + 1, name: "a.png")], at: BuiltInProviders.anthropic)
                == ["`a.png` has 10.1 MB in base64, and Anthropic's limit for an image is 10 MB"])
    }

    @Test(arguments: [
        (BuiltInProviders.xAI, 20, "xAI"), (BuiltInProviders.mistral, 10, "Mistral"),
    ])
    func elsewhereTheFilesSizeCounts(provider: Provider, megabytes: Int, name: String) {
        #expect(refusals([image(megabytes << 20)], at: provider) == [])
        #expect(
            refusals([image(megabytes << 20 + 1)], at: provider)
                == ["it has \(megabytes).1 MB, and \(name)'s limit for an image is \(megabytes) MB"]
        )
    }

    @Test func documentsHaveALimitEachAndTogether() {
        #expect(refusals([pdf(50 << 20)], at: BuiltInProviders.openAI) == [])
        #expect(
            refusals([pdf(51 << 20, name: "a.pdf")], at: BuiltInProviders.gemini)
                == ["`a.pdf` has 51.0 MB, and Gemini's limit for a document is 50 MB"])
        #expect(
            refusals([pdf(30 << 20), pdf(21 << 20)], at: BuiltInProviders.openAI) == [
                "up to here the documents have 51.0 MB, and OpenAI's limit for them together is 50 MB"
            ])
    }

    @Test(arguments: [
        ("claude-haiku-4-5", BuiltInProviders.anthropic, 100),
        ("claude-sonnet-5-5", BuiltInProviders.anthropic, 600),
        ("claude-fixture", BuiltInProviders.anthropic, 600),
        ("mistral-fixture", BuiltInProviders.mistral, 8),
        ("qwen/qwen3.8-27b", BuiltInProviders.groq, 3),
        ("other", BuiltInProviders.groq, 5),
        ("gpt-5.5", BuiltInProviders.openAI, 1500),
    ])
    func imagesAreCounted(model: String, provider: Provider, count: Int) {
        let url = Attachment(mediaType: "image/*", content: .url("https://example.org/a"))
        #expect(
            refusals(Array(repeating: url, count: count), model, at: provider) == [])
        #expect(
            refusals(Array(repeating: url, count: count + 1), model, at: provider) == [
                "this is image \(count + 1) of the conversation, and \(provider.name)'s limit is "
                    + "\(count) in a request"
            ])
    }

    @Test func theWholeRequestHasALimitTextIncluded() {
        let provider = BuiltInProviders.anthropic
        let three = Array(repeating: pdf(8 << 20), count: 2) + [image(7 << 20)]
        #expect(refusals(three, at: provider) == [])
        #expect(
            refusals(three, at: provider, text: String(repeating: "a", count: 2 << 20)) == [
                "up to here the request has about 32.7 MB, and Anthropic's limit for one is 32 MB"
            ])
    }

    @Test func someTakeFewKindsOfImages() {
        let provider = BuiltInProviders.xAI
        #expect(refusals([image(3, "image/jpeg")], at: provider) == [])
        #expect(refusals([image(3, "image/gif")], at: provider) == ["xAI takes no GIF images"])
        let url = Attachment(mediaType: "image/*", content: .url("https://example.org/a"))
        #expect(refusals([url], at: provider) == [])
    }

    // MARK: Where it counts

    @Test func theRefusalNamesThePlace() throws {
        let place = Attachment.Place(path: "chat.md", line: 3, column: 4)
        let gif = Attachment(mediaType: "image/gif", content: .data([1]), place: place)
        let request = ChatRequest(
            model: "m",
            messages: [
                Message(role: .user, parts: [.attachment(image())]),
                Message(role: .user, parts: [.text("a"), .attachment(gif)]),
            ])
        let refusals = request.attachmentRefusals(at: BuiltInProviders.xAI)
        #expect(refusals.map(\.attachment.place) == [place])
        #expect(refusals.first?.hint == "it takes JPEG, PNG")
    }

    @Test func nothingIsSentThatIsRefused() {
        let transport = ScriptedTransport()
        let request = ChatRequest(
            model: "deepseek-v4-pro",
            messages: [Message(role: .user, parts: [.attachment(image())])])
        let error = #expect(throws: LLMError.self) {
            try LLMClient(transport: transport).reply(
                to: request, from: BuiltInProviders.deepSeek, key: try Secret("k-123456")
            ).next()
        }
        #expect(error?.code == .unsupported)
        #expect(transport.requests.isEmpty)
    }
}
