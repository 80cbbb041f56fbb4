import LLMCore
import TestSupport
import Testing

/// `chatmd usage` against a server on loopback.
@Suite struct UsageCommandTests {
    private static let routerKey = "sk-or-v1-0123456789abcdef"
    private static let seekKey = "sk-deepseek-0123456789"

    private func scene(router: Bool = true, deepSeek: Bool = false, credits: Int = 200) throws
        -> Scene
    {
        var scene = try Scene.service { request, connection in
            switch request.path {
            case "/v1/key":
                connection.respond(
                    body: #"{"data":{"label":"\#(Self.routerKey.prefix(14))...def","limit":10,"#
                        + #""limit_remaining":7.5,"limit_reset":"monthly","usage":2.5,"#
                        + #""usage_daily":0.0041,"usage_weekly":1,"usage_monthly":2.5,"#
                        + #""is_free_tier":false,"expires_at":"2027-01-01T00:00:00Z"}}"#)
            case "/v1/credits":
                connection.respond(
                    status: credits,
                    body: credits == 200
                        ? #"{"data":{"total_credits":20,"total_usage":12.7}}"#
                        : #"{"error":{"message":"management keys only"}}"#)
            case "/v1/user/balance":
                connection.respond(
                    body: #"{"is_available":false,"balance_infos":[{"currency":"CNY","#
                        + #""total_balance":"110.00","granted_balance":"10.00"}]}"#)
            default:
                connection.respond(status: 404, body: "{}")
            }
        }
        if router { scene.environment["OPENROUTER_API_KEY"] = Self.routerKey }
        if deepSeek { scene.environment["DEEPSEEK_API_KEY"] = Self.seekKey }
        return scene
    }

    @Test func everyAccountThatHasAKeyIsShown() throws {
        let outcome = try scene(deepSeek: true).run("usage")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(
            outcome.text == """
                DeepSeek
                  left         110.00 CNY, 10.00 CNY of it granted
                               requests are refused at the moment

                OpenRouter
                  left         $7.30 of $20.00
                  spent        $2.50, $0.0041 today, $1.00 this week, $2.50 this month
                  key's limit  $7.50 left of $10.00, monthly
                  key ends     2027-01-01T00:00:00Z

                """)
    }

    @Test func anOrdinaryKeyShowsWhatItMay() throws {
        let scene = try scene(credits: 403)
        let outcome = try scene.run("usage")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(!outcome.text.contains("left   "))
        #expect(outcome.text.contains("$7.50 left of $10.00"))
        #expect(scene.server.requests.map(\.path) == ["/v1/key", "/v1/credits"])
        #expect(scene.server.requests.map(\.method) == ["GET", "GET"])
        #expect(scene.server.requests[0]["authorization"] == "Bearer \(Self.routerKey)")
    }

    @Test func programsGetNumbers() throws {
        let outcome = try scene(deepSeek: true).run("usage", "--format", "json")
        let accounts = try #require(try JSONParser.parse(outcome.output)["accounts"]?.array)
        #expect(accounts.map { $0["provider"]?.string } == ["deepseek", "openrouter"])
        #expect(accounts[0]["is_usable"] == false)
        #expect(accounts[0]["balances"]?[0]?["currency"] == "CNY")
        #expect(accounts[0]["balances"]?[0]?["left"]?.double == 110)
        #expect(accounts[0]["spent_usd"] == nil)
        #expect(accounts[1]["balances"]?[0]?["left"]?.double == 7.3)
        #expect(accounts[1]["key_limit_usd"]?["left"]?.double == 7.5)
        #expect(accounts[1]["spent_usd"]?["today"]?.double == 0.0041)
        #expect(accounts[1]["label"] == nil)
        #expect(!outcome.text.contains("sk-or"))
    }

    @Test func whatOneRefusesIsSaidAndTheOthersAreShown() throws {
        let outcome = try scene(deepSeek: true, credits: 429).run("usage")
        #expect(outcome.ending == .exit(5))
        #expect(outcome.text.hasPrefix("DeepSeek\n"))
        #expect(
            outcome.errors == """
                chatmd: error: management keys only
                  openrouter answered with status 429

                """)
    }

    @Test func oneCanBeChosen() throws {
        let scene = try scene(deepSeek: true)
        let outcome = try scene.run("usage", "--provider", "deepseek")
        #expect(outcome.text.hasPrefix("DeepSeek\n"))
        #expect(scene.server.requests.map(\.path) == ["/v1/user/balance"])
    }

    @Test(arguments: [
        (
            ["--provider", "openai"], 7,
            "OpenAI has no account endpoint\n  these have: deepseek, openrouter"
        ),
        (["--provider", "deepseek"], 4, "no key for DeepSeek: DEEPSEEK_API_KEY is not set"),
        (
            [], 4,
            "no key was found for a provider that tells of accounts\n"
                + "  set DEEPSEEK_API_KEY or OPENROUTER_API_KEY"
        ),
        (["openrouter"], 2, "`usage` takes no words\n  chatmd usage --provider openrouter"),
    ])
    func whatCannotBeAskedIsSaid(_ words: [String], _ status: Int32, _ message: String) throws {
        let scene = try scene(router: false)
        let outcome = try scene.start(["usage"] + words).outcome()
        #expect(outcome.ending == .exit(status))
        #expect(outcome.errors.hasPrefix("chatmd: error: \(message)\n"))
        #expect(scene.server.connectionCount == 0)
    }

    @Test(arguments: [(401, 4), (500, 7)] as [(Int, Int32)])
    func aStatusHasItsExitAndNoErrorTheKey(_ status: Int, _ exit: Int32) throws {
        var scene = try Scene.answering(
            (status, #"{"error":{"message":"No: \#(Self.routerKey)"}}"#))
        scene.environment["OPENROUTER_API_KEY"] = Self.routerKey
        let outcome = try scene.run("usage")
        #expect(outcome.ending == .exit(exit))
        #expect(outcome.text == "")
        #expect(outcome.errors.hasPrefix("chatmd: error: No: [redacted]\n"))
    }

    @Test func aBusyServerIsAskedAgain() throws {
        var scene = try Scene.answering(
            (429, #"{"error":{"message":"busy"}}"#),
            (200, #"{"balance_infos":[{"currency":"USD","total_balance":"-0.2"}]}"#))
        scene.environment["DEEPSEEK_API_KEY"] = Self.seekKey
        let outcome = try scene.run("usage", "--retries", "1")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "DeepSeek\n  left         -$0.2\n")
        #expect(outcome.errors.hasPrefix("chatmd: busy; trying again in "))
    }
}
