import LLMCore
import MarkdownHistory

extension Command {
    static let embed = Command(
        name: "embed",
        summary: "turn texts into vectors",
        usage: "chatmd embed [TEXT...|-] [options]",
        details: """
            Prints the embedding of every TEXT, or of what stdin holds; with --lines of each of its
            lines, which must not be empty. Without -m the model is the provider's own for embeddings.
            As many texts as the provider takes go into one request. JSON is one object with `model`,
            `usage` and `embeddings`, an array of arrays; ndjson and text print vectors as they arrive.
            """,
        options: [
            .model, .provider, .lines, .dimensions, .timeout, .retries, .format,
            .dryRun, .record, .replay, .log, .verbose, .quiet, .help,
        ],
        formats: ["json", "ndjson", "text"],
        examples: [
            "chatmd embed 'the Nile' 'the Amazon' | jq '.embeddings | map(length)'",
            "chatmd embed -m ollama/nomic-embed-text < rivers.md",
            "cut -f2 rivers.tsv | chatmd embed --lines --dimensions 256 --format text",
        ],
        words: .nothing,
        group: .texts,
        run: { invocation throws(Failure) in try runEmbed(invocation) }
    )

    private static func runEmbed(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let configuration = try invocation.configuration()
        let call = ProviderCall(
            configuration, commandLine: try invocation.settings(), invocation)
        let (provider, model) = try call.model(
            for: "embeddings", arguments, aliases: configuration.config.aliases
        ) { $0.embeddings?.defaultModel }
        let dimensions = arguments.value(.dimensions).flatMap { Int($0) }
        if dimensions == 0 { throw Failure.usage("--dimensions takes a number above 0") }
        let request = EmbeddingRequest(
            model: model, inputs: try texts(of: invocation), dimensions: dimensions)
        if let dryRun = DryRun(invocation) {
            return try printRequests(for: request, to: provider, call.keys, dryRun)
        }
        let format = arguments.value(.format).flatMap(EmbeddingPrinter.Format.init) ?? .json
        let printer = EmbeddingPrinter(format, .output(call.loop))
        call.printEvent = printer.print
        return try call.runUntilSignal { (client) throws(Failure) in
            let key = try call.neededKey(for: provider, "embeddings") { $0.embeddings != nil }
            do throws(Failure) {
                return try embed(request, from: provider, key, call, client, printer)
            } catch {
                if error.code == .cancelled {
                    call.loop.reset()
                    try? printer.finish(model: model, usage: nil, isCancelled: true)
                }
                throw error
            }
        }
    }

    private static func printRequests(
        for request: EmbeddingRequest, to provider: Provider, _ keys: KeyRing, _ dryRun: DryRun
    ) throws(Failure) -> Int32 {
        let requests = try Failure.converting { () throws(LLMError) in
            try DryRun.client.httpRequests(
                for: request, to: provider, key: try keys.key(for: provider))
        }
        return try dryRun.print(requests, to: provider, keys: keys)
    }

    private static func embed(
        _ request: EmbeddingRequest, from provider: Provider, _ key: Secret?, _ call: ProviderCall,
        _ client: LLMClient, _ printer: EmbeddingPrinter
    ) throws(Failure) -> Int32 {
        let batches = try Failure.converting { () throws(LLMError) in
            try client.embeddingBatches(for: request, from: provider, key: key)
        }
        try printer.start(request, provider.id)
        while batches.done < batches.total {
            call.wait(for: "\(request.model): \(batches.done) of \(batches.total)")
            let vectors = try Failure.converting { () throws(LLMError) in
                try batches.next(onRetry: call.tell)
            }
            call.stopWaiting()
            try printer.receive(vectors ?? [])
        }
        try printer.finish(model: batches.model, usage: batches.usage)
        return ExitCode.answered
    }

    /// What is to be embedded.
    private static func texts(of invocation: Invocation) throws(Failure) -> [String] {
        let arguments = invocation.arguments
        let words = arguments.words
        if !words.isEmpty, words != ["-"] {
            if words.contains("-") {
                throw Failure.usage("- reads stdin, so it stands alone")
            }
            if arguments.has(.lines) {
                throw Failure.usage("--lines cuts what is on stdin, so it takes no TEXT")
            }
            if words.contains("") { throw Failure.usage("an empty text has no embedding") }
            return words
        }
        let text = try invocation.textOnInput(example: "chatmd embed 'some text'")
        if text.isEmpty { throw Failure.usage("there is no text on stdin") }
        guard arguments.has(.lines) else { return [text] }
        let lines = text.utf8.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var texts: [String] = []
        texts.reserveCapacity(lines.count)
        for line in lines {
            let isCRLF = line.last == UInt8(ascii: "\r")
            let text = String(isCRLF ? line.dropLast() : line) ?? ""
            if text.isEmpty {
                throw Failure.usage(
                    "line \(texts.count + 1) is empty, and has no embedding",
                    hint: "leave such lines out: grep .")
            }
            texts.append(text)
        }
        return texts
    }
}
