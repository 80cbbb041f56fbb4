extension Topic {
    static let pipes = Topic(
        name: "pipes",
        summary: "chatmd in scripts and pipelines",
        text: {
            """
            The answer goes to stdout, everything else to stderr. In a pipe there is no colour and no
            spinner, and each piece is written as it arrives. A conversation on stdin is plain text or a
            whole file with role lines; -p - takes a message from stdin, -a - a file, and -s says what
            to do with it.

            --format says what is printed: text, the default; json, one object at the end; ndjson, one
            event a line as it happens (`chatmd help events`). -q leaves out notes and the closing line,
            and the exit status says what went wrong (`chatmd help exit`).

            A program that stops reading ends chatmd quietly. Ctrl-C stops the request, keeps what came,
            and stops the loop around it too.

            """
        },
        examples: [
            "git diff --staged | chatmd -s 'Write a commit message for this change.'",
            "git diff | chatmd append review.md -p -",
            "for f in *.chat.md; do chatmd append \"$f\" -q || break; done",
            "chatmd chat.md --format json | jq -r .text",
            "pdftotext paper.pdf - | chatmd question.md -a - > answer.txt",
            "chatmd chat.md --dry-run=curl | sh",
        ]
    )
}
