import LLMCore
import TestSupport
import Testing

@testable import chatmd

@Suite struct CurlCommandTests {
    private func request(_ body: String = "{}", method: String = "POST") throws -> HTTPRequest {
        HTTPRequest(
            method: method, url: try HTTPURL("https://llm.example.org/v1/chat?a=b"),
            headers: ["Accept": "*/*"],
            credential: .init(
                header: "x-api-key", prefix: "", secret: try Secret("sk-test-0123456789")),
            body: Array(body.utf8))
    }

    @Test func itIsACommandToRead() throws {
        #expect(
            CurlCommand(try request(), keyVariable: "WORK_KEY").text == """
                curl -gsSN 'https://llm.example.org/v1/chat?a=b' \\
                  -H 'Accept: */*' \\
                  -H "x-api-key: $WORK_KEY" \\
                  --data @- <<'EOF'
                {}
                EOF

                """)
    }

    @Test func aRequestThatOnlyAsksSendsNothing() throws {
        #expect(
            CurlCommand(try request("", method: "GET"), keyVariable: nil).text == """
                curl -gsSN 'https://llm.example.org/v1/chat?a=b' \\
                  -X 'GET' \\
                  -H 'Accept: */*' \\
                  -H "x-api-key: $API_KEY"

                """)
    }

    @Test(arguments: ["A B", "A;id", "1A", "$(id)", "", "Ä", "A\nB", "A'"])
    func whatIsNoNameOfAVariableIsNotPutThere(name: String) throws {
        let text = CurlCommand(try request(), keyVariable: name).text
        #expect(text.contains("\"x-api-key: $API_KEY\""))
    }

    @Test func onATerminalNothingOfTheBodyIsUnseen() throws {
        let body = "{\"a\":\"\u{202E}x\u{7F}\"}"
        let text = CurlCommand(try request(body), keyVariable: nil, isForTerminal: true).text
        #expect(text.contains(#"{"a":"\u202ex\u007f"}"#))
        #expect(CurlCommand(try request(body), keyVariable: nil).text.contains(body))
    }

    /// The shell itself is asked.
    @Test func aQuotedWordIsThatWord() throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator()
        var words = ["", "'", "''", "'\\''", "$HOME `id` $(id) \\", "a\nb", "!! ~ * \"x\"", "é漢"]
        for _ in 0..<40 {
            words.append(
                (0..<8).map { _ in random.element(of: ["'", "\\", "\"", "$", "`", "\n", "a"]) }
                    .joined())
        }
        let script = words.map { "printf '%s\\0' \($0.shellQuoted)" }
            .joined(separator: "\n")
        let shell = try ChatMDProcess(
            ["-c", script], executable: "/bin/sh", environment: ["PATH": "/usr/bin:/bin"],
            folder: folder.path)
        let printed = try shell.outcome().output
            .split(separator: 0, omittingEmptySubsequences: false).dropLast()
        #expect(printed.map { String(decoding: $0, as: UTF8.self) } == words, "\(random)")
    }
}
