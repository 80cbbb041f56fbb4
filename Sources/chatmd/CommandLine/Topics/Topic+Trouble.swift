extension Topic {
    static let trouble = Topic(
        name: "trouble",
        summary: "what to do when something goes wrong",
        text: {
            """
            An error says what happened and, indented, what to do about it. Beyond that:

              chatmd doctor           versions, configuration, keys, network; --online asks the providers
              chatmd config FILE      which place decides each setting, and who would answer
              chatmd check FILE       what is wrong in a conversation, with line and column
              -v                      what happens, on stderr; --log FILE keeps it
              --dry-run               the request, instead of sending it; --dry-run=curl as a command
              --record DIR            requests and answers as files for a report, without keys
              --replay DIR            the same answers again, without network

            A request that fails before the first word is sent again (--retries), a server that falls
            silent is given up (--timeout). A reply that broke off stays in the file, and --continue
            goes on with it.

            """
        },
        examples: [
            "chatmd doctor --online",
            "chatmd append chat.md -v",
            "chatmd append chat.md --continue",
            "chatmd chat.md --record report",
        ]
    )
}
