import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

/// Files of other programs with all that occurs in them, and what they become.
///
/// `llm-logs.json` is what llm 0.36 printed about a model of its own making.
@Suite struct ImportedFilesTests {
    private func bytes(_ name: String) throws -> [UInt8] {
        Array(try #require(Snapshot(fixture: "imports/\(name)").text).utf8)
    }

    private func error(_ text: String, path: String? = nil) -> MarkdownHistoryError? {
        #expect(throws: MarkdownHistoryError.self) {
            _ = try ImportedFiles(Array(text.utf8), path: path)
        }
    }

    @Test(arguments: ["vim-ai.aichat", "gp.md", "flemma.chat", "aichat.yaml", "llm-logs.json"])
    func aFileOfAnotherProgramIsRead(name: String) throws {
        let files = try ImportedFiles(try bytes(name), path: name).files
        let text = files.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n<<<>>>\n")
        let snapshot = Snapshot("import-\(name).txt", of: "ChatMDTests")
        #expect(text == snapshot.recorded(orRecording: text))
        for file in files {
            #expect(try ChatFile(parsing: file).diagnostics.isEmpty)
        }
    }

    @Test(arguments: ["vim-ai.aichat", "gp.md", "flemma.chat", "aichat.yaml", "llm-logs.json"])
    func aTextWithoutANameIsTold(name: String) throws {
        let named = try ImportedFiles(try bytes(name), path: name).files
        #expect(try ImportedFiles(try bytes(name), path: nil).files == named)
    }

    @Test(arguments: ["vim-ai.aichat", "gp.md", "flemma.chat", "aichat.yaml", "llm-logs.json"])
    func lineEndingsAndAMarkChangeNoMessage(name: String) throws {
        let text = try bytes(name)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let windows = mark + text.flatMap { (byte: UInt8) in byte == 0x0A ? [0x0D, byte] : [byte] }
        let files = try ImportedFiles(text, path: name).files
        let others = try ImportedFiles(windows, path: name).files
        for (file, other) in zip(files, others) {
            let (file, other) = (try ChatFile(parsing: file), try ChatFile(parsing: other))
            #expect(file.turns.map(\.text) == other.turns.map(\.text))
            #expect(file.turns.map(\.toolRecords) == other.turns.map(\.toolRecords))
        }
        #expect(files.count == others.count)
    }

    @Test func theDatabaseOfLLMNamesTheCommand() {
        let hint = error("SQLite format 3\u{0}…", path: "logs.db")?.hint
        #expect(hint == "llm logs -n 0 --json | chatmd import - --output conversations/")
    }

    @Test func anErrorInASessionNamesItsLine() {
        #expect(error("model: a:b\nmessages:\n- role: user\n  content: [\n")?.line == 4)
        #expect(error("model: a:b\nmessages: 3\n")?.line == 2)
        #expect(error("model: a:b\nmessages: []\n")?.line == 2)
    }

    @Test(arguments: ["a.aichat", "a.chat", "a.yaml", "a.json", "a.md", nil])
    func anEmptyFileIsAnError(name: String?) {
        _ = error("\n", path: name)
    }

    /// As PowerShell writes what a program prints.
    @Test(arguments: [[0xFF, 0xFE, 0x7B, 0], [0xFE, 0xFF, 0, 0x7B]] as [[UInt8]])
    func utf16IsToldByItsName(text: [UInt8]) {
        let error = #expect(throws: MarkdownHistoryError.self) {
            _ = try ImportedFiles(text, path: "logs.json")
        }
        #expect(error?.message.contains("UTF-16") == true)
        #expect(error?.hint?.contains("iconv") == true)
    }

    @Test func anEmptyLogIsAnError() {
        #expect(error("[]")?.message.isEmpty == false)
    }
}
