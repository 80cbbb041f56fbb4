/// A response in one piece: what the last event of a stream holds.
extension OpenAIResponsesStream {
    mutating func decode(whole body: [UInt8], into events: inout [StreamEvent]) throws(LLMError) {
        var value: JSONValue
        do {
            value = try JSONParser.parse(body)
        } catch {
            throw LLMError.notJSON("the answer", body, error)
        }
        // Gateways wrap an error into an array.
        value = value[0] ?? value
        if value["output"]?.array == nil {
            if let error = LLMError(openAIResponse: value) { throw error }
            let excerpt = String(excerptOf: body)
            throw LLMError(.protocol, "the answer is JSON, but not a response: `\(excerpt)`")
        }
        identify(value)
        try conclude(value, into: &events)
    }
}
