import TestSupport
import Testing

@testable import chatmd

/// Commands that documents name in passing, as `chatmd append -p`, have their words right.
///
/// What stands between backticks is looked at; `chatmd --help` and `:help chatmd` are held against it.
@Suite(.timeLimit(.minutes(10))) struct DocumentWordsTests {
    /// The code spans of a document's text and tables, with the lines they stand in.
    private static func spans(of document: String) throws -> [(line: Int, text: String)] {
        let text = try #require(Snapshot(inCheckout: document).text)
        var spans: [(line: Int, text: String)] = []
        var fence: Substring?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let marks = line.prefix { $0 == "`" }
            if marks.count >= 3 {
                fence = fence == nil ? marks : line == fence ? nil : fence
                continue
            }
            if fence != nil { continue }
            let parts = line.split(separator: "`", omittingEmptySubsequences: false)
            for (number, part) in parts.enumerated() where number % 2 == 1 {
                spans.append((index + 1, String(part)))
            }
        }
        return spans
    }

    private static func help(_ command: String) throws -> String {
        let folder = try TemporaryFolder()
        let process = try ChatMDProcess(
            [command, "--help"], environment: ["HOME": folder.path], folder: folder.path)
        return try process.outcome().text
    }

    /// `-p` and `--prompt` of an option's line.
    private static func options(in help: String) -> Set<String> {
        var options: Set<String> = []
        for line in help.split(separator: "\n") where line.drop(while: { $0 == " " }).first == "-" {
            for word in line.split(whereSeparator: { " ,=[".contains($0) }).prefix(2)
            where word.hasPrefix("-") {
                options.insert(String(word))
            }
        }
        return options
    }

    /// The words of a command that are no quoted text.
    private static func words(_ command: Substring) -> [Substring] {
        command.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 0 }
            .flatMap { $0.element.split(separator: " ") }
    }

    @Test(arguments: DocumentationTests.documents)
    func optionsBelongToTheirCommands(_ document: String) throws {
        let names = Command.all.map(\.name)
        var known: [String: Set<String>] = [:]
        for (line, span) in try Self.spans(of: document) {
            for command in span.split(separator: "|").map({ $0.drop { $0 == " " } })
            where command.hasPrefix("chatmd ") {
                let words = Self.words(command).dropFirst()
                let name = words.first.map(String.init).flatMap { names.contains($0) ? $0 : nil }
                if known[name ?? "complete"] == nil {
                    known[name ?? "complete"] = Self.options(
                        in: try Self.help(name ?? "complete"))
                }
                let options = known[name ?? "complete"] ?? []
                for word in words.prefix(while: { $0 != "--" })
                where word.hasPrefix("-") && word.count > 1 {
                    let option = String(word.prefix { $0 != "=" && $0 != "," })
                    #expect(
                        options.contains(option) || ["--help", "--version"].contains(option),
                        "\(document):\(line): `\(span)`: \(option)")
                }
            }
        }
    }

    @Test(arguments: DocumentationTests.documents)
    func editorCommandsAreInTheHelp(_ document: String) throws {
        let help = try #require(Snapshot(inCheckout: "doc/chatmd.txt").text)
        for (line, span) in try Self.spans(of: document) where span.hasPrefix(":Chatmd ") {
            let word = span.split(separator: " ")[1]
            #expect(help.contains("*:Chatmd-\(word)*"), "\(document):\(line): `\(span)`")
        }
    }
}
