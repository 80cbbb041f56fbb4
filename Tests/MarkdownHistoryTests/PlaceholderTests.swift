import Testing
@testable import MarkdownHistory
@Suite struct MarkdownHistoryTests { @Test func linked() { #expect(Bool(true)) } }
