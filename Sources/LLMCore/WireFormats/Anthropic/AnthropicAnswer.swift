/// A message in one piece: its blocks are those of a stream, each begun in its final state.
extension AnthropicStream {
    mutating func decode(whole body: [UInt8], into events: inout [StreamEvent]) throws(LLMError) {
        let value: JSONValue
        do {
            value = try JSONParser.parse(body)
        } catch {
            throw LLMError.notJSON("the answer", body, error)
        }
        // Gateways wrap an error into an array.
        let message = value[0] ?? value
        if message.reportedError != nil { try fail(message, into: &events) }
        guard let blocks = message["content"]?.array else {
            let excerpt = String(excerptOf: body)
            throw LLMError(
                .protocol, "the answer is JSON, but not a message of Anthropic's: `\(excerpt)`")
        }
        begin(message)
        for (index, block) in blocks.enumerated() {
            begin(block, at: index, into: &events)
            close(index, into: &events)
        }
        note(stop: message)
        conclude(into: &events)
    }
}
