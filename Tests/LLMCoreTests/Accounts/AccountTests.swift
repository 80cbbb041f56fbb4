import Testing

@testable import LLMCore

@Suite struct AccountTests {
    private let key = try! Secret("sk-or-v1-0123456789abcdef0123")

    private func answer(_ status: Int, _ json: String) -> ScriptedTransport.Answer {
        .response(status, json, headers: ["Content-Type": "application/json"])
    }

    private func account(_ id: String, _ transport: ScriptedTransport) throws -> Account {
        let provider = try #require(BuiltInProviders.all.first { $0.id == id })
        return try LLMClient(transport: transport, retryPolicy: .never)
            .account(at: provider, key: key)
    }

    private static let openRouterKey = """
        {"data":{"label":"laptop","limit":10,"limit_remaining":7.5,"limit_reset":"monthly",\
        "usage":25.5,"usage_daily":0.25,"usage_weekly":1,"usage_monthly":2.5,"is_free_tier":false,\
        "expires_at":"2027-01-01T00:00:00Z"}}
        """

    @Test func anOrdinaryKeyTellsOfItselfOnly() throws {
        let transport = ScriptedTransport(
            answer(200, Self.openRouterKey),
            answer(403, #"{"error":{"message":"Only management keys","code":403}}"#))
        let account = try account("openrouter", transport)
        #expect(account.label == "laptop")
        #expect(account.balances.isEmpty)
        #expect(account.limit == Account.Limit(total: 10, left: 7.5, resets: "monthly"))
        #expect(
            account.spending
                == Account.Spending(total: 25.5, today: 0.25, thisWeek: 1, thisMonth: 2.5))
        #expect(account.isFreeTier == false)
        #expect(account.expires == "2027-01-01T00:00:00Z")
        #expect(
            transport.requests.map(\.url.description) == [
                "https://openrouter.ai/api/v1/key", "https://openrouter.ai/api/v1/credits",
            ])
    }

    @Test func aManagementKeyTellsOfTheCredits() throws {
        let transport = ScriptedTransport(
            answer(200, #"{"data":{"label":"x","limit":null,"usage":0}}"#),
            answer(200, #"{"data":{"total_credits":20,"total_usage":12.7}}"#))
        let account = try account("openrouter", transport)
        #expect(
            account.balances == [
                Account.Balance(currency: "USD", left: 7.3, paidIn: 20, spent: 12.7)
            ])
        #expect(account.limit == nil)
    }

    @Test func anotherErrorOfTheCreditsIsNotPassedOver() throws {
        let transport = ScriptedTransport(
            answer(200, Self.openRouterKey), answer(500, #"{"error":{"message":"oops"}}"#))
        let error = #expect(throws: LLMError.self) { try account("openrouter", transport) }
        #expect(error?.code == .server)
    }

    @Test func theBeginningOfTheKeyIsNoLabel() throws {
        let transport = ScriptedTransport(
            answer(200, #"{"data":{"label":"sk-or-v1-0123456789...123","usage":0}}"#),
            answer(403, "{}"))
        #expect(try account("openrouter", transport).label == nil)
    }

    @Test func deepSeekTellsABalanceInEachCurrency() throws {
        let transport = ScriptedTransport(
            answer(
                200,
                #"{"is_available":false,"balance_infos":[{"currency":"CNY","total_balance":"110.00","#
                    + #""granted_balance":"10.00","topped_up_balance":"100.00"},"#
                    + #"{"currency":"USD","total_balance":"0.5"},{"currency":"EUR"}]}"#))
        let account = try account("deepseek", transport)
        #expect(account.isUsable == false)
        #expect(
            account.balances == [
                Account.Balance(currency: "CNY", left: 110, granted: 10),
                Account.Balance(currency: "USD", left: 0.5),
            ])
        #expect(
            transport.requests.map(\.url.description) == [
                "https://api.deepseek.com/user/balance"
            ])
    }

    @Test(arguments: ["openrouter", "deepseek"])
    func otherJSONIsNoAccount(_ id: String) throws {
        let error = #expect(throws: LLMError.self) {
            try account(id, ScriptedTransport(answer(200, #"{"ok":true}"#)))
        }
        #expect(error?.code == .protocol)
        #expect(error?.message.hasPrefix("the answer is JSON, but tells of no account") == true)
        #expect(error?.provider == id)
    }

    @Test func mostProvidersHaveNoSuchEndpoint() throws {
        let error = #expect(throws: LLMError.self) { try account("openai", ScriptedTransport()) }
        #expect(error?.code == .unsupported)
        #expect(error?.hint == "these have: deepseek, openrouter")
    }
}
