import LLMCore

/// Prints vectors: as one JSON object, as events, or as lines of numbers.
///
/// The object is printed when all are there, so that it is never half of one.
final class EmbeddingPrinter {
    enum Format: String {
        case json
        case ndjson
        case text
    }

    private let format: Format
    private let output: StandardStream
    private var vectors: [[Float]] = []
    private var length = 0
    private var count = 0
    private var isEnding = false

    init(_ format: Format, _ output: StandardStream) {
        self.format = format
        self.output = output
    }

    func start(_ request: EmbeddingRequest, _ provider: String) throws(Failure) {
        guard format == .ndjson else { return }
        try write(
            JSONObject([
                ("type", "start"), ("protocol", 1), ("provider", .string(provider)),
                ("model", .string(request.model)), ("texts", JSONValue(request.inputs.count)),
            ]))
    }

    /// Prints an event; false where there are none, and it is to be told otherwise.
    func print(_ event: JSONObject) -> Bool {
        guard format == .ndjson else { return false }
        try? write(event)
        return true
    }

    func receive(_ batch: [[Float]]) throws(Failure) {
        length = batch.first?.count ?? length
        if format == .json { vectors += batch } else { try print(batch) }
        count += batch.count
    }

    private func print(_ batch: [[Float]]) throws(Failure) {
        var bytes: [UInt8] = []
        for (index, vector) in batch.enumerated() {
            if format == .ndjson {
                bytes += "{\"type\":\"embedding\",\"index\":\(count + index),\"embedding\":[".utf8
                Self.append(vector, separator: UInt8(ascii: ","), to: &bytes)
                bytes += "]}\n".utf8
            } else {
                Self.append(vector, separator: UInt8(ascii: " "), to: &bytes)
                bytes.append(UInt8(ascii: "\n"))
            }
        }
        try output.write(bytes)
    }

    /// Once: what a cancel cuts off of it is completed, not said again.
    func finish(model: String, usage: Usage?, isCancelled: Bool = false) throws(Failure) {
        if isEnding { return try output.write([UInt8]()) }
        isEnding = true
        switch format {
        case .text: break
        case .ndjson:
            if let usage {
                try write(
                    JSONObject([
                        ("type", "usage"), ("input_tokens", JSONValue(usage.inputTokens)),
                    ]))
            }
            try write(
                JSONObject([
                    ("type", "done"), ("finish_reason", isCancelled ? "cancelled" : "stop"),
                    ("model", .string(model)), ("dimensions", JSONValue(length)),
                ]))
        case .json where isCancelled: break
        case .json: try writeObject(model: model, usage: usage)
        }
    }

    /// In pieces: as text, vectors are three times as large.
    private func writeObject(model: String, usage: Usage?) throws(Failure) {
        var head = JSONObject([
            ("model", .string(model)), ("dimensions", JSONValue(length)),
        ])
        head["usage"] = usage.map { ["input_tokens": JSONValue($0.inputTokens)] }
        try output.write(
            JSONWriter.bytes(of: .object(head)).dropLast() + Array(",\"embeddings\":[".utf8))
        for (index, vector) in vectors.enumerated() {
            var bytes = index == 0 ? [] : [UInt8(ascii: ",")]
            bytes.append(UInt8(ascii: "["))
            Self.append(vector, separator: UInt8(ascii: ","), to: &bytes)
            bytes.append(UInt8(ascii: "]"))
            try output.write(bytes)
        }
        try output.write("]}\n")
    }

    /// The shortest decimal that reads back as the same float, which JSON takes as it is.
    private static func append(_ vector: [Float], separator: UInt8, to bytes: inout [UInt8]) {
        for (index, number) in vector.enumerated() {
            if index > 0 { bytes.append(separator) }
            bytes += number.description.utf8
        }
    }

    private func write(_ event: JSONObject) throws(Failure) {
        try output.write(JSONWriter.bytes(of: .object(event)) + [UInt8(ascii: "\n")])
    }
}
