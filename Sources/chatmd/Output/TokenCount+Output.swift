import LLMCore

// A count for people, and for programs.

extension TokenCount {
    var text: String {
        var table = TextTable([
            ("LINE", .right), ("ROLE", .left), ("TOKENS", .right), ("BEGINS WITH", .left),
        ])
        for row in rows {
            table.append([
                row.line.map(String.init) ?? "", row.message.role.rawValue, row.tokens.grouped,
                row.message.beginning(atMost: 48),
            ])
        }
        if estimateOfTools > 0 {
            let names = settings?.tools.map(\.definition.tool.name) ?? []
            table.append(
                ["", "tools", estimateOfTools.grouped, names.joined(separator: ", ")])
        }
        table.append(["", "all", estimate.grouped, ""])
        var text = table.text + "\n"
        for (label, line) in facts {
            text += "  \(label.padded(to: 9))\(TerminalText.visible(line))\n"
        }
        return text
    }

    private var facts: [(label: String, line: String)] {
        guard let settings else {
            return [
                ("model", "none is named, and no key tells which is meant"), ("counted", accuracy),
            ]
        }
        var facts = [("model", "\(settings.provider.id)/\(settings.model)")]
        if let exact {
            facts.append(("tokens", "\(exact.grouped), counted by \(settings.provider.name)"))
        }
        let share = room.map { "\(Self.percent(tokens, of: $0)) of \($0.grouped)" }
        facts.append(("context", share ?? "of a size that is not known"))
        let price = cost.map { $0 == 0 ? "nothing" : "\(Dollars.text(ofCost: $0)) to send" }
        facts.append(("cost", price ?? "not known"))
        if exact == nil { facts.append(("counted", accuracy)) }
        return facts
    }

    private var accuracy: String {
        var text = "by an estimate, ± \(tokenizer.errorPercent) % for nine texts of ten"
        if let provider = settings?.provider, provider.tokenCounter != nil {
            text += "; --exact asks \(provider.name)"
        }
        return text
    }

    /// `0.3 %`; below that there is no use in digits.
    private static func percent(_ part: Int, of whole: Int) -> String {
        let thousandths = (part * 1000 + whole / 2) / max(whole, 1)
        if thousandths == 0 { return part == 0 ? "0 %" : "less than 0.1 %" }
        return thousandths >= 100
            ? "\((thousandths + 5) / 10) %" : "\(thousandths / 10).\(thousandths % 10) %"
    }

    /// Members that are not known are left out.
    var json: JSONValue {
        var json = JSONObject()
        json["path"] = path.map { .string($0) }
        json["provider"] = settings.map { .string($0.provider.id) }
        json["model"] = settings.map { .string($0.model) }
        json["tokens"] = JSONValue(tokens)
        json["exact"] = .bool(exact != nil)
        if exact == nil { json["error_percent"] = JSONValue(tokenizer.errorPercent) }
        json["context_window"] = room.map { JSONValue($0) }
        json["context_share"] = room.map { JSONValue(Double(tokens) / Double(max($0, 1))) }
        json["cost_usd"] = cost.map { JSONValue($0) }
        json["messages"] = .array(rows.map(\.json))
        return .object(json)
    }
}

extension TokenCount.Row {
    /// Its tokens are always an estimate: providers count whole requests.
    fileprivate var json: JSONValue {
        var json = JSONObject([("role", .string(message.role.rawValue))])
        json["line"] = line.map { JSONValue($0) }
        json["tokens"] = JSONValue(tokens)
        json["beginning"] = .string(message.beginning(atMost: 80))
        return .object(json)
    }
}

extension Message {
    /// The first words in one line.
    fileprivate func beginning(atMost length: Int) -> String {
        var line = ""
        for word in text.unicodeScalars.prefix(length * 4).split(whereSeparator: \.isSpace) {
            line += (line.isEmpty ? "" : " ") + String(word)
            if line.count > length { break }
        }
        return line.count > length ? line.prefix(length - 1) + "…" : line
    }
}

extension Unicode.Scalar {
    fileprivate var isSpace: Bool { self == " " || self == "\t" || self == "\n" || self == "\r" }
}
