import LLMCore
import TestSupport
import Testing

/// What `chatmd doctor` says about the way to servers.
@Suite struct DoctorNetworkTests {
    // MARK: Proxies and certificates

    @Test func withoutAProxyTheSystemDecides() throws {
        let lines = try DoctorScene().run().lines("network")
        #expect(
            lines.prefix(2) == ["note proxy: none", "note certificates: the system's"])
    }

    @Test(arguments: [
        ("https_proxy", "http://user:S3cret@proxy.example:3128", "http://…@proxy.example:3128"),
        ("HTTPS_PROXY", "user:S3cret@proxy.example:3128", "…@proxy.example:3128"),
        ("http_proxy", "S3cret@proxy.example", "…@proxy.example"),
        ("all_proxy", "socks5h://user:S3?cret@proxy.example", "socks5h://…"),
        ("ALL_PROXY", "proxy.example:3128", "proxy.example:3128"),
        ("no_proxy", "example.org,.lan", "example.org,.lan"),
        ("NO_PROXY", "*", "*"),
    ])
    func proxiesAreShownWithoutPasswords(name: String, value: String, shown: String) throws {
        var scene = try DoctorScene()
        scene.scene.environment[name] = value
        let diagnosis = try scene.run()
        #expect(diagnosis.lines("network", of: name) == ["ok \(shown)"])
        #expect(!diagnosis.outcome.text.contains("cret"))
    }

    @Test func capitalsThatHaveNoEffectAreAWarning() throws {
        var scene = try DoctorScene()
        scene.scene.environment["HTTP_PROXY"] = "http://user:S3cret@proxy.example"
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("network", of: "HTTP_PROXY") == [
                "warning has no effect in capitals "
                    + "(set http_proxy, or https_proxy for encrypted requests)"
            ])
        #expect(!diagnosis.outcome.text.contains("S3cret"))
    }

    @Test(arguments: ["CURL_CA_BUNDLE", "SSL_CERT_FILE"])
    func aFileOfCertificatesMustBeThere(name: String) throws {
        var scene = try DoctorScene()
        scene.scene.environment[name] = scene.folder("ca.pem")
        #expect(
            try scene.run().lines("network", of: name) == [
                "error \(scene.folder("ca.pem")) is no file that can be read "
                    + "(name a file of trusted certificates (PEM), or unset \(name))"
            ])
        try scene.write("ca.pem", "")
        #expect(try scene.run().lines("network", of: name) == ["ok \(scene.folder("ca.pem"))"])
    }

    @Test func onlyTheFirstFileOfCertificatesCounts() throws {
        var scene = try DoctorScene()
        try scene.write("ca.pem", "")
        scene.scene.environment["CURL_CA_BUNDLE"] = scene.folder("ca.pem")
        scene.scene.environment["SSL_CERT_FILE"] = "/nowhere"
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("network", of: "SSL_CERT_FILE") == [
                "note has no effect beside CURL_CA_BUNDLE"
            ])
        #expect(diagnosis.json["errors"]?.int == 0)
    }

    // MARK: Addresses

    @Test func addressesOfOnesOwnAreShownWithTheirSource() throws {
        var scene = try DoctorScene(
            config: "[providers.work]\nbase_url = \"https://llm.example.org/v1?key=S3cret\"\n")
        scene.scene.environment["OPENAI_BASE_URL"] = "https://gateway.example/v1"
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("network").dropFirst(2) == [
                "ok openai: https://gateway.example/v1, from OPENAI_BASE_URL",
                "ok ollama: http://127.0.0.1:1/v1, from OLLAMA_HOST",
                "ok llamacpp: \(DoctorScene.nowhere), from config.toml",
                "ok work: https://llm.example.org/v1, from config.toml",
            ])
        #expect(!diagnosis.outcome.text.contains("S3cret"))
    }

    @Test func anAddressThatNothingIsSentToIsAnErrorOfTheConfiguration() throws {
        let diagnosis = try DoctorScene(
            config: "model = \"echo\"\n[providers.work]\nbase_url = \"http://llm.example.org\"\n"
        ).run()
        #expect(
            diagnosis.lines("network", of: "work") == [
                "error llm.example.org would be asked without encryption "
                    + "(use https, or set allow_http = true under [providers.work])"
            ])
        #expect(diagnosis.outcome.ending == .exit(3))
    }

    @Test func aVariableMayBeMeantForAnotherProgram() throws {
        var scene = try DoctorScene(config: "model = \"echo\"\n")
        scene.scene.environment["OLLAMA_HOST"] = "gpu-box"
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("network", of: "ollama").first?.hasPrefix(
                "warning gpu-box:11434 would be asked without encryption (") == true)
        #expect(
            diagnosis.lines("local servers", of: "ollama") == [
                "note is not on this machine, but at gpu-box:11434"
            ])
        #expect(diagnosis.outcome.ending == .exit(0))
    }

    @Test func aKeyWithoutAnAddressIsAWarning() throws {
        var scene = try DoctorScene(config: "model = \"echo\"\n")
        scene.scene.environment["AZURE_OPENAI_API_KEY"] = Scene.key
        let line = try #require(try scene.run().lines("network", of: "azure").first)
        #expect(line.contains("no base URL for Azure OpenAI: AZURE_OPENAI_ENDPOINT is not set"))
    }
}
