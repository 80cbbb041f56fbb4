import Testing

@testable import LLMCore

@Suite struct ModelWarningTests {
    private let gpt4 = ModelCatalogue.info("gpt-4", of: "openai")

    @Test func whatFitsIsNotWarnedOf() {
        #expect(gpt4.contextWarning(inputTokens: 8192) == nil)
        #expect(gpt4.contextWarning(inputTokens: 8000, maxTokens: 192) == nil)
        #expect(ModelCatalogue.info("x", of: "work").contextWarning(inputTokens: .max) == nil)
    }

    @Test func aPromptMayBeTooLong() {
        #expect(
            gpt4.contextWarning(inputTokens: 8193)
                == "about 8193 tokens are sent, and `gpt-4` reads at most 8192")
    }

    @Test func aPromptAndItsReplyMayBeTooLongTogether() {
        #expect(
            gpt4.contextWarning(inputTokens: 8000, maxTokens: 193)
                == "about 8000 tokens are sent and 193 may come back (max_tokens), but the context of "
                + "`gpt-4` holds 8192")
        #expect(gpt4.contextWarning(inputTokens: 1, maxTokens: .max) != nil)
    }

    @Test func whereInputHasALimitTheReplyIsNotCounted() {
        let gpt5 = ModelCatalogue.info("gpt-5", of: "openai")
        #expect(gpt5.contextWarning(inputTokens: 272_000, maxTokens: 128_000) == nil)
        #expect(gpt5.contextWarning(inputTokens: 272_001) != nil)
        let gemini = ModelCatalogue.info("gemini-2.5-pro", of: "gemini")
        #expect(gemini.contextWarning(inputTokens: 1_048_000, maxTokens: 65_536) == nil)
    }

    @Test func moreOutputThanThereIsMayBeAskedFor() {
        #expect(gpt4.outputWarning(maxTokens: 4096) == nil)
        #expect(
            gpt4.outputWarning(maxTokens: 4097)
                == "max_tokens is 4097, but `gpt-4` writes at most 4096")
    }

    @Test func anEndIsAnnouncedAndRemembered() throws {
        let model = ModelCatalogue.info("claude-sonnet-4-5", of: "anthropic")
        func warning(_ day: String) throws -> String? {
            model.endWarning(on: try #require(CalendarDate(day)))
        }
        #expect(try warning("2026-08-31") == nil)
        #expect(
            try warning("2026-09-01")
                == "the model `claude-sonnet-4-5` will be switched off on 2026-11-30")
        #expect(
            try warning("2026-11-30")
                == "the model `claude-sonnet-4-5` was to be switched off on 2026-11-30 and may not "
                + "answer")
        #expect(
            ModelCatalogue.info("gpt-5.5", of: "openai")
                .endWarning(on: try #require(CalendarDate("2099-01-01"))) == nil)
    }
}
