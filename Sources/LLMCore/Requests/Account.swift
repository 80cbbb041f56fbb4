/// What a provider tells about the account behind a key; what it does not tell is nil.
public struct Account: Hashable, Sendable {
    /// Money that is left to spend, in one currency.
    public struct Balance: Hashable, Sendable {
        /// ISO 4217: `USD`, `CNY`.
        public var currency: String
        public var left: Double
        /// How much of it was a gift.
        public var granted: Double?
        /// How much was ever paid in, and spent, where the provider counts that.
        public var paidIn: Double?
        public var spent: Double?
    }

    /// What the key itself may spend, in US dollars.
    public struct Limit: Hashable, Sendable {
        public var total: Double
        public var left: Double?
        /// When it is filled up again: `daily`, `weekly`, `monthly`; nil for never.
        public var resets: String?
    }

    /// What was spent with the key, in US dollars.
    public struct Spending: Hashable, Sendable {
        public var total: Double?
        public var today: Double?
        public var thisWeek: Double?
        public var thisMonth: Double?
    }

    /// The key's name.
    public var label: String?
    /// Whether requests are answered at all; nil where that has to be tried.
    public var isUsable: Bool?
    public var isFreeTier: Bool?
    public var balances: [Balance] = []
    /// nil where the key may spend what the account has.
    public var limit: Limit?
    public var spending: Spending?
    /// When the key ends, as the provider writes it.
    public var expires: String?
}

// MARK: - From JSON

extension Account {
    /// OpenRouter's `GET /key`.
    init(openRouterKey answer: JSONValue) throws(LLMError) {
        guard let data = answer["data"], data.object != nil else { throw Self.unreadable(answer) }
        label = data["label"]?.string
        isFreeTier = data["is_free_tier"]?.bool
        expires = data["expires_at"]?.string
        limit = data["limit"]?.double.map { total in
            Limit(
                total: total, left: data["limit_remaining"]?.double,
                resets: data["limit_reset"]?.string)
        }
        spending = Spending(
            total: data["usage"]?.double, today: data["usage_daily"]?.double,
            thisWeek: data["usage_weekly"]?.double, thisMonth: data["usage_monthly"]?.double)
    }

    /// OpenRouter's `GET /credits`; credits are US dollars.
    mutating func add(openRouterCredits answer: JSONValue) {
        guard let data = answer["data"], let total = data["total_credits"]?.double,
            let used = data["total_usage"]?.double
        else { return }
        balances.append(
            Balance(
                currency: "USD", left: ((total - used) * 1e6).rounded() / 1e6, paidIn: total,
                spent: used))
    }

    /// DeepSeek's `GET /user/balance`, whose amounts are strings.
    init(deepSeekBalance answer: JSONValue) throws(LLMError) {
        guard let rows = answer["balance_infos"]?.array else { throw Self.unreadable(answer) }
        isUsable = answer["is_available"]?.bool
        for row in rows {
            guard let left = row["total_balance"]?.amount else { continue }
            balances.append(
                Balance(
                    currency: row["currency"]?.string ?? "", left: left,
                    granted: row["granted_balance"]?.amount))
        }
    }

    private static func unreadable(_ answer: JSONValue) -> LLMError {
        let excerpt = String(excerptOf: JSONWriter.bytes(of: answer))
        return LLMError(.protocol, "the answer is JSON, but tells of no account: `\(excerpt)`")
    }
}

extension JSONValue {
    /// A number, be it written as a string.
    var amount: Double? {
        guard let value = double ?? string.flatMap(Double.init), value.isFinite else { return nil }
        return value
    }
}
