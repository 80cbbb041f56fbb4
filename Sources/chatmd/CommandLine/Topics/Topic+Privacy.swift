extension Topic {
    static let privacy = Topic(
        name: "privacy",
        summary: "what is sent, and what is kept",
        text: {
            """
            Sent is what --dry-run prints, to the provider that it names: the messages of the file with
            what they embed, the settings, the tools that were chosen. A NOTE is never sent, and with
            comments = "strip" neither are comments. There is no telemetry, and no look for a new
            version.

            Kept on this machine is what you ask for, and what you type in a chat; all but the
            conversation can be read by you alone:

              the conversation        where you saved it
              `chatmd chat`           the lines you typed, for the next: in ~/.local/state/chatmd
              --record DIR            requests and answers, without keys
              --log FILE, [log]       what happened; texts only at level debug, keys never
              [cache]                 answers, to give them again

            Keys are read when they are needed, are handed to no program that runs, and are blotted out
            of errors. Models on this machine (ollama, llamacpp) are reached without a proxy.

            """
        },
        examples: [
            "chatmd chat.md --dry-run",
            "chatmd chat.md -m ollama/llama3.2",
            "chatmd chat.md -o comments=strip",
        ]
    )
}
