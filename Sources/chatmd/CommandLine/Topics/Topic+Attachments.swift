extension Topic {
    static let attachments = Topic(
        name: "attachments",
        summary: "images, PDF, recordings and texts that are sent along",
        text: {
            """
            An image in a message of yours brings a file with it; the text stays as it is:

              What is the total? ![the invoice](invoices/2026-03.pdf)
              Why does this fail? ![the parser](src/parser.swift#L10-40)

            What the file holds decides, not its name: PNG, JPEG, GIF and WebP images, PDF, WAV and MP3
            recordings, any other UTF-8 text. #L10-40 takes some lines of a text. The path is relative
            to the conversation's folder; a file is read below that folder or below its git work tree,
            and nothing hidden, ignored by git or like a key is. `roots` and `allow` under [embeds] in
            config.toml widen that.

            -a FILE sends a file along with the last message, from anywhere; -a - reads stdin, and -a
            https://… passes an address on, which chatmd itself never fetches. `append` keeps a link to
            the file after your message, so that the next turn sends it again.

            What a model does not take is said before anything is sent: `chatmd models NAME` tells.

            """
        },
        examples: [
            "echo 'What is this?' | chatmd -a photo.png -m openai/gpt-5.5",
            "chatmd append chat.md -p 'What is wrong here?' -a screenshot.png",
            "git diff | chatmd review.md -a -",
        ]
    )
}
