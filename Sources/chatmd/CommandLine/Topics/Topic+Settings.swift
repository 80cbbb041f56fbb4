extension Topic {
    static let settings = Topic(
        name: "settings",
        summary: "what can be set, and where",
        text: {
            """
            The same keys stand in the front matter of a conversation, in your config.toml, in a
            .chatmd.toml, and after -o. The higher place wins, key by key:

              command line            for this run: -o temperature=0.2, -o temperature 0.2
              front matter            for this conversation
              .chatmd.toml            for a folder, from the root of the git work tree down
              config.toml             for all: `chatmd config path` says where it is

            \(settingRows)
            Only in front matter stand the delimiters of messages:

            \(delimiters)

            `chatmd config --explain FILE` shows which place decides what.

            """
        },
        examples: [
            "chatmd chat.md -o temperature=0.2 -o max_tokens=500",
            "chatmd chat.md -o reasoning_effort=high",
            "chatmd chat.md -o 'stop=[\"END\", \"STOP\"]'",
            "chatmd config --explain chat.md",
            "chatmd config edit",
        ]
    )

    private static var settingRows: String {
        Help.table(
            SettingKey.options.map { key in
                (key.rawValue, key.form.summary + (key.scope == .user ? " (yours alone)" : ""))
            })
    }

    private static var delimiters: String {
        let keys = SettingKey.allCases.filter { $0.scope == .frontMatter }.map(\.rawValue)
        return Help.filled(keys)
    }
}
