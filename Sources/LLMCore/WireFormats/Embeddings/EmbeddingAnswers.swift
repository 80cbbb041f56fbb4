/// The answers with embeddings: numbers in an array, or 32-bit floats in Base64.
extension EmbeddingService {
    /// - Parameter count: how many vectors were asked for.
    func embeddings(in answer: JSONValue, count: Int) throws(LLMError) -> Embeddings {
        let rows: [JSONValue]?
        let usage: JSONValue?
        switch format {
        case .openAI:
            rows = answer["data"]?.array
            usage = answer["usage"]?["prompt_tokens"]
        case .gemini:
            rows = answer["embeddings"]?.array
            usage = answer["usageMetadata"]?["promptTokenCount"]
        }
        guard let rows else {
            throw LLMError(
                .protocol,
                "the answer is JSON, but holds no embeddings: "
                    + "`\(String(excerptOf: JSONWriter.bytes(of: answer)))`")
        }
        guard rows.count == count else {
            throw LLMError(.protocol, "\(count) embeddings were asked for, and \(rows.count) came")
        }
        var vectors = [[Float]?](repeating: nil, count: count)
        for (position, row) in rows.enumerated() {
            let index = row["index"]?.int ?? position
            guard vectors.indices.contains(index), vectors[index] == nil else {
                throw LLMError(.protocol, "the embeddings are numbered wrongly")
            }
            vectors[index] = try Self.vector(row["embedding"] ?? row["values"])
        }
        return Embeddings(
            vectors: vectors.compactMap(\.self), model: answer["model"]?.string ?? "",
            usage: usage?.int.map { Usage(inputTokens: $0, outputTokens: 0) })
    }

    private static func vector(_ value: JSONValue?) throws(LLMError) -> [Float] {
        switch value {
        case .array(let numbers):
            var vector: [Float] = []
            vector.reserveCapacity(numbers.count)
            for number in numbers {
                guard case .number(let text) = number, let component = Float(text) else {
                    throw LLMError(.protocol, "an embedding holds something that is no number")
                }
                vector.append(component)
            }
            return vector
        case .string(let text):
            guard let bytes = Base64.decoded(Array(text.utf8)), bytes.count % 4 == 0 else {
                throw LLMError(.protocol, "an embedding is no Base64 of 32-bit numbers")
            }
            return floats(bytes)
        default:
            throw LLMError(.protocol, "an embedding is neither an array nor Base64")
        }
    }

    /// Little-endian, as IEEE 754 has them.
    private static func floats(_ bytes: [UInt8]) -> [Float] {
        var vector: [Float] = []
        vector.reserveCapacity(bytes.count / 4)
        for start in stride(from: 0, to: bytes.count, by: 4) {
            var bits: UInt32 = 0
            for offset in 0..<4 { bits |= UInt32(bytes[start + offset]) << UInt32(8 * offset) }
            vector.append(Float(bitPattern: bits))
        }
        return vector
    }
}
