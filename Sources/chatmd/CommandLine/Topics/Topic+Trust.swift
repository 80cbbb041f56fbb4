extension Topic {
    static let trust = Topic(
        name: "trust",
        summary: "what a stranger's conversation or repository may do",
        text: {
            """
            Conversations and .chatmd.toml files travel through git, so they are taken for a stranger's.
            Such a file may set

            \(Help.filled(strangersKeys))

            and in a conversation the delimiters. Everything else in it is ignored with a warning. So it
            chooses among what you have, and it cannot

              send a key or the conversation to another address: providers are yours alone
              run a program: tools are defined in your config.toml, and each call is asked about
              read what is yours: embeds stay below its folder or work tree, and nothing hidden or like a key
              write anywhere: a conversation that is a link to a file elsewhere is not followed

            `roots` and `allow` under [embeds] free files, `folders` under [trust] folders whose
            conversations may use your tools as you do. A model's answer can do nothing at all: what it
            says is text.

            """
        },
        examples: [
            "chatmd check strangers-chat.md",
            "chatmd config --explain strangers-chat.md",
            "chatmd strangers-chat.md --dry-run",
        ]
    )

    private static var strangersKeys: [String] {
        SettingKey.allCases.filter { $0.scope == .everywhere }.map(\.rawValue)
    }
}
