import MarkdownHistory

extension Topic {
    static let files = Topic(
        name: "files",
        summary: "what a conversation file may hold",
        text: {
            """
            A conversation is a Markdown file. A line that is exactly one of these, from its first
            column, starts a message; a name may follow the role:

            \(Role.allCases.map { "  \(RoleLine($0).text)" }.joined(separator: "\n"))

            Text before the first such line is a message of yours, so a file without any is a question.
            A NOTE is never sent. A line that is meant as text gets a backslash before it; in code
            blocks it is text anyway. chatmd adds to the end of a file and changes nothing else.

              +++
              model = "grok-3"
              temperature = 0.2
              +++

              Which is longer, the Nile or the Amazon?

              # === ASSISTANT ===

              The Nile, by most measurements.

              # === USER ===

              How long is it? ![the table](rivers.csv)

            Settings stand at the top, in TOML between +++ or in YAML between ---: `chatmd help
            settings`. Images and other files are embedded by a link with a `!`: `chatmd help
            attachments`.

            """
        },
        examples: [
            "chatmd new rivers.md -m grok-3",
            "chatmd append rivers.md -p 'Name three rivers.'",
            "chatmd check rivers.md",
            "chatmd parse rivers.md | jq -r '.messages[].role'",
        ]
    )
}
