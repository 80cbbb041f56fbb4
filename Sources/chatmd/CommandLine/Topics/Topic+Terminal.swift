extension Topic {
    static let terminal = Topic(
        name: "terminal",
        summary: "what a terminal shows, and Ctrl-C",
        text: {
            """
            Until the first word comes there is a spinner on stderr. Then the answer is printed as it
            arrives, what the model thinks before it dim on stderr, and at the end a line about it:

              grok-3 · 1204 in · 310 out · $0.0041 · 2.1 s

            that is: the model, tokens sent and received, the price where it is known, the time. -q
            leaves spinner, line, notes and warnings out; -v tells more. Colour is only for terminals,
            unless CLICOLOR_FORCE=1 is set, and never with NO_COLOR or TERM=dumb. Control characters in
            a reply, a name or an error are shown as ^[ and the like: nothing that comes from outside
            can move the cursor or set the title.

            Ctrl-C stops the request; what came is kept, open code blocks are closed, and a shell loop
            around it stops too. A second Ctrl-C ends it at once. In a pipe there are only the plain
            bytes of the answer.

            TAB completes commands, options, models, presets and tools once your shell knows how:
            `chatmd completions --help`.

            """
        },
        examples: [
            "source <(chatmd completions bash)",
            "chatmd chat.md -q | less",
            "chatmd man | man -l -",
        ]
    )
}
