import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `scripts/version`: one version, in three files.
@Suite struct VersionScriptTests {
    private static let source = "Sources/chatmd/CommandLine/Version.swift"
    private static let plugin = "lua/chatmd/init.lua"

    /// A checkout of nothing but what the script looks at.
    private let checkout: TemporaryFolder

    init() throws {
        checkout = try TemporaryFolder()
        for file in [Self.source, Self.plugin, "scripts/version"] {
            try checkout.write(file, try #require(wholeFile("\(repository)/\(file)")))
        }
        chmod(checkout("scripts/version"), 0o755)
        try checkout.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- One thing.\n")
    }

    private func run(
        _ arguments: String..., in folder: String? = nil
    ) throws -> ChatMDProcess.Outcome {
        let folder = folder ?? checkout.path
        return try ChatMDProcess(
            arguments, executable: folder + "/scripts/version",
            environment: ["PATH": "/usr/bin:/bin"], folder: folder
        ).outcome()
    }

    @Test func theSameVersionStandsEverywhere() throws {
        let outcome = try run("--check", in: repository)
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    }

    @Test func theVersionThatIsPrintedIsThatOfTheProgram() throws {
        #expect(try run(in: repository).text == Version.current + "\n")
    }

    @Test func aNewVersionIsWrittenEverywhere() throws {
        #expect(try run("1.20.3").ending == .exit(0))
        #expect(checkout.text(Self.source)?.contains("let current = \"1.20.3\"\n") == true)
        #expect(checkout.text(Self.plugin)?.contains("\nM.version = \"1.20.3\"\n") == true)
        #expect(try run().text == "1.20.3\n")
    }

    @Test func whatIsUnreleasedBecomesTheRelease() throws {
        _ = try run("1.2.3")
        // Where it is already, it does not become so again.
        _ = try run("1.2.3")
        let lines = try #require(checkout.text("CHANGELOG.md")).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1] == "## Unreleased")
        #expect(lines[2].hasPrefix("## 1.2.3 - 20"))
        #expect(lines[3] == "- One thing.")
    }

    @Test func theManualBearsTheDayOfTheRelease() throws {
        try checkout.write(
            Self.source,
            "    static let current = \"0.0.1\"\n    static let date = \"2001-02-03\"\n")
        _ = try run("1.2.3")
        let lines = try #require(checkout.text("CHANGELOG.md")).split(separator: "\n")
        let day = lines[2].suffix(10)
        #expect(checkout.text(Self.source)?.contains("let date = \"\(day)\"\n") == true)
    }

    @Test(arguments: ["1.2", "v1.2.3", "1.2.3-rc1", "--chekc"])
    func whatIsNoVersionChangesNothing(word: String) throws {
        let before = checkout.text(Self.source)
        #expect(try run(word).ending == .exit(2))
        #expect(checkout.text(Self.source) == before)
    }

    @Test(arguments: [
        (plugin, "M.version = \"9.9.9\"\n"),
        ("CHANGELOG.md", "## Unreleased\n\n## 9.9.9 - 2026-01-02\n\n## 0.0.1 - 2026-01-01\n"),
    ])
    func anotherVersionIsTold(file: String, text: String) throws {
        try checkout.write(file, text)
        let outcome = try run("--check")
        #expect(outcome.ending == .exit(1))
        #expect(
            outcome.errors == """
                \(file) says 9.9.9, \(Self.source) \(Version.current). \
                Run: scripts/version \(Version.current)

                """)
    }
}

/// The root of this checkout.
let repository: String = {
    let tests = Snapshot.testsFolder
    return String(tests[..<tests.lastIndex(of: "/")!])
}()
