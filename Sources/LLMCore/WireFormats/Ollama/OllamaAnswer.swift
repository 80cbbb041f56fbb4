/// An answer in one piece: the one line, which is done. A proxy may also call a whole stream JSON.
extension OllamaStream {
    mutating func decode(whole body: [UInt8], into events: inout [StreamEvent]) throws(LLMError) {
        if let value = try? JSONParser.parse(body) {
            try take(value[0] ?? value, into: &events)
        } else {
            var lines = JSONLineParser()
            for line in try lines.consume(body[...]) { try decode(line, into: &events) }
            if let line = lines.finish() { try decode(line, into: &events) }
        }
        if isFinished { return }
        if model == nil {
            let excerpt = String(excerptOf: body)
            throw LLMError(.protocol, "the answer is JSON, but not a reply: `\(excerpt)`")
        }
        try finish(into: &events)
    }
}
