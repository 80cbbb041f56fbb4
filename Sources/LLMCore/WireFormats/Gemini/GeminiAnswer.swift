/// A content in one piece; an array of chunks is what a stream without `alt=sse` is.
extension GeminiStream {
    mutating func decode(whole body: [UInt8], into events: inout [StreamEvent]) throws(LLMError) {
        let value: JSONValue
        do {
            value = try JSONParser.parse(body)
        } catch {
            throw LLMError.notJSON("the answer", body, error)
        }
        var isContent = false
        for chunk in value.array ?? [value] {
            try take(chunk, into: &events)
            isContent = isContent || chunk["candidates"] != nil || chunk["promptFeedback"] != nil
        }
        if !isContent {
            let excerpt = String(excerptOf: body)
            throw LLMError(
                .protocol, "the answer is JSON, but not a content of Gemini's: `\(excerpt)`")
        }
        try conclude(into: &events)
    }
}
