import Testing
@testable import LLMCore
@Suite struct LLMCoreTests { @Test func linked() { #expect(Bool(true)) } }
