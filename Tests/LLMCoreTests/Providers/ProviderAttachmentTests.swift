import TestSupport
import Testing

@testable import LLMCore

/// What each protocol and its dialects carry, whichever model is meant.
@Suite struct ProviderAttachmentTests {
    private func refusal(
        _ type: String, isAddress: Bool = false, at provider: Provider
    ) -> LLMError? {
        provider.refusal(
            of: LLMCore.Attachment(
                mediaType: type, content: isAddress ? .url("https://example.org/a") : .data([1])))
    }

    private func native(_ format: WireFormatName, _ quirks: Set<Quirk> = []) -> Provider {
        Provider(
            id: "p", name: "P", baseURL: "http://localhost", wireFormat: format, quirks: quirks)
    }

    @Test func geminiCarriesEverything() {
        for type in ["image/png", "application/pdf", "audio/wav"] {
            for isAddress in [false, true] {
                #expect(refusal(type, isAddress: isAddress, at: native(.gemini)) == nil)
            }
        }
    }

    @Test func anthropicCarriesNoRecordings() {
        let claude = native(.anthropic)
        #expect(refusal("image/png", at: claude) == nil)
        #expect(refusal("application/pdf", isAddress: true, at: claude) == nil)
        #expect(refusal("audio/wav", at: claude)?.message == "P takes no recordings")
    }

    @Test func responsesCarryNoRecordings() {
        let responses = native(.openAIResponses)
        #expect(refusal("image/png", isAddress: true, at: responses) == nil)
        #expect(refusal("application/pdf", isAddress: true, at: responses) == nil)
        #expect(
            refusal("audio/wav", at: responses)?.hint
                == "set wire_format = \"openai-chat\" under [providers.p]")
        #expect(refusal("audio/wav", at: native(.openAIResponses, [.noAudio]))?.hint == nil)
    }

    @Test func ollamasOwnProtocolCarriesImagesAsFiles() {
        let ollama = native(.ollama)
        #expect(refusal("image/png", at: ollama) == nil)
        #expect(
            refusal("image/png", isAddress: true, at: ollama)?.message
                == "P takes images as files, not by their address")
        #expect(refusal("application/pdf", at: ollama)?.message == "P takes no documents")
        #expect(refusal("audio/wav", at: ollama)?.message == "P takes no recordings")
    }

    @Test func whatAddressesMeanIsAMatterOfTheDialect() {
        let chat = native(.openAIChat)
        #expect(refusal("image/png", isAddress: true, at: chat) == nil)
        #expect(
            refusal("application/pdf", isAddress: true, at: chat)?.hint
                == "download the file, and embed its path")
        #expect(refusal("audio/wav", isAddress: true, at: chat) != nil)
        for quirk in [Quirk.fileURLs, .documentURLs] {
            #expect(
                refusal("application/pdf", isAddress: true, at: native(.openAIChat, [quirk])) == nil
            )
        }
        #expect(
            refusal("image/png", isAddress: true, at: native(.openAIChat, [.noImageURLs])) != nil)
    }

    @Test func xAIFetchesDocumentsButTakesNone() {
        var provider = BuiltInProviders.xAI
        #expect(refusal("application/pdf", at: provider)?.message == "xAI takes no documents")
        provider.wireFormat = .openAIResponses
        #expect(
            refusal("application/pdf", at: provider)?.message
                == "xAI takes documents by their address only")
        #expect(refusal("application/pdf", isAddress: true, at: provider) == nil)
    }

    @Test func whereOnlyStringsAreReadNothingGoesAlong() {
        for format in [WireFormatName.openAIChat, .openAIResponses] {
            var provider = native(format)
            provider.contentFormat = .string
            #expect(refusal("image/png", at: provider)?.message == "P takes text only")
        }
    }
}
