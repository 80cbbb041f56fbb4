import ConfigText
import LLMCore

/// Settings of a foreign conversation: those that front matter knows too, under its names, and the
/// others.
struct ImportedSettings {
    private var table = ConfigTable()
    /// What front matter has no key for, or would refuse.
    private(set) var leftOut = JSONObject()

    /// Names that differ from the front matter's.
    private static let otherNames = [
        "max_completion_tokens": "max_tokens", "stop_sequences": "stop",
    ]

    private static let names: Set<String> = [
        "model", "temperature", "top_p", "top_k", "max_tokens", "stop", "seed",
        "frequency_penalty", "presence_penalty", "repetition_penalty", "reasoning_effort",
        "thinking_budget", "parallel_tool_calls",
    ]

    /// The front matter, as TOML.
    var text: String { TOMLWriter.text(of: table) }

    /// Takes a value under the name that it has there. The first one of a name counts.
    mutating func set(_ name: String, _ value: JSONValue) {
        let key = Self.otherNames[name] ?? name
        guard table[key] == nil, let value = Self.setting(key, value) else {
            leftOut.append(name, value)
            return
        }
        table.entries.append(.init(key: key, keyPosition: value.position, value: value))
    }

    /// Takes a value from a file in which everything is text.
    mutating func set(_ name: String, text: String) {
        let json = name == "model" ? nil : try? JSONParser.parse(text)
        set(name, json ?? .string(text))
    }

    mutating func leaveOut(_ name: String, _ value: JSONValue) {
        leftOut.append(name, value)
    }

    /// Takes a model, and in its name the provider where chatmd has it.
    mutating func set(model: String, provider: String?) {
        guard let provider else { return set("model", .string(model)) }
        guard let known = Self.known(provider) else {
            set("model", .string(model))
            return leaveOut("provider", .string(provider))
        }
        let isNamed = model.hasPrefix("\(known)/")
        set("model", .string(isNamed ? model : "\(known)/\(model)"))
    }

    private static let otherProviders = [
        "claude": "anthropic", "google": "gemini", "googleai": "gemini", "azure-openai": "azure",
    ]

    /// What chatmd calls a provider; nil where it has none of that name.
    static func known(_ provider: String) -> String? {
        let name = otherProviders[provider.lowercased()] ?? provider.lowercased()
        return BuiltInProviders.all.contains { $0.id == name } ? name : nil
    }

    /// nil where front matter has no such key, or would refuse the value.
    private static func setting(_ key: String, _ json: JSONValue) -> ConfigValue? {
        if key == "response_format" { return responseFormat(json) }
        guard names.contains(key), let value = ConfigValue(json) else { return nil }
        var layer = SettingsLayer()
        if let known = SettingKey(rawValue: key) {
            guard (try? layer.set(known, to: value)) != nil else { return nil }
        }
        return value
    }

    private static func responseFormat(_ json: JSONValue) -> ConfigValue? {
        switch json["type"]?.string {
        case "text": return ConfigValue("text")
        case "json_object": return ConfigValue("json")
        case "json_schema":
            guard let schema = json["json_schema"]?["schema"] else { return nil }
            return ConfigValue(.object(JSONObject([("schema", schema)])))
        default: return nil
        }
    }
}

extension ConfigValue {
    fileprivate init(_ text: String) {
        self.init(.string(text), at: SourcePosition(line: 1, column: 1))
    }

    /// nil where the JSON holds what TOML has no word for: null.
    fileprivate init?(_ json: JSONValue) {
        let kind: Kind
        switch json {
        case .null: return nil
        case .bool(let flag): kind = .boolean(flag)
        case .string, .unpairedString: kind = .string(json.string ?? "")
        case .number:
            if let integer = json.int {
                kind = .integer(integer)
            } else if let number = json.double, number.isFinite {
                kind = .float(number)
            } else {
                return nil
            }
        case .array(let elements):
            let values = elements.compactMap { ConfigValue($0) }
            guard values.count == elements.count else { return nil }
            kind = .array(values)
        case .object(let object):
            var table = ConfigTable()
            for member in object.members {
                guard let value = ConfigValue(member.value), table[member.key] == nil else {
                    return nil
                }
                table.entries.append(
                    .init(key: member.key, keyPosition: value.position, value: value))
            }
            kind = .table(table)
        }
        self.init(kind, at: SourcePosition(line: 1, column: 1))
    }
}
