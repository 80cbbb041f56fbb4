/// OpenRouter's `reasoning_details`, put together from the pieces of a stream.
///
/// Pieces of one detail share type and index: their texts are joined, whatever else they say is
/// taken from the last that says it. The result goes back to the provider as it is.
struct ReasoningDetails {
    private(set) var details: [JSONObject] = []

    private static let joined: Set<String> = ["text", "summary", "data"]

    mutating func append(_ pieces: JSONValue?) {
        for case .object(let piece) in pieces?.array ?? [] {
            guard let last = details.last, last["type"] == piece["type"],
                last["index"] == piece["index"], last["id"] == piece["id"] || piece["id"] == nil
            else {
                details.append(piece)
                continue
            }
            details[details.count - 1] = Self.join(last, piece)
        }
    }

    /// The details as one block; nil where there are none.
    var block: ProviderBlock? {
        if details.isEmpty { return nil }
        return ProviderBlock(
            wireFormat: .openAIChat, value: .array(details.map(JSONValue.object)))
    }

    private static func join(_ first: JSONObject, _ second: JSONObject) -> JSONObject {
        var result = first
        for member in second.members where !member.value.isNull {
            if joined.contains(member.key), let start = first[member.key]?.string,
                let end = member.value.string
            {
                result[member.key] = .string(start + end)
            } else {
                result[member.key] = member.value
            }
        }
        return result
    }
}
