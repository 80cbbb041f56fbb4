import Testing
@testable import chatmd
@Suite struct PTests { @Test func linked() { #expect(Bool(true)) } }
