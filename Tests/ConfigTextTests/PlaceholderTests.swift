import Testing
@testable import ConfigText
@Suite struct ConfigTextTests { @Test func linked() { #expect(Bool(true)) } }
