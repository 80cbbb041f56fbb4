import Spelling

extension OptionTable {
    /// What is said about an option that there is not: which one was probably meant.
    ///
    /// - Parameters:
    ///   - spelling: with its dashes, as it was typed.
    ///   - word: without them; after one dash a whole word was probably meant as one.
    static func unknown(_ spelling: String, meaning word: String) -> Failure {
        Failure.usage(
            "unknown option \(spelling)",
            hint: (option(named: word) == nil ? setting(named: word) : nil)
                ?? meant(by: word).map { "did you mean --\($0)?" }
                ?? "chatmd --help lists the options"
        )
    }

    /// `--temperature`: other programs have options for what is a setting here.
    private static func setting(named word: String) -> String? {
        let name = word.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
        let key = SettingKey(named: String(decoding: name, as: UTF8.self))
        guard let key, SettingKey.options.contains(key) else { return nil }
        return "it is a setting: -o \(key.rawValue)=…"
    }

    /// One letter resembles every other letter, so only words are looked at: a slip of the finger, or
    /// a name that is longer or shorter, as in `--attach` and `--language`.
    private static func meant(by word: String) -> String? {
        guard word.count > 1 else { return nil }
        let known = all.map(\.name.rawValue)
        // The dashes count: two slips in `rpc` would be another word.
        if let near = nearest(to: "--\(word)", in: known.map { "--\($0)" }) {
            return String(near.dropFirst(2))
        }
        guard word.count > 3 else { return nil }
        return known.first { $0.count > 3 && (word.hasPrefix($0) || $0.hasPrefix(word)) }
    }
}
