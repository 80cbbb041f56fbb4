/// The words of a reply on their way from a provider's JSON to events: characters whose halves
/// came in two pieces are joined, empty pieces dropped.
struct ReplyPieces {
    private var text = SurrogateJoiner()
    private var refusal = SurrogateJoiner()
    private var reasoning = SurrogateJoiner()

    mutating func append(text piece: JSONValue?, to events: inout [StreamEvent]) {
        if let piece, let text = text.text(of: piece), !text.isEmpty { events.append(.text(text)) }
    }

    mutating func append(refusal piece: JSONValue?, to events: inout [StreamEvent]) {
        if let piece, let text = refusal.text(of: piece), !text.isEmpty {
            events.append(.refusal(text))
        }
    }

    mutating func append(reasoning piece: JSONValue?, to events: inout [StreamEvent]) {
        if let piece, let text = reasoning.text(of: piece), !text.isEmpty {
            events.append(.reasoning(text))
        }
    }

    /// Gives out halves that nothing can complete any more.
    mutating func flush(into events: inout [StreamEvent]) {
        if let rest = reasoning.finish() { events.append(.reasoning(rest)) }
        if let rest = text.finish() { events.append(.text(rest)) }
        if let rest = refusal.finish() { events.append(.refusal(rest)) }
    }
}
