extension Topic {
    static let neovim = Topic(
        name: "neovim",
        summary: "conversations in Neovim buffers",
        text: {
            """
            The plugin answers a Markdown buffer as `chatmd append` answers a file. With a plugin
            manager, or as a package:

              { dir = "~/src/chatmd", build = "make build", lazy = false }    lazy.nvim

              ln -s ~/src/chatmd ~/.local/share/nvim/site/pack/chatmd/start/chatmd

            Then there are, each with TAB for the rest:

              :Chatmd                 answer the buffer
              :Chatmd stop            stop; what came stays
              :Chatmd continue        go on with a reply that broke off
              :Chatmd regenerate      ask again for the last answer
              :Chatmd new             a buffer for a new conversation
              :Chatmd model           choose who answers
              :checkhealth chatmd     what is wrong, from Neovim's point of view
              :help chatmd            everything

            Other editors can use --rpc or --format ndjson: `chatmd help events`.

            """
        },
        examples: [
            "nvim \"$(chatmd new -m grok-3)\"",
            "nvim +Chatmd chat.md",
            "chatmd doctor",
        ]
    )
}
