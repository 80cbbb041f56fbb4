import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `chatmd doctor` says about files of settings and keys.
@Suite struct DoctorFilesTests {
    private func path(_ scene: DoctorScene, _ name: String = "config.toml") -> String {
        scene.folder("home/.config/chatmd/\(name)")
    }

    // MARK: config.toml

    @Test func filesThatAreNotThereAreNamed() throws {
        let scene = try DoctorScene()
        unlink(path(scene))
        #expect(
            try scene.run().lines("configuration") == [
                "note config.toml: \(path(scene)) is not there (`chatmd config edit` makes it)",
                "note .env: \(path(scene, ".env")) is not there",
                "note .chatmd.toml: none in this folder",
            ])
    }

    @Test func withoutAHomeThereIsNoPlaceForThem() throws {
        var scene = try DoctorScene()
        scene.scene.environment["HOME"] = nil
        scene.scene.environment["XDG_CONFIG_HOME"] = nil
        #expect(
            try scene.run().lines("configuration").first
                == "warning config.toml: there is no place for a configuration "
                + "(set HOME, or XDG_CONFIG_HOME to an absolute path)")
    }

    @Test func warningsPointIntoTheFile() throws {
        let scene = try DoctorScene(config: "\nmodle = \"grok-3\"\n")
        let lines = try scene.run().lines("configuration", of: "config.toml")
        #expect(
            lines == [
                "ok \(path(scene))",
                "warning \(path(scene)):2:1: unknown key `modle` (did you mean `model`?)",
            ])
    }

    @Test func aLogThatIsKeptIsNamed() throws {
        let scene = try DoctorScene(config: "[log]\nfile = \"~/log\"\n")
        #expect(
            try scene.run().lines("configuration", of: "log") == [
                "note requests are logged in ~/log, level info"
            ])
    }

    @Test func aFileThatCannotBeReadIsAnError() throws {
        let scene = try DoctorScene()
        unlink(path(scene))
        mkdir(path(scene), 0o755)
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("configuration")[0].hasPrefix("error config.toml: \(path(scene)): "))
        #expect(diagnosis.outcome.ending == .exit(1))
    }

    // MARK: Who else may read it

    @Test(arguments: [
        "[providers.xai]\nheaders = { Authorization = \"Bearer S3cret\" }\n",
        "[providers.xai]\nbase_url = \"https://llm.example.org/v1?key=S3cret\"\n",
        "[providers.xai]\napi_key = \"S3cret\"\n",
    ])
    func aConfigurationWithASecretIsForItsOwnerAlone(config: String) throws {
        let scene = try DoctorScene(config: config)
        let warning =
            "warning \(path(scene)) holds keys, and other users can read it (mode 644) "
            + "(`chmod 600 \(path(scene))`)"
        #expect(try !scene.run().wrong.contains { $0.contains("chmod") })
        chmod(path(scene), 0o644)
        let diagnosis = try scene.run()
        #expect(diagnosis.lines("configuration", of: "config.toml").last == warning)
        #expect(!diagnosis.outcome.text.contains("S3cret"))
    }

    @Test func aConfigurationWithoutASecretMayBeReadByAll() throws {
        let scene = try DoctorScene(
            config: "[providers.work]\nbase_url = \"https://llm.example.org/v1\"\n"
                + "api_key_env = \"WORK_KEY\"\nheaders = { \"X-Team\" = \"docs\" }\n")
        chmod(path(scene), 0o644)
        #expect(
            try scene.run().lines("configuration", of: "config.toml") == ["ok \(path(scene))"])
    }

    @Test func whatOthersMayChangeIsAWarning() throws {
        let scene = try DoctorScene()
        chmod(path(scene), 0o660)
        #expect(
            try scene.run().lines("configuration", of: "config.toml").last
                == "warning \(path(scene)) can be changed by other users (mode 660) "
                + "(`chmod go-w \(path(scene))`)")
    }

    // MARK: .env

    @Test func theVariablesOfADotEnvAreNamed() throws {
        let scene = try DoctorScene()
        try scene.write(
            "home/.config/chatmd/.env", "XAI_API_KEY=\(Scene.key)\nGOOGLE_API_KEY=x\nOTHER=y\n")
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("configuration", of: ".env") == [
                "ok \(path(scene, ".env")): GOOGLE_API_KEY, XAI_API_KEY"
            ])
        scene.scene.expectNoKey(in: diagnosis.outcome)
        chmod(path(scene, ".env"), 0o640)
        #expect(
            try scene.run().lines("configuration", of: ".env").last
                == "warning \(path(scene, ".env")) holds keys, and other users can read it "
                + "(mode 640) (`chmod 600 \(path(scene, ".env"))`)")
    }

    @Test func aDotEnvWithoutAKeyIsNoted() throws {
        let scene = try DoctorScene()
        try scene.write("home/.config/chatmd/.env", "XAI_KEY=\(Scene.key)\n")
        #expect(
            try scene.run().lines("configuration", of: ".env") == [
                "note \(path(scene, ".env")) holds no key of a provider"
            ])
    }

    @Test func aDotEnvThatIsNoFileIsAWarning() throws {
        let scene = try DoctorScene()
        mkdir(path(scene, ".env"), 0o755)
        #expect(
            try scene.run().lines("configuration", of: ".env").first?.hasPrefix(
                "warning \(path(scene, ".env")) cannot be read (") == true)
    }

    /// git says that the file is its own where it ends with status 0.
    @Test(arguments: [(1, true), (0, false)])
    func aDotEnvThatCameWithTheRepositoryIsRefused(status: Int, isRead: Bool) throws {
        let scene = try DoctorScene()
        try scene.write(program: "git", "exit \(status)")
        try scene.write("repo/.git/HEAD", "")
        try scene.write("repo/.env", "XAI_API_KEY=\(Scene.key)\n")
        let file = scene.folder("repo/.env")
        let diagnosis = try scene.run(in: "repo")
        let own = path(scene, ".env")
        let reason = "is not read: git tracks it, so it may have come with the repository"
        #expect(
            diagnosis.lines("configuration", of: ".env").last
                == (isRead
                    ? "ok \(file): XAI_API_KEY"
                    : "warning \(file) holds XAI_API_KEY, but \(reason) "
                        + "(move XAI_API_KEY to \(own))"))
        #expect(
            diagnosis.lines("keys", of: "xai")
                == (isRead
                    ? ["ok XAI_API_KEY in \(file)"]
                    : [
                        "note XAI_API_KEY is not set "
                            + "(\(file) holds XAI_API_KEY, but \(reason); move it to \(own))"
                    ]))
        #expect(!diagnosis.outcome.text.contains(Scene.key))
    }

    // MARK: .chatmd.toml

    @Test func projectFilesAreToldOneByOne() throws {
        let scene = try DoctorScene()
        try scene.write("repo/.git/HEAD", "")
        try scene.write(
            "repo/.chatmd.toml", "[providers.xai]\nbase_url = \"https://evil.example\"\n")
        let diagnosis = try scene.run(in: "repo")
        let file = scene.folder("repo/.chatmd.toml")
        let lines = diagnosis.lines("configuration", of: ".chatmd.toml")
        #expect(lines[0] == "ok \(file)")
        #expect(lines[1].hasPrefix("warning \(file):1:2: `providers` counts only in your own"))
        #expect(diagnosis.outcome.ending == .exit(0))
    }

    @Test func aBrokenProjectFileDoesNotHideTheOthers() throws {
        let scene = try DoctorScene()
        try scene.write("repo/.git/HEAD", "")
        try scene.write("repo/.chatmd.toml", "temperature = 9\n")
        try scene.write("repo/docs/.chatmd.toml", "model = \"grok-3\"\n")
        let diagnosis = try scene.run(in: "repo/docs")
        #expect(
            diagnosis.lines("configuration", of: ".chatmd.toml") == [
                "ok \(scene.folder("repo/docs/.chatmd.toml"))",
                "error \(scene.folder("repo/.chatmd.toml")):1:15: "
                    + "`temperature` must be between 0 and 2, not 9.0",
            ])
        #expect(diagnosis.outcome.ending == .exit(3))
    }

    @Test func aWorkTreeWithoutProjectFilesIsNamed() throws {
        let scene = try DoctorScene()
        try scene.write("repo/.git/HEAD", "")
        #expect(
            try scene.run(in: "repo").lines("configuration", of: ".chatmd.toml") == [
                "note none from \(scene.folder("repo")) down to here"
            ])
    }
}
