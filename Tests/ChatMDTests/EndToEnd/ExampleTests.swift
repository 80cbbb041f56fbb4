import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Every example of help, read by a real shell, then by the real parser.
@Suite struct ExampleTests {
    struct Source: Sendable, CustomTestStringConvertible {
        let name: String
        let examples: [String]
        /// Whether one of them has to be about the command of that name.
        let isCommand: Bool

        var testDescription: String { name }
    }

    static let sources =
        Command.all.map { Source(name: $0.name, examples: $0.examples, isCommand: true) }
        + Topic.all.map { Source(name: $0.name, examples: $0.examples, isCommand: false) }

    @Test(arguments: sources)
    func itsOptionsBelongToItsCommand(source: Source) throws {
        for example in source.examples {
            let lines = try argumentLists(of: example)
            for line in lines {
                var arguments = try Arguments(parsing: line)
                guard let command = try Command.choose(&arguments) else { continue }
                #expect(throws: Never.self, "\(example)") { try command.check(arguments) }
            }
            guard source.isCommand else { continue }
            let names = try lines.map { line in
                var arguments = try Arguments(parsing: line)
                return try Command.choose(&arguments)?.name
            }
            #expect(names.contains(source.name), "\(example)")
        }
    }

    /// What `chatmd` is given in a line, however the line comes to it.
    private func argumentLists(of example: String) throws -> [[String]] {
        let folder = try TemporaryFolder()
        // Only these are on PATH: nothing else runs, and no file of anybody's is touched.
        let record = "#!/bin/bash\n(printf '%s\\0' \"$@\"; printf '\\1') >>\"$RECORD\"\n"
        try folder.write("bin/chatmd", record)
        try folder.write("bin/xargs", "#!/bin/bash\nexec \"$@\" some.md\n")
        for name in ["chatmd", "xargs"] { chmod(folder("bin/\(name)"), 0o755) }
        for name in [
            "build.log", "chat.chat.md", "rivers.md", "begun.txt", "chat.md", "page.md",
        ] {
            try folder.write(name, "hi\n")
        }
        for name in ["conversations", "home/.zfunc", "home/.config/fish/completions", "notes"] {
            try folder.write("\(name)/x.md", "hi\n")
        }
        try folder.write("home/.local/share/man/man1/x", "")
        let line = example.hasPrefix("until ") ? "sleep() { exit; }; \(example)" : example
        // Nobody waits for what a process substitution does.
        let process = try ChatMDProcess(
            ["-c", "\(line)\nwait"], executable: "/bin/bash",
            environment: [
                "PATH": folder("bin"), "HOME": folder("home"), "RECORD": folder("record"),
                "EDITOR": "true",
            ],
            folder: folder.path)
        _ = try process.outcome()
        let bytes = folder.bytes("record") ?? []
        return bytes.split(separator: 1).map { list in
            list.split(separator: 0, omittingEmptySubsequences: false).dropLast()
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
