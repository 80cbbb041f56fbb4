extension Topic {
    static let pipes = Topic(
        name: "pipes",
        summary: "chatmd in scripts and pipelines",
        text: {
            """
            The answer goes to stdout, everything else to stderr. In a pipe there is no colour and no
            spinner, and each piece is written as it arrives. A conversation on stdin is plain text or a
            whole file with role lines, and -s says what to do with it. With -p TEXT stdin is what the
            question is about, sent as it is; -p - takes the question from stdin, -a - a file.

            --format says what is printed: text, the default; json, one object at the end; ndjson, one
            event a line as it happens (`chatmd help events`). -q leaves out notes and the closing line,
            -u tells on stderr what was used, and the exit status says what went wrong (`chatmd help
            exit`).

            `append` takes several files, one after the other or -j of them at a time. One that fails
            stops no other; messages begin with the file's name, the last one names the files without
            an answer, and the exit status is that of the worst.

            A program that stops reading ends chatmd quietly. Ctrl-C stops the request, keeps what came,
            and stops the loop around it too.

            """
        },
        examples: [
            "git diff --staged | chatmd -s 'Write a commit message for this change.'",
            "chatmd -p 'What is wrong here?' < build.log",
            "git diff | chatmd append review.md -p -",
            "chatmd append *.chat.md -j 4 -p 'Summarize this in a sentence.'",
            "for f in *.chat.md; do chatmd append \"$f\" -q || break; done",
            "chatmd chat.md --format json | jq -r .text",
            "pdftotext paper.pdf - | chatmd question.md -a - > answer.txt",
            "chatmd chat.md --dry-run=curl | sh",
        ]
    )
}
