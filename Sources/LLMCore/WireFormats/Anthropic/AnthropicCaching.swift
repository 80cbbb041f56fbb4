/// Where the prefix of a prompt is marked for Anthropic's cache.
///
/// Writing into the cache costs a quarter more than reading anew, reading from it a tenth. So it is
/// marked only where the same prefix is about to be sent again: in a conversation that has had a
/// reply, or where tools are offered, whose results make a second request. The marks, at most four:
///
/// - the end of the system text, or of the tools: it outlives changes to the messages;
/// - the last two turns of the assistant: the older is where the request before this one had its
///   newer, so its prefix is found; the newer extends it. The newest turn of the user stays
///   outside, as people rewrite it and ask again;
/// - with tools, that turn as well: what follows is a round of the same turn, unaltered.
///
/// Below 1024 tokens or so nothing is cached, so nothing is marked. The limit differs by model, 512
/// to 4096; a mark on less than that has no effect and costs nothing.
extension AnthropicPrompt {
    private static let smallestPrefix = 4096  // bytes of text: about 1024 tokens

    mutating func markForCaching(isPrefilled: Bool) {
        let newest = turns.count - (isPrefilled ? 2 : 1)
        let replies = turns.indices.filter { turns[$0].isAssistant && $0 < newest }
        if replies.isEmpty, tools.isEmpty { return }

        var size = 0
        for object in tools + system { size += JSONValue.object(object).textSize }
        if size >= Self.smallestPrefix {
            if system.isEmpty {
                tools[tools.count - 1].mark()
            } else {
                system[system.count - 1].mark()
            }
        }
        for index in turns.indices {
            size += turns[index].value.textSize
            let isStable = replies.suffix(2).contains(index) || index == newest && !tools.isEmpty
            if isStable, size >= Self.smallestPrefix { mark(turn: index) }
        }
    }
}

extension AnthropicTurn {
    /// Marks the last block; thinking cannot be marked.
    mutating func mark() {
        let index = blocks.lastIndex {
            let type = $0["type"]?.string
            return type != "thinking" && type != "redacted_thinking"
        }
        if let index {
            blocks[index].mark()
        } else if !results.isEmpty {
            results[results.count - 1].mark()
        }
    }
}

extension JSONObject {
    fileprivate mutating func mark() {
        self["cache_control"] = ["type": "ephemeral"]
    }
}

extension JSONValue {
    /// The bytes of all strings and keys in it: a cheap measure of what a model has to read.
    fileprivate var textSize: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .unpairedString(let bytes): bytes.count
        case .array(let elements): elements.reduce(0) { $0 + $1.textSize }
        case .object(let object):
            object.members.reduce(0) { $0 + $1.key.utf8.count + $1.value.textSize }
        case .null, .bool, .number: 4
        }
    }
}
