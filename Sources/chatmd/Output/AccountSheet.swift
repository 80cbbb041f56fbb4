import LLMCore

/// What a provider tells of an account, for people or as JSON.
enum AccountSheet {
    static func text(_ account: Account, of provider: Provider) -> String {
        var lines: [(label: String, text: String)] = []
        for balance in account.balances {
            var text = money(balance.left, balance.currency)
            if let paidIn = balance.paidIn { text += " of \(money(paidIn, balance.currency))" }
            if let granted = balance.granted, granted > 0 {
                text += ", \(money(granted, balance.currency)) of it granted"
            }
            lines.append(("left", text))
        }
        if account.isUsable == false { lines.append(("", "requests are refused at the moment")) }
        if let spending = account.spending, let text = self.text(spending) {
            lines.append(("spent", text))
        }
        if let limit = account.limit {
            let left = limit.left.map { "\(money($0, "USD")) left of " } ?? ""
            let resets = limit.resets.map { ", \($0)" } ?? ""
            lines.append(("key's limit", left + money(limit.total, "USD") + resets))
        }
        if account.isFreeTier == true { lines.append(("tier", "free")) }
        if let date = account.expires { lines.append(("key ends", date)) }
        if lines.isEmpty { lines.append(("", "nothing is told of this account")) }

        let title = provider.name + (account.label.map { " (\($0))" } ?? "")
        var text = TerminalText.visible(title) + "\n"
        for (label, line) in lines {
            text += "  \(label.padded(to: 13))\(TerminalText.visible(line))\n"
        }
        return text
    }

    private static func text(_ spending: Account.Spending) -> String? {
        let parts = [
            (spending.total, ""), (spending.today, " today"), (spending.thisWeek, " this week"),
            (spending.thisMonth, " this month"),
        ].compactMap { (amount, when) in amount.map { money($0, "USD") + when } }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// `$12.35`, `-$0.20`, `88.00 CNY`
    private static func money(_ amount: Double, _ currency: String) -> String {
        let sign = amount < 0 ? "-" : ""
        let dollars = Dollars.text(ofCost: amount.magnitude)
        return currency == "USD"
            ? sign + dollars : "\(sign)\(dollars.dropFirst()) \(currency)"
    }

    /// Members that are not told are left out.
    static func json(_ account: Account, of provider: Provider) -> JSONValue {
        var json = JSONObject([("provider", .string(provider.id))])
        json["label"] = account.label.map { .string($0) }
        json["is_usable"] = account.isUsable.map { .bool($0) }
        json["is_free_tier"] = account.isFreeTier.map { .bool($0) }
        json["balances"] = .array(account.balances.map(self.json))
        json["key_limit_usd"] = account.limit.map { limit in
            var json = numbers([("total", limit.total), ("left", limit.left)])
            json["resets"] = limit.resets.map { .string($0) }
            return .object(json)
        }
        json["spent_usd"] = account.spending.map { spending in
            .object(
                numbers([
                    ("total", spending.total), ("today", spending.today),
                    ("this_week", spending.thisWeek), ("this_month", spending.thisMonth),
                ]))
        }
        json["key_ends"] = account.expires.map { .string($0) }
        return .object(json)
    }

    private static func json(_ balance: Account.Balance) -> JSONValue {
        var json = JSONObject([("currency", .string(balance.currency))])
        for member in numbers([
            ("left", balance.left), ("granted", balance.granted), ("paid_in", balance.paidIn),
            ("spent", balance.spent),
        ]).members {
            json.append(member.key, member.value)
        }
        return .object(json)
    }

    private static func numbers(_ pairs: [(String, Double?)]) -> JSONObject {
        var json = JSONObject()
        for (key, number) in pairs {
            if let number { json.append(key, JSONValue(number)) }
        }
        return json
    }
}
