extension Topic {
    static let environment = Topic(
        name: "environment",
        summary: "the variables and files that chatmd reads",
        text: {
            """
            Keys of providers:

            \(rows(KnownVariables.keys))
            Addresses of providers, for gateways and servers of your own:

            \(rows(KnownVariables.addresses))
            Everything else:

            \(rows(KnownVariables.others))
            Files:

            \(Help.table(KnownFiles.all.map { ($0.path, $0.meaning) }))
            """
        },
        examples: [
            "OPENAI_BASE_URL=https://gateway.example.org/v1 chatmd chat.md -m openai/gpt-5.5",
            "XDG_CONFIG_HOME=/tmp/empty chatmd config",
            "NO_COLOR=1 chatmd chat.md",
        ]
    )

    private static func rows(_ variables: [KnownVariables.Variable]) -> String {
        Help.table(variables.map { ($0.name, $0.meaning) })
    }
}
