import TestSupport
import Testing

@testable import LLMCore
@testable import chatmd

@Suite struct ProgramChecksTests {
    // MARK: Versions

    @Test(arguments: [
        ("NVIM v0.7.2", "0.7.2"), ("NVIM v0.12.0-dev-1577+g74de6ba5e", "0.12.0"),
        ("chatmd 0.1.0\n", "0.1.0"), ("10.20.30.40", "10.20.30"), ("a.b 1.2 v3.4.5", "3.4.5"),
    ])
    func aVersionIsFoundInText(text: String, version: String) {
        #expect(VersionNumber(in: text)?.description == version)
    }

    @Test(arguments: ["", "NVIM", "1.2", "v1", "...", "1..2"])
    func otherTextHoldsNone(text: String) {
        #expect(VersionNumber(in: text) == nil)
    }

    @Test func versionsAreComparedByNumber() throws {
        let versions = try ["0.7.2", "0.10.0", "1.0.0"].map { try #require(VersionNumber(in: $0)) }
        #expect(versions == versions.shuffled().sorted())
    }

    // MARK: Libraries

    @Test func whatLibcurlCanDoIsListed() {
        let finding = ProgramChecks.finding(
            about: CurlVersion(
                number: "8.9.1", tls: "OpenSSL/3.5", hasHTTP2: true, encodings: ["gzip", "br"]))
        #expect(
            finding == Finding(.ok, "libcurl", "8.9.1, OpenSSL/3.5, HTTP/1.1, HTTP/2, gzip, br"))
    }

    @Test func aLibcurlWithoutEncryptionIsAnError() {
        let finding = ProgramChecks.finding(
            about: CurlVersion(number: "8.9.1", tls: nil, hasHTTP2: false, encodings: []))
        #expect(finding.status == .error)
        #expect(finding.message == "8.9.1 cannot encrypt")
    }

    // MARK: The plugin

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func plugin(_ lua: String) throws -> PluginFiles? {
        try folder.write("lua/chatmd/init.lua", lua)
        return PluginFiles(besideProgram: folder("bin/chatmd"))
    }

    @Test(arguments: ["chatmd", "bin/chatmd", ".build/release/chatmd", ".build/t/release/chatmd"])
    func thePluginIsFoundBesideTheProgram(program: String) throws {
        try folder.write("lua/chatmd/init.lua", "M.version = \"1.2.3\"\n")
        let plugin = try #require(PluginFiles(besideProgram: folder(program)))
        #expect(plugin.folder == folder.path)
        #expect(plugin.version == "1.2.3")
    }

    @Test func thePluginIsFoundWhereItIsInstalledWithTheProgram() throws {
        let place = "share/nvim/site/pack/dist/start/chatmd"
        try folder.write("\(place)/lua/chatmd/init.lua", "M.version = \"1.2.3\"\n")
        let plugin = try #require(PluginFiles(besideProgram: folder("bin/chatmd")))
        #expect(plugin == PluginFiles(besideProgram: folder("\(place)/bin/chatmd")))
        #expect(plugin.folder == folder(place))
    }

    @Test func aFolderFurtherUpIsAnothers() throws {
        try folder.write("lua/chatmd/init.lua", "M.version = \"1.2.3\"\n")
        #expect(PluginFiles(besideProgram: folder("a/b/c/d/chatmd")) == nil)
        #expect(PluginFiles(besideProgram: "/chatmd") == nil)
    }

    @Test func aPluginThatFitsIsOk() throws {
        let plugin = try #require(try plugin("local M = {}\nM.version = \"\(Version.current)\"\n"))
        let finding = ProgramChecks.finding(about: plugin)
        #expect(finding == Finding(.ok, "plugin", "\(Version.current), \(folder.path)"))
    }

    @Test(arguments: [
        ("M.version = \"9.9.9\"", "9.9.9"), ("M.ver = \"0.1.0\"", "of unknown version"),
    ])
    func aPluginThatDoesNotFitIsAWarning(lua: String, version: String) throws {
        let finding = ProgramChecks.finding(about: try #require(try plugin(lua)))
        #expect(finding.status == .warning)
        #expect(
            finding.message == "\(version), \(folder.path), does not fit chatmd \(Version.current)")
    }
}
