/// What the name of one of OpenAI's models tells, for models that no catalogue describes.
enum OpenAIModel {
    /// Whether it thinks before it answers: the o-series, and GPT from 5 on save its chat variants.
    static func reasons(_ model: String) -> Bool {
        let name = bareName(model)
        if ["o1", "o3", "o4"].contains(where: { name == $0 || name.hasPrefix($0 + "-") }) {
            return true
        }
        guard name.hasPrefix("gpt-") else { return false }
        let version = name.dropFirst(4).prefix { $0.isASCII && $0.isNumber }
        if version == "35" { return false }  // Azure's spelling of 3.5
        return Int(version) ?? 0 >= 5 && !name.dropFirst(4 + version.count).hasPrefix("-chat")
    }

    /// Whether it refuses both a system and a developer message, as the first o1 models do.
    static func refusesSystem(_ model: String) -> Bool {
        let name = bareName(model)
        return name.hasPrefix("o1-mini") || name.hasPrefix("o1-preview")
    }

    /// `gpt-5.5` out of `openai/gpt-5.5`.
    private static func bareName(_ model: String) -> Substring {
        guard let slash = model.lastIndex(of: "/") else { return model[...] }
        return model[model.index(after: slash)...]
    }
}
