extension Topic {
    static let keys = Topic(
        name: "keys",
        summary: "where the providers' keys are found",
        text: {
            """
            A key is looked for in this order, and the first that is found is used:

              1. the environment, in the variable of the provider
              2. a program that prints it: api_key_cmd = ["pass", "show", "llm/xai"] below [providers.xai] in
                 your config.toml
              3. ~/.config/chatmd/.env, lines like XAI_API_KEY=…
              4. .env at the root of the git work tree, where git does not track it and it is yours

            \(Help.table(KnownVariables.keys.map { ($0.name, $0.meaning) }))
            A key goes only to the address of its own provider. It is never printed, logged or kept;
            where it was found is said by `chatmd providers` and `chatmd config`. The model `echo` needs
            none.

            """
        },
        examples: [
            "export XAI_API_KEY=…",
            "chatmd providers",
            "chatmd doctor --online",
            "chatmd config edit",
        ]
    )
}
