/// A chat completion in one piece: its choices hold a `message` in place of deltas.
extension OpenAIChatStream {
    mutating func decode(whole body: [UInt8], into events: inout [StreamEvent]) throws(LLMError) {
        let value: JSONValue
        do {
            value = try JSONParser.parse(body)
        } catch {
            throw LLMError.notJSON("the answer", body, error)
        }
        // Gateways wrap an error into an array.
        try take(value[0] ?? value, into: &events)
        if value["choices"] == nil {
            let excerpt = String(excerptOf: body)
            throw LLMError(.protocol, "the answer is JSON, but not a chat completion: `\(excerpt)`")
        }
        try conclude(into: &events)
    }
}
