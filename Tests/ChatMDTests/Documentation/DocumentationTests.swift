import TestSupport
import Testing

/// Every command of the documentation runs, and prints what the documents show.
///
/// `sh` and `console` blocks of README.md and doc/*.md are run in bash, each document in a home of
/// its own, with `chatmd` on the path and a model on loopback in the place of every provider. What
/// a document takes for given, its `Tests/Fixtures/documents/setup/NAME.bash` makes, after
/// `all.bash`. `DocumentBlock` has the comments that say more about a block.
@Suite(.timeLimit(.minutes(20))) struct DocumentationTests {
    /// Why commands that begin with these words are not run. What cannot be run for another
    /// reason says so in the document, before its block: `<!-- not run: REASON -->`.
    static let excuses = [
        "make": "builds, or tests, this very checkout",
        "sudo": "changes the machine",
        "ollama": "is a server with gigabytes of models",
        "llama-server": "is a server with gigabytes of models",
        "chatmd config edit": "is used by a person at a terminal",
    ]

    /// What blocks are written in: `sh` and `console` are run, `swift` is built by another test.
    static let languages: Set<String> = [
        "sh", "console", "swift", "markdown", "toml", "json", "yaml", "lua", "vim", "gitignore",
        "gitattributes", "",
    ]

    /// Hosts that documents name, which the stand-in takes the place of.
    static let hosts = ["https://llm.example.org", "http://127.0.0.1:8080"]

    static let documents: [String] =
        ["README.md"]
        + TemporaryFolder.names(in: "\(Snapshot.testsFolder)/../doc").filter {
            $0.hasSuffix(".md")
        }.map { "doc/\($0)" }

    @Test(arguments: documents) func everyCommandRuns(_ document: String) throws {
        let text = try #require(Snapshot(inCheckout: document).text)
        let session = try DocumentSession(document, text)
        let results = try session.results()
        let lines = session.commandLines
        for block in DocumentBlock.all(in: text)
        where ["sh", "console"].contains(block.language) && block.note("not run:") == nil {
            let isSeen = lines.contains {
                (block.line..<block.line + block.lines.count).contains($0)
            }
            #expect(isSeen || block.note("file:") != nil, "\(document):\(block.line): no command")
        }
        for result in results {
            let place = "\(document):\(result.line): \(result.command)"
            #expect(result.status == result.expectedStatus, "\(place)\n\(result.output)")
            if let shown = result.shown {
                #expect(
                    ShownText(lines: shown).matches(result.output),
                    "\(place)\nprinted:\n\(result.output)")
            }
        }
    }

    /// Else it would excuse a command that nobody has looked at.
    @Test(arguments: excuses.keys.sorted()) func everyExcuseIsNeeded(_ words: String) throws {
        let commands = try Self.documents.flatMap { document in
            DocumentBlock.all(in: try #require(Snapshot(inCheckout: document).text))
                .filter { ["sh", "console"].contains($0.language) }.flatMap(\.lines)
        }
        #expect(commands.contains { $0.hasPrefix(words) || $0.hasPrefix("$ \(words)") })
    }

    /// A fence of another kind, or an indented one, would be passed over with its commands.
    @Test(arguments: documents) func blocksAreSeen(_ document: String) throws {
        let text = try #require(Snapshot(inCheckout: document).text)
        let blocks = DocumentBlock.all(in: text)
        for block in blocks {
            let place = "\(document):\(block.line - 1): \(block.language)"
            #expect(Self.languages.contains(block.language), "\(place)")
        }
        let inside = Set(blocks.flatMap { $0.line..<$0.line + $0.lines.count })
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !inside.contains(index + 1) {
            let start = line.drop { $0 == " " }
            let isOther =
                start.hasPrefix("~~~") || start.count < line.count && start.hasPrefix("```")
            #expect(!isOther, "\(document):\(index + 1): \(line)")
        }
    }

    /// A note that is misspelt would be none.
    @Test(arguments: documents) func notesAreKnown(_ document: String) throws {
        let text = try #require(Snapshot(inCheckout: document).text)
        for block in DocumentBlock.all(in: text) where !block.note.isEmpty {
            let known = [
                "not run: ", "each alone", "exits ", "file: ", "nvim: ", "shows: ", "messages: ",
                "example: ",
            ]
            let isKnown =
                known.contains { block.note.hasPrefix($0) } || block.note.hasPrefix("keys:")
            #expect(isKnown, "\(document):\(block.line - 1): \(block.note)")
        }
    }

    @Test(arguments: [
        (["a"], "a\n", true), (["a"], "b\n", false), (["a", "…"], "a\nb\nc\n", true),
        (["…", "c"], "a\nb\nc\n", true), (["a … c"], "a b c\n", true), (["a…"], "b\n", false),
        (["a"], "a\nb\n", false), (["…"], "", true), (["1…1"], "1\n", false),
    ])
    func anEllipsisStandsForAnything(_ shown: [String], _ text: String, _ matches: Bool) {
        #expect(ShownText(lines: shown).matches(text) == matches)
    }
}
