"""What the official clients understand: second_opinion.py <QUESTIONS >ANSWERS

A question is a JSON line: `format` (the wire format), `base_url`, `key`, `model`, `prompt`,
`max_tokens`. The answer is a JSON line: `text`, `tool_calls`, `finish_reason` and `usage` (input and
output) as the client gives them, or `error`, its message. Another wire format is another reader.
"""

import json
import sys

import openai


def openai_chat(question):
    client = openai.OpenAI(
        api_key=question["key"], base_url=question["base_url"], max_retries=0
    )
    with client.chat.completions.stream(
        model=question["model"],
        messages=[{"role": "user", "content": question["prompt"]}],
        temperature=0,
        max_tokens=question["max_tokens"],
        stream_options={"include_usage": True},
    ) as stream:
        try:
            completion = stream.get_final_completion()
        except (openai.LengthFinishReasonError, openai.ContentFilterFinishReasonError):
            # It refuses to parse what was cut off, but it has read it.
            completion = stream.current_completion_snapshot
    choice = completion.choices[0]
    usage = completion.usage
    return {
        "text": (choice.message.content or "") + (choice.message.refusal or ""),
        "tool_calls": [
            {"id": call.id, "name": call.function.name, "arguments": call.function.arguments}
            for call in choice.message.tool_calls or []
        ],
        "finish_reason": choice.finish_reason,
        "usage": usage and [usage.prompt_tokens, usage.completion_tokens],
    }


READERS = {"openai-chat": openai_chat}

for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = READERS[question["format"]](question)
    except Exception as error:  # whatever a client throws is what it understood
        answer = {"error": getattr(error, "message", None) or str(error)}
    print(json.dumps(answer), flush=True)
