import LLMCore

/// What is not the same in two requests, in words.
///
/// Where the first one says `[redacted]`, the other may say anything. Headers that carry keys do not
/// count, nor who asks.
struct RequestDifferences {
    private var all: [String] = []
    private static let maximumShown = 3

    init(from recorded: RedactedRequest, to asked: RedactedRequest) {
        compare(.string(recorded.method), .string(asked.method), "the method")
        compare(.string(recorded.url), .string(asked.url), "the URL")
        compareHeaders(recorded.headers, asked.headers)
        compare(recorded.body, asked.body, "")
    }

    /// nil where nothing differs.
    var text: String? {
        if all.isEmpty { return nil }
        let more = all.count - Self.maximumShown
        let text = all.prefix(Self.maximumShown).joined(separator: "; ")
        return more > 0 ? "\(text); and \(more) more" : text
    }

    private mutating func compareHeaders(_ recorded: JSONObject, _ asked: JSONObject) {
        func compared(_ headers: JSONObject) -> [(String, JSONValue)] {
            headers.members.map { ($0.key.lowercased(), $0.value) }.filter { name, _ in
                name != "user-agent"
                    && !HTTPHeaders.Field(name: name, value: "").isCredential
            }
        }
        let (before, now) = (JSONObject(compared(recorded)), JSONObject(compared(asked)))
        for name in Self.keys(before, now) {
            compare(before[name], now[name], "the header `\(name)`")
        }
    }

    /// - Parameter path: how people call it; empty for the body itself.
    private mutating func compare(_ recorded: JSONValue?, _ asked: JSONValue?, _ path: String) {
        switch (recorded, asked) {
        case (.object(let before)?, .object(let now)?):
            for key in Self.keys(before, now) {
                compare(before[key], now[key], path.isEmpty ? key : "\(path).\(key)")
            }
        case (.array(let before)?, .array(let now)?):
            for index in 0..<max(before.count, now.count) {
                compare(
                    before.indices.contains(index) ? before[index] : nil,
                    now.indices.contains(index) ? now[index] : nil, "\(path)[\(index)]")
            }
        default:
            if !Self.isSame(recorded, asked) { add(recorded, asked, path) }
        }
    }

    private static func keys(_ before: JSONObject, _ now: JSONObject) -> [String] {
        var keys: [String] = []
        for key in (before.members + now.members).map(\.key) where !keys.contains(key) {
            keys.append(key)
        }
        return keys
    }

    private static func isSame(_ recorded: JSONValue?, _ asked: JSONValue?) -> Bool {
        if recorded == asked { return true }
        if let recorded = recorded?.string, let asked = asked?.string {
            return RedactedPattern(recorded).matches(asked)
        }
        return recorded?.double != nil && recorded?.double == asked?.double
    }

    private mutating func add(_ recorded: JSONValue?, _ asked: JSONValue?, _ path: String) {
        let name = path.isEmpty ? "the body" : path.hasPrefix("the ") ? path : "`\(path)`"
        guard let recorded else { return all.append("\(name) is new") }
        guard let asked else { return all.append("\(name) is missing") }
        let (before, now) = (Self.text(recorded), Self.text(asked))
        let same = zip(before, now).prefix { $0 == $1 }.count
        all.append(
            "\(name) is \(Self.excerpt(now, from: same)), not \(Self.excerpt(before, from: same))")
    }

    private static func text(_ value: JSONValue) -> [Unicode.Scalar] {
        Array(String(decoding: JSONWriter.bytes(of: value), as: UTF8.self).unicodeScalars)
    }

    /// What stands where two texts begin to differ.
    private static func excerpt(_ text: [Unicode.Scalar], from difference: Int) -> String {
        let start = difference > 20 ? difference - 10 : 0
        let shown = text[start...].prefix(40)
        var result = start > 0 ? "…" : ""
        result.unicodeScalars.append(contentsOf: shown)
        return start + shown.count < text.count ? result + "…" : result
    }
}

/// A text in which `[redacted]` stands for anything.
struct RedactedPattern {
    private let parts: [ArraySlice<UInt8>]

    init(_ text: String) {
        let (bytes, mark) = (Array(text.utf8), Array(Secret.replacement.utf8))
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var position = 0
        while position + mark.count <= bytes.count {
            if bytes[position...].starts(with: mark) {
                parts.append(bytes[start..<position])
                position += mark.count
                start = position
            } else {
                position += 1
            }
        }
        self.parts = parts + [bytes[start...]]
    }

    func matches(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard parts.count > 1 else { return rest.elementsEqual(parts[0]) }
        guard rest.starts(with: parts[0]) else { return false }
        rest = rest.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() {
            while !rest.starts(with: part) {
                if rest.isEmpty { return false }
                rest = rest.dropFirst()
            }
            rest = rest.dropFirst(part.count)
        }
        let last = parts[parts.count - 1]
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }
}
