import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct GpFileTests {
    private func file(_ text: String) throws -> String {
        let source = try SourceText(Array(text.utf8))
        return String(decoding: try GpFile(parsing: source).conversation.file(), as: UTF8.self)
    }

    private let header = "# topic: ?\n- file: a.md\n---\n\n"

    @Test func whatStandsOnTheLineOfTheUsersMarkIsText() throws {
        #expect(try file(header + "💬: a\nb\n").hasSuffix("# === USER ===\n\na\nb\n"))
    }

    @Test func theOldMarkOfTheUserIsKnown() throws {
        #expect(try file(header + "🗨:\na\n").hasSuffix("# === USER ===\n\na\n"))
    }

    @Test func theAgentIsTheLabel() throws {
        let text = try file(header + "💬: a\n🤖:[gpt-4o & custom role]\nb\n")
        #expect(text.contains("# === ASSISTANT (gpt-4ocustomrole) ===\n\nb\n"))
    }

    @Test func aModelMayBeAName() throws {
        let text = try file("# topic: ?\n- file: a\n- model: gpt-4o\n---\n💬: a\n")
        #expect(text.hasPrefix("+++\nmodel = \"gpt-4o\"\n+++\n"))
    }

    @Test func aProviderThatIsUnknownIsNoted() throws {
        let text = try file(
            "# topic: ?\n- file: a\n- model: {\"model\": \"x\"}\n- provider: copilot\n---\n💬: a\n")
        #expect(text.hasPrefix("+++\nmodel = \"x\"\n+++\n"))
        #expect(text.contains("\"provider\": \"copilot\""))
    }

    @Test func aRoleMayBeJSON() throws {
        let text = try file("# topic: ?\n- file: a\n- role: \"a\\n\\\"b\\\"\"\n---\n💬: c\n")
        #expect(text.contains("# === SYSTEM ===\n\na\n\"b\"\n"))
    }

    @Test func aHeaderWithoutEndIsAnErrorAtItsLastLine() {
        let error = #expect(throws: MarkdownHistoryError.self) {
            _ = try file("# topic: ?\n- file: a.md\n💬: a\n")
        }
        #expect(error?.line == 3)
    }
}
