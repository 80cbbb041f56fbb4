extension Topic {
    static let schemas = Topic(
        name: "schemas",
        summary: "answers that are JSON, or code alone",
        text: {
            """
            With --schema the answer is JSON that fits, or there is none: it is checked before anything
            of it is printed, and asked for once more where it does not fit. --schema takes

              person.json             a file with a JSON Schema
              '{"type": "object", …}' the schema itself
              'name, age int'         fields, each perhaps with a type (str, int, float, bool) and, after a
                                      colon, a description: 'born int: the year, 0 if unknown'

            In front matter it is a table [response_format.schema]; response_format = "json" takes any
            JSON object.

            -x prints only the first code block of a reply, `chatmd extract` those of a file. What it
            prints is the code, without the fence.

            """
        },
        examples: [
            "chatmd page.md --schema 'title, year int, tags: the three that fit best' | jq .year",
            "chatmd page.md --schema person.json",
            "echo 'A sed one-liner that numbers lines' | chatmd -x -t code",
            "chatmd extract chat.md --lang py > fibonacci.py",
        ]
    )
}
