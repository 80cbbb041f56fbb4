/// Puts the tool calls of one reply together from the pieces they come in.
///
/// Ids and names are set once, as OpenRouter repeats them; only arguments are appended. An id may
/// come later than the arguments, or never: then one is made up.
struct ToolCallCollector {
    private struct Pieces {
        /// What the provider tells its calls apart by.
        var key: Int
        var id: String?
        var name = ""
        var arguments = ""
        var joiner = SurrogateJoiner()
        var signature: String?
        /// The pieces are a text, not JSON.
        var isCustom = false

        /// `{}` where there are none.
        var wholeArguments: String {
            if isCustom {
                let object: JSONValue = ["input": .string(arguments)]
                return String(decoding: JSONWriter.bytes(of: object), as: UTF8.self)
            }
            let isBlank = arguments.utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
            return isBlank ? "{}" : arguments
        }
    }

    private var pieces: [Pieces] = []

    var isEmpty: Bool { pieces.isEmpty }
    /// A key that no call has yet, for a provider that does not number its calls.
    var nextKey: Int { (pieces.map(\.key).max() ?? -1).addingClamped(1) }
    var lastKey: Int? { pieces.last?.key }

    /// The key of the call with that id.
    func key(ofID id: String) -> Int? {
        pieces.last { $0.id == id }?.key
    }

    /// The id of the call with that key, once it has one.
    func id(ofKey key: Int) -> String? {
        pieces.last { $0.key == key }?.id
    }

    /// Adds to the call of that key, which is begun where there is none.
    ///
    /// - Parameters:
    ///   - arguments: a piece of the arguments' JSON text, or the arguments as an object.
    ///   - isCustom: whether they are a custom tool's, and so a text.
    mutating func add(
        key: Int, id: String? = nil, name: String? = nil, arguments: JSONValue? = nil,
        signature: String? = nil, isCustom: Bool = false
    ) {
        let index: Int
        if let found = pieces.lastIndex(where: { $0.key == key }) {
            index = found
        } else {
            index = pieces.count
            pieces.append(Pieces(key: key))
        }
        if pieces[index].id == nil, let id, !id.isEmpty { pieces[index].id = id }
        if pieces[index].name.isEmpty, let name { pieces[index].name = name }
        pieces[index].signature = pieces[index].signature ?? signature
        if isCustom { pieces[index].isCustom = true }
        if let arguments { append(arguments, at: index) }
    }

    /// Replaces what has come of the arguments, where a provider ends by repeating them whole.
    mutating func set(arguments: JSONValue, key: Int) {
        guard let index = pieces.lastIndex(where: { $0.key == key }) else { return }
        pieces[index].arguments = ""
        pieces[index].joiner = SurrogateJoiner()
        append(arguments, at: index)
    }

    private mutating func append(_ arguments: JSONValue, at index: Int) {
        if let text = pieces[index].joiner.text(of: arguments) {
            pieces[index].arguments += text
        } else if arguments.object != nil {
            let bytes = JSONWriter.bytes(of: arguments)
            pieces[index].arguments += String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The calls whose arguments have come to their end: what a reply that broke off leaves.
    ///
    /// - Parameter given: how many of all are not to be among them.
    func wholeCalls(after given: Int = 0) -> [ToolCall] {
        calls.dropFirst(given).filter { call in
            // Where a text ends nobody can tell.
            !call.name.isEmpty && !call.isCustom
                && (try? JSONParser.parse(call.arguments))?.object != nil
        }
    }

    /// The calls in the order they began, each with an id of its own and arguments.
    var calls: [ToolCall] {
        var taken = Set(pieces.compactMap(\.id))
        var number = 1
        return pieces.map { piece in
            var id = piece.id ?? ""
            if piece.id == nil {
                repeat {
                    id = "call_\(number)"
                    number += 1
                } while !taken.insert(id).inserted
            }
            return ToolCall(
                id: id, name: piece.name, arguments: piece.wholeArguments,
                signature: piece.signature, isCustom: piece.isCustom)
        }
    }
}

extension ToolCallCollector {
    /// Whether an id is one of those that are made up here, which mean nothing to any provider. Read
    /// from a file, where each is there once, it may have a number more.
    static func isMadeUp(_ id: String) -> Bool {
        let digits = id.utf8.dropFirst(5)
        return id.hasPrefix("call_") && !digits.isEmpty
            && digits.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == 0x2D
            }
    }
}
