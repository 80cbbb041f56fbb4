"""What the official clients' types say of a request: request_types.py <REQUESTS >COMPLAINTS

A request is a JSON line: `format` (the wire format) and `body`. The answer is a JSON line: a list of
`place: what is wrong there`, empty for a body that the client could have sent itself. Fields that its
types do not know are wrong, too.
"""

import collections.abc
import functools
import json
import sys
import types
import typing
import warnings

import typing_extensions


def wrong(value, kind, place):
    """All that is wrong with a value as one of that kind: a `TypedDict` or what may stand in one."""
    if isinstance(kind, typing_extensions.TypeAliasType):
        kind = kind.__value__
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in (object, typing.Any):
        return []
    if typing_extensions.is_typeddict(kind):
        return wrong_members(value, kind, place)
    if origin in (typing.Annotated, typing.Required, typing.NotRequired) or getattr(
        origin, "_name", ""
    ) in ("Required", "NotRequired"):
        return wrong(value, arguments[0], place)
    if origin in (typing.Union, types.UnionType):
        # Of all that it might be it is what it comes nearest to: what is wrong lies within it.
        return min(
            (wrong(value, kind, place) for kind in arguments),
            key=lambda complaints: (
                any(complaint.startswith(f"{place}:") for complaint in complaints),
                len(complaints),
            ),
        )
    if origin is typing.Literal:
        # `1 in [True]` holds.
        if (type(value), value) in [(type(word), word) for word in arguments]:
            return []
        return [f"{place}: {json.dumps(value)} is none of the words"]
    if origin is dict:
        if not isinstance(value, dict):
            return mismatch(value, "object", place)
        return [
            complaint
            for key, member in value.items()
            for complaint in wrong(member, arguments[1], f"{place}.{key}")
        ]
    # All kinds of sequences, the clients' own among them, are lists in JSON.
    if isinstance(origin, type) and issubclass(origin, collections.abc.Iterable):
        if not isinstance(value, list):
            return mismatch(value, "array", place)
        return [
            complaint
            for index, element in enumerate(value)
            for complaint in wrong(element, arguments[0], f"{place}[{index}]")
        ]
    if type(value) in {float: (int, float), None: (type(None),)}.get(kind, (kind,)):
        return []
    return mismatch(value, getattr(kind, "__name__", str(kind)), place)


def wrong_members(value, kind, place):
    if not isinstance(value, dict):
        return mismatch(value, kind.__name__, place)
    hints = members(kind)
    complaints = []
    for key, hint in hints.items():
        if key in value:
            complaints += wrong(value[key], hint, f"{place}.{key}")
        elif typing_extensions.get_origin(hint) is typing_extensions.Required:
            complaints.append(f"{place}.{key}: missing")
    return complaints + [f"{place}.{key}: unknown" for key in value if key not in hints]


@functools.cache
def members(kind):
    return typing_extensions.get_type_hints(kind, include_extras=True)


def mismatch(value, name, place):
    return [f"{place}: {json.dumps(value)[:60]} is no {name}"]


def wrong_for_gemini(body):
    """Google's types are models of pydantic's, which refuse what they do not know."""
    import pydantic
    from google.genai import types as genai

    request = pydantic.create_model(
        "Request",
        __config__=pydantic.ConfigDict(extra="forbid"),
        contents=(list[genai.Content], ...),
        systemInstruction=(genai.Content | None, None),
        tools=(list[genai.Tool] | None, None),
        toolConfig=(genai.ToolConfig | None, None),
        generationConfig=(genai.GenerationConfig | None, None),
    )
    complaints = []
    # An unknown word of an enumeration is only warned of.
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            request.model_validate(body)
        except pydantic.ValidationError as error:
            for fault in error.errors():
                complaints.append(f"body.{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
    return complaints + [f"body: {warning.message}" for warning in warned]


def complaints(request):
    body = request["body"]
    match request["format"]:
        case "openai-chat":
            from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming

            return wrong(body, CompletionCreateParamsStreaming, "body")
        case "openai-responses":
            from openai.types.responses.response_create_params import ResponseCreateParamsStreaming

            return wrong(body, ResponseCreateParamsStreaming, "body")
        case "anthropic":
            from anthropic.types.message_create_params import MessageCreateParamsStreaming

            return wrong(body, MessageCreateParamsStreaming, "body")
        case "gemini":
            return wrong_for_gemini(body)


for line in sys.stdin:
    print(json.dumps(complaints(json.loads(line))), flush=True)
