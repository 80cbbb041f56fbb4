"""Writes a model for llama.cpp that is small, quick and talks nonsense: tiny_model.py OUT.gguf

The weights are random and the same every time. Its prompts are read byte by byte; it answers in whole
words, nearly all of them with characters of several bytes, and now and then in what a conversation
file must not take at its word: role lines, fences, comments. It never ends by itself: a reply ends at
max_tokens, or at a stop word.

Where a prompt ends in `^` it begins to call a tool; the server's grammar, which knows the tools, makes a
call of that, and with the call it ends. tools.jinja ends the prompts so that may lead to a call.
"""

import sys

import gguf
import numpy as np

WIDTH, LAYERS, HEADS, CONTEXT = 64, 2, 2, 131072

WORDS = "café naïve Grüße 日本 日本語 😀 👩‍🚀 слово κόσμος ñandú Ærø œuvre — … “quoted” ½ → שלום नमस्ते é"
MARKDOWN = ["\n\n", "\n```\n", "\n# === USER ===\n\n", "\n\\# === USER ===\n", "\n<!-- ", "\n- ", " **"]
ASKS_FOR_CALL, CALL, END_OF_CALL = "^", '<tool_call>\n{"name": "', "</tool_call>"
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def byte_letters():
    """The letter that stands for each byte in a vocabulary of GPT-2's kind."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    letters = {byte: chr(byte) for byte in printable}
    return letters | {byte: chr(256 + index) for index, byte in enumerate(others)}


letters = byte_letters()
words = [" " + word for word in WORDS.split()]
tokens = [letters[byte] for byte in range(256)]
tokens += ["".join(letters[byte] for byte in text.encode()) for text in words + MARKDOWN]
call, end_of_call = len(tokens), len(tokens) + 1
tokens += ["".join(letters[byte] for byte in text.encode()) for text in (CALL, END_OF_CALL)]
tokens.append("<|end|>")
kinds = [gguf.TokenType.NORMAL] * (len(tokens) - 1) + [gguf.TokenType.CONTROL]
end = len(tokens) - 1

generator = np.random.default_rng(1)


def weights(*shape, scale):
    return (generator.standard_normal(shape) * scale).astype(np.float32)


# The first dimension of every vector is the same number, which no layer writes to. So the first
# column of the output is a bias: it keeps all but the words from being chosen.
embeddings = weights(len(tokens), WIDTH, scale=0.5)
embeddings[:, 0] = 2
output = weights(len(tokens), WIDTH, scale=0.3)
output[:, 0] = -40
output[256:call, 0] = 0

# Two more that no layer writes to: what was read last makes what comes next all but certain.
embeddings[:, 1:3] = output[:, 1:3] = 0
for dimension, last, following in ((1, ord(ASKS_FOR_CALL), call), (2, end_of_call, end)):
    embeddings[last, dimension] = 2
    output[following, dimension] = 80
# Never but where the grammar leaves nothing else that is likelier; what was read has no say in it.
output[end_of_call] = 0
output[end_of_call, 0] = -30

writer = gguf.GGUFWriter(sys.argv[1], "llama")
writer.add_name("tiny")
writer.add_context_length(CONTEXT)
writer.add_embedding_length(WIDTH)
writer.add_block_count(LAYERS)
writer.add_feed_forward_length(2 * WIDTH)
writer.add_head_count(HEADS)
writer.add_head_count_kv(HEADS)
writer.add_layer_norm_rms_eps(1e-5)
writer.add_rope_dimension_count(WIDTH // HEADS)
writer.add_vocab_size(len(tokens))
writer.add_file_type(gguf.LlamaFileType.ALL_F32)
writer.add_tokenizer_model("gpt2")
writer.add_tokenizer_pre("gpt-2")
writer.add_token_list(tokens)
writer.add_token_types(kinds)
# There must be a merge. The bytes of "é" make no token of their own but this one.
writer.add_token_merges([f"{letters[0xC3]} {letters[0xA9]}"])
writer.add_bos_token_id(end)
writer.add_eos_token_id(end)
writer.add_add_bos_token(False)
writer.add_chat_template(TEMPLATE)

writer.add_tensor("token_embd.weight", embeddings)
writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
writer.add_tensor("output.weight", output)
for layer in range(LAYERS):
    block = f"blk.{layer}."
    for name in ("attn_norm", "ffn_norm"):
        writer.add_tensor(f"{block}{name}.weight", np.ones(WIDTH, np.float32))
    for name, rows, columns in (
        ("attn_q", WIDTH, WIDTH),
        ("attn_k", WIDTH, WIDTH),
        ("attn_v", WIDTH, WIDTH),
        ("attn_output", WIDTH, WIDTH),
        ("ffn_gate", 2 * WIDTH, WIDTH),
        ("ffn_up", 2 * WIDTH, WIDTH),
        ("ffn_down", WIDTH, 2 * WIDTH),
    ):
        tensor = weights(rows, columns, scale=2 * columns**-0.5)
        if name in ("attn_output", "ffn_down"):
            tensor[:3] = 0
        writer.add_tensor(f"{block}{name}.weight", tensor)

writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
