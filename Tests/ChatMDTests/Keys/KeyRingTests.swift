import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct KeyRingTests {
    private let folder: TemporaryFolder
    private let xai = BuiltInProviders.xAI

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("home/.config/chatmd/config.toml", "")
        try folder.write("work/.git/HEAD", "")
    }

    // MARK: The order

    @Test func theEnvironmentGoesFirst() throws {
        try folder.write("home/.config/chatmd/.env", "XAI_API_KEY=own")
        let keys = ring(["XAI_API_KEY": "env"], command: "echo command")
        #expect(try keys.key(for: xai) == Secret("env"))
        #expect(keys.source(for: xai)?.description == "XAI_API_KEY in the environment")
    }

    @Test func theCommandGoesBeforeFiles() throws {
        try folder.write("home/.config/chatmd/.env", "XAI_API_KEY=own")
        let keys = ring(command: "echo command")
        #expect(try keys.key(for: xai) == nil)
        #expect(try keys.key(for: xai, loop: EventLoop()) == Secret("command"))
        #expect(keys.source(for: xai)?.description == "api_key_cmd (/bin/sh)")
    }

    @Test func theOwnFileGoesBeforeTheWorkTrees() throws {
        try makeRepository()
        try folder.write("work/.env", "XAI_API_KEY=tree")
        #expect(try ring().key(for: xai) == Secret("tree"))
        try folder.write("home/.config/chatmd/.env", "XAI_API_KEY=own")
        let keys = ring()
        #expect(try keys.key(for: xai) == Secret("own"))
        let path = folder("home/.config/chatmd/.env")
        #expect(keys.source(for: xai) == .file(path: path, variable: "XAI_API_KEY"))
    }

    @Test func onlyTheVariablesOfProvidersAreTaken() throws {
        try folder.write("home/.config/chatmd/.env", "OPENAI_BASE_URL=http://evil.example")
        let provider = BuiltInProviders.openAI.withBaseURL(from: ring().environment)
        #expect(provider.baseURL == BuiltInProviders.openAI.baseURL)
    }

    // MARK: The work tree's file

    @Test func aTrackedFileIsNotRead() throws {
        try makeRepository()
        try folder.write("work/.env", "XAI_API_KEY=tree")
        try git("add", ".env")
        try expectRefusal("git tracks it")
    }

    @Test func aFileOfAnotherUserIsNotRead() throws {
        try makeRepository()
        let path = try folder.write("work/.env", "XAI_API_KEY=tree")
        // Only root may give files away.
        guard chown(path, 12345, gid_t.max) == 0 else { return }
        try expectRefusal("it belongs to another user")
    }

    @Test func whatGitCannotJudgeIsNotRead() throws {
        try folder.write("work/.env", "XAI_API_KEY=tree")
        try expectRefusal("git cannot say")
    }

    @Test func aPipeIsNotWaitedFor() throws {
        try makeRepository()
        mkfifo(folder("work/.env"), 0o600)
        let error = #expect(throws: LLMError.self) { try ring().key(for: xai) }
        #expect(error?.hint?.hasPrefix("\(folder("work/.env")) cannot be read") == true)
    }

    private func expectRefusal(_ reason: String) throws {
        let keys = ring()
        #expect(!keys.hasKey(xai))
        let error = #expect(throws: LLMError.self) { try keys.key(for: xai) }
        let hint = try #require(error?.hint)
        #expect(hint.contains(reason))
        #expect(hint.contains("holds XAI_API_KEY"))
        #expect(!hint.contains("tree; "))
        #expect(!"\(try #require(error))".contains("XAI_API_KEY=tree"))
    }

    // MARK: Commands

    @Test(arguments: [
        ("exit 3", "`/bin/sh` ended with status 3"), ("kill -9 $$", "was ended by signal 9"),
        ("true", "the key is empty"), ("printf 'a\\nb\\n'", "holds a control character"),
        ("head -c 100000 /dev/zero", "did not print a key"),
        ("printf '\\377'", "did not print a key"),
        ("echo \"sk-on-stderr\" >&2; exit 1", "ended with status 1"),
    ])
    func aCommandThatGivesNoKeySaysSoWithoutItsOutput(script: String, message: String) {
        let keys = ring(command: script)
        let error = #expect(throws: LLMError.self) { try keys.key(for: xai, loop: EventLoop()) }
        #expect(error?.code == .authentication)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.hint?.contains("[providers.xai]") == true)
        #expect(error.map { "\($0)" }?.contains("sk-on-stderr") == false)
    }

    @Test func aMissingProgramIsNamed() {
        let keys = KeyRing(
            environment(), commands: ["xai": KeyCommand(words: ["no-such-program-x"])])
        let error = #expect(throws: LLMError.self) { try keys.key(for: xai, loop: EventLoop()) }
        #expect(error?.message.contains("there is no program `no-such-program-x`") == true)
    }

    @Test func aCommandGetsNoKeysButWhatItsEntryLists() throws {
        let script = "env | cut -d= -f1 | sort | tr '\\n' ,"
        let keys = KeyRing(
            environment(["OPENAI_API_KEY": "sk", "BUS": "b", "LANG": "C"]),
            commands: [
                "xai": KeyCommand(words: ["/bin/sh", "-c", script], variables: ["BUS", "NONE"])
            ])
        let seen = try #require(try keys.key(for: xai, loop: EventLoop()))
        #expect(try seen == Secret("BUS,HOME,LANG,PATH,PWD,"))
    }

    @Test func aCancelEndsACommand() throws {
        let keys = ring(command: "sleep 1000")
        let loop = EventLoop()
        let pipe = try Pipe()
        loop.watch(pipe.readEnd) { loop.cancel() }
        pipe.writeByte()
        let error = #expect(throws: LLMError.self) { try keys.key(for: xai, loop: loop) }
        #expect(error?.code == .cancelled)
    }

    // MARK: Helpers

    private func environment(_ more: [String: String] = [:]) -> Environment {
        let variables = ["HOME": folder("home"), "PATH": "/usr/bin:/bin"]
            .merging(more) { $1 }
        return Environment { variables[$0] }
    }

    private func ring(_ more: [String: String] = [:], command: String? = nil) -> KeyRing {
        KeyRing(
            environment(more),
            commands: command.map { ["xai": KeyCommand(words: ["/bin/sh", "-c", $0])] } ?? [:],
            workTree: folder("work"))
    }

    private func makeRepository() throws {
        unlink(folder("work/.git/HEAD"))
        rmdir(folder("work/.git"))
        try git("init", "-q")
    }

    private func git(_ arguments: String...) throws {
        let call = ChildProcess.Call(
            program: "/usr/bin/env", arguments: ["env", "git", "-C", folder("work")] + arguments,
            environment: ["PATH=/usr/bin:/bin", "HOME=\(folder("home"))"], milliseconds: 600_000)
        try #require(try ChildProcess.run(call).ending == .exit(0))
    }
}
