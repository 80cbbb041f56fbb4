import MarkdownHistory

/// Every option there is, once.
enum OptionTable {
    static let all: [Option] = [
        Option(
            name: .model, short: "m", value: .text("NAME"),
            help: "the model that answers: grok-3, openai/gpt-5.5, echo (needs no key)"
        ),
        Option(
            name: .system, short: "s", value: .text("TEXT"),
            help: "a system message in front of the conversation"
        ),
        Option(
            name: .preset, short: "t", value: .text("NAME"),
            help: "settings that go by a name: creative, precise, code, or your own"
        ),
        Option(
            name: .option, short: "o", value: .pair,
            help: "any setting of the front matter: -o temperature=0.2"
        ),
        Option(
            name: .schema, value: .text("FILE|FIELDS"),
            help: "the answer as JSON by a schema: a file, or fields 'name, age int'"
        ),
        Option(
            name: .extract, short: "x", help: "print only the first code block of the reply"
        ),
        Option(name: .extractLast, help: "print only the last code block of the reply"),
        Option(
            name: .prompt, short: "p", value: .text("TEXT"),
            help: "ask this, after what is there; - reads it from stdin"
        ),
        Option(
            name: .attachment, short: "a", value: .text("FILE|URL"),
            help: "send an image, PDF, audio or text along; - is stdin"
        ),
        Option(
            name: .continue,
            help: "go on with the reply at the end of the file, where it broke off"
        ),
        Option(
            name: .format, value: .choice(["text", "ndjson", "json"]),
            help: "what is printed: text for people, or JSON for programs"
        ),
        Option(
            name: .addDelimiters,
            help: "print what append would add: headings, escapes, closing lines"
        ),
        Option(name: .chunk, help: "print {\"chunk\": …} lines, the protocol of chatvim.nvim"),
        Option(name: .rpc, help: "read a request and cancels as JSON lines on stdin (editors)"),
        Option(
            name: .stdinFilename, value: .text("FILE"),
            help: "the file that the text on stdin belongs to"
        ),
        Option(
            name: .timeout, value: .seconds,
            help: "give up on a silent server after so long (300; in a reply 120)"
        ),
        Option(
            name: .retries, value: .count,
            help: "send a failed request again so often (2), as long as no text came"
        ),
        Option(name: .noStream, help: "ask for the answer in one piece"),
        Option(
            name: .tool, short: "T", value: .text("NAME"),
            help: "a tool, or collection of tools, that the model may call"
        ),
        Option(
            name: .manualTools,
            help: "give the calls of tools back instead of running them"
        ),
        Option(
            name: .dryRun, short: "n", value: .optional(["curl"]),
            help: "print the request, or a command for curl, instead of sending it"
        ),
        Option(
            name: .noCache, help: "ask anew where [cache] holds an answer; the new one is kept"
        ),
        Option(
            name: .record, value: .text("DIR"),
            help: "keep requests and answers as files in a new folder, without keys"
        ),
        Option(
            name: .replay, value: .text("DIR"),
            help: "answer from what --record has kept: no network, no key"
        ),
        Option(
            name: .log, value: .text("FILE"),
            help: "append what happens to FILE; [log] in config.toml does so always"
        ),
        Option(name: .verbose, short: "v", help: "show what happens on stderr, or as log events"),
        Option(
            name: .quiet, short: "q", help: "no spinner, closing line, notes and warnings"),
        Option(
            name: .usage, short: "u", help: "tell on stderr what was used: tokens, price, time"),
        Option(
            name: .jobs, short: "j", value: .count,
            help: "answer so many files at a time (1, at most 32)"),
        Option(
            name: .output, short: "O", value: .text("PATH"),
            help: "write a new file or folder; nothing is overwritten"
        ),
        Option(
            name: .to, value: .choice(ExportFormat.allCases.map(\.rawValue) + [HTMLPage.name]),
            help: "the format to write; openai where nothing is said"
        ),
        Option(name: .all, help: "from every reply, not only the last one"),
        Option(
            name: .language, value: .text("NAME"),
            help: "only blocks in one language; py is python, sh is bash"
        ),
        Option(name: .strict, help: "let warnings count as errors"),
        Option(
            name: .fix, value: .choice(Mend.allCases.map(\.rawValue)),
            help: "mend hidden role lines: escape quotations, or close what hides headings"
        ),
        Option(
            name: .provider, value: .text("ID"),
            help: "the provider: openai, ollama, one of your own"),
        Option(
            name: .search, value: .text("TEXT"), help: "only models with TEXT in their names"
        ),
        Option(name: .free, help: "only models that cost nothing"),
        Option(name: .refresh, help: "ask the provider itself what it offers now"),
        Option(name: .explain, help: "show which place decides each setting (what it does anyway)"),
        Option(name: .online, help: "ask each provider that has a key whether it answers"),
        Option(name: .lines, help: "take every line of stdin for a text of its own"),
        Option(
            name: .dimensions, value: .count,
            help: "the length of the vectors, where the model can shorten them"
        ),
        Option(name: .exact, help: "ask the provider to count, where it can"),
        Option(name: .help, short: "h", help: "show help for a command"),
        Option(name: .version, help: "show the version"),
    ]

    static func option(named name: String) -> Option? {
        all.first { $0.name.rawValue == name }
    }

    static func option(short: Character) -> Option? {
        all.first { $0.short == short }
    }
}
