extension Topic {
    static let events = Topic(
        name: "events",
        summary: "what programs read: --format ndjson and --rpc",
        text: {
            """
            --format ndjson prints one JSON object a line, each with a `type`, as it happens:

              start                   provider, model, messages, input_tokens_estimate
              text                    chunk: a piece of the answer
              reasoning               text: what the model thinks
              tool_call, tool_result  id, name, arguments or content
              retry                   code, attempt, delay_ms: the request is sent again
              warning                 message, line, column, hint
              usage                   input_tokens, output_tokens, cost_usd
              done                    finish_reason, model, duration_ms
              error                   code, message, hint, status

            Exactly one of `done` and `error` comes last, whatever happened, and stderr stays empty.
            Skip types and members that you do not know. With --add-delimiters the chunks, joined, are
            byte for byte what `append` would add to the file.

            --rpc reads one request, approvals of tools and cancels as JSON lines on stdin; editors use
            it.

            """
        },
        examples: [
            "chatmd chat.md --format ndjson | jq -rj 'select(.type == \"text\").chunk'",
            "chatmd chat.md --format ndjson --add-delimiters",
        ]
    )
}
