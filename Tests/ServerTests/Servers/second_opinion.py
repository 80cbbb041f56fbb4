"""What the official clients understand: second_opinion.py <QUESTIONS >ANSWERS

A question is a JSON line: `format` (the wire format), `base_url` (as chatmd takes it), `key`, `model`,
`prompt`, `max_tokens`. The answer is a JSON line: `text` (refusals in it), `reasoning` (null where the
client knows of none), `tool_calls` (`arguments` as text, or read), `finish_reason` in chatmd's words, `usage` (all that went in, all
that came out), or `error`, the provider's message. Another wire format is another reader. For embeddings it is
`vector` and `tokens`.
"""

import json
import sys
import warnings


class Failure(Exception):
    """A reply that the client has read, and that says of itself that it failed."""


def openai_chat(question):
    import openai

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


def openai_responses(question):
    import openai

    client = openai.OpenAI(
        api_key=question["key"], base_url=question["base_url"], max_retries=0
    )
    # The client's own helper wants every event of the lifecycle, which llama-server does not send.
    # The last event is the whole response, while chatmd puts it together from the pieces.
    response = None
    for event in client.responses.create(
        model=question["model"],
        input=question["prompt"],
        temperature=0,
        max_output_tokens=question["max_tokens"],
        stream=True,
    ):
        if event.type == "error":
            raise Failure(event.message)
        if event.type in ("response.completed", "response.incomplete", "response.failed"):
            response = event.response
    if response is None:
        raise Failure("no end")
    if response.error:
        raise Failure(response.error.message)
    text, reasoning, calls = "", "", []
    for item in response.output:
        if item.type == "message":
            for part in item.content:
                text += part.text if part.type == "output_text" else part.refusal
        elif item.type == "reasoning":
            for part in [*(item.summary or []), *(item.content or [])]:
                reasoning += part.text
        elif item.type == "function_call":
            calls.append({"id": item.call_id, "name": item.name, "arguments": item.arguments})
    finish_reason = "tool_calls" if calls else "stop"
    if response.status == "incomplete":
        cut = response.incomplete_details.reason == "max_output_tokens"
        finish_reason = "length" if cut else response.incomplete_details.reason
    usage = response.usage
    return {
        "text": text,
        "reasoning": reasoning,
        "tool_calls": calls,
        "finish_reason": finish_reason,
        "usage": usage and [usage.input_tokens, usage.output_tokens],
    }


def anthropic_messages(question):
    import anthropic

    client = anthropic.Anthropic(
        api_key=question["key"], base_url=question["base_url"], max_retries=0
    )
    with client.messages.stream(
        model=question["model"],
        messages=[{"role": "user", "content": question["prompt"]}],
        max_tokens=question["max_tokens"],
        # Its types know no sampling any more; servers of older models do.
        extra_body={"temperature": 0},
    ) as stream:
        message = stream.get_final_message()
    usage = message.usage
    return {
        "text": "".join(block.text for block in message.content if block.type == "text"),
        "reasoning": "".join(
            block.thinking for block in message.content if block.type == "thinking"
        ),
        "tool_calls": [
            {"id": block.id, "name": block.name, "arguments": block.input}
            for block in message.content
            if block.type == "tool_use"
        ],
        "finish_reason": {
            "end_turn": "stop",
            "stop_sequence": "stop",
            "pause_turn": "stop",
            "max_tokens": "length",
            "model_context_window_exceeded": "length",
            "tool_use": "tool_calls",
            "refusal": "content_filter",
        }.get(message.stop_reason, message.stop_reason),
        "usage": [
            usage.input_tokens
            + (usage.cache_read_input_tokens or 0)
            + (usage.cache_creation_input_tokens or 0),
            usage.output_tokens,
        ],
    }


def gemini(question):
    from google import genai
    from google.genai import types

    client = genai.Client(
        api_key=question["key"],
        http_options=types.HttpOptions(base_url=question["base_url"], api_version="v1beta"),
    )
    text, reasoning, calls = "", "", []
    finish_reason = usage = blocked = None
    for chunk in client.models.generate_content_stream(
        model=question["model"],
        contents=question["prompt"],
        config=types.GenerateContentConfig(
            temperature=0, max_output_tokens=question["max_tokens"]
        ),
    ):
        usage = chunk.usage_metadata or usage
        blocked = chunk.prompt_feedback and chunk.prompt_feedback.block_reason
        for candidate in chunk.candidates or []:
            if candidate.index:
                continue
            finish_reason = candidate.finish_reason or finish_reason
            for part in (candidate.content and candidate.content.parts) or []:
                if part.function_call:
                    call = part.function_call
                    calls.append({"id": call.id, "name": call.name, "arguments": call.args or {}})
                elif part.thought:
                    reasoning += part.text or ""
                else:
                    text += part.text or ""
    if blocked:
        raise Failure(f"blocked: {blocked.value}")
    finish_reason = finish_reason and finish_reason.value
    return {
        "text": text,
        "reasoning": reasoning,
        "tool_calls": calls,
        "finish_reason": {
            "STOP": "tool_calls" if calls else "stop",
            "MAX_TOKENS": "length",
            "SAFETY": "content_filter",
            "RECITATION": "content_filter",
        }.get(finish_reason, finish_reason),
        "usage": usage
        and [
            (usage.prompt_token_count or 0) + (usage.tool_use_prompt_token_count or 0),
            (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0),
        ],
    }


def openai_embeddings(question):
    import openai

    client = openai.OpenAI(
        api_key=question["key"], base_url=question["base_url"], max_retries=0
    )
    answer = client.embeddings.create(model=question["model"], input=question["prompt"])
    return {"vector": answer.data[0].embedding, "tokens": answer.usage.prompt_tokens}


def words(error):
    """The provider's message out of whatever a client throws."""
    body = getattr(error, "body", None)
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        return body["error"].get("message")
    return getattr(error, "message", None) or str(error)


READERS = {
    "openai-chat": openai_chat,
    "openai-responses": openai_responses,
    "anthropic": anthropic_messages,
    "gemini": gemini,
    "openai-embeddings": openai_embeddings,
}

# What they think of unusual replies is in their answers.
warnings.simplefilter("ignore")
for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = READERS[question["format"]](question)
    except Exception as error:  # whatever a client throws is what it understood
        answer = {"error": words(error)}
    print(json.dumps(answer), flush=True)
