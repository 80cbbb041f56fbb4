import LLMCore
import MarkdownHistory

/// A message as it is exported: what is said and the calls after it, or the result of a call.
struct ExportedMessage: Equatable {
    var role: MessageRole
    var name: String?
    /// A result's content, where the role is `tool`.
    var text: String
    /// The text with what goes along with it, in order; empty where there is only text.
    var parts: [Part] = []
    /// Each has its result in the messages directly after this one, and an id of its own.
    var calls: [ToolRecord] = []
    /// What the message is the result of, its text left to `text`.
    var result: ToolRecord?

    init(_ message: Message) {
        role = message.role
        name = message.name
        text = message.text
        if !message.attachments.isEmpty { parts = message.parts }
    }

    init(role: MessageRole, text: String, calls: [ToolRecord] = []) {
        self.role = role
        self.text = text
        self.calls = calls
    }

    init(result: ToolRecord) {
        role = .tool
        text = result.content
        self.result = result
        self.result?.content = ""
    }
}

extension ChatFile {
    /// The messages to export, with `system` in front, and what had to become something else.
    ///
    /// - Parameter embeds: for each turn what it embeds.
    func exportedMessages(
        system: String?, embeds: [[LoadedEmbed]] = [], strippingComments: Bool = false
    ) -> (messages: [ExportedMessage], warnings: [Diagnostic]) {
        var history = History(strippingComments: strippingComments, verb: "exported")
        let system = Message(role: .system, text: system ?? "")
        for (index, turn) in turns.enumerated() {
            history.append(turn, at: index, embedding: index < embeds.count ? embeds[index] : [])
        }
        let isEmpty = system.text.utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return (
            (isEmpty ? [] : [ExportedMessage(system)]) + history.messages, history.warnings
        )
    }
}

/// A conversation's messages while they are collected: calls and results in the pairs that services
/// want, each under an id that occurs once.
struct History {
    private let strippingComments: Bool
    /// What is done with the messages, for warnings.
    private let verb: String
    private(set) var messages: [ExportedMessage] = []
    /// For each message the index of the turn that says it.
    private(set) var sources: [Int] = []
    private(set) var warnings: [Diagnostic] = []
    /// In a file an id counts from a call to the next section; services want it once a request.
    private var ids = ReducedNames()
    /// The calls of the section before, by their ids in the file.
    private var open: [String: ToolRecord] = [:]

    init(strippingComments: Bool, verb: String) {
        self.strippingComments = strippingComments
        self.verb = verb
    }

    /// - Parameters:
    ///   - embeds: what the turn embeds.
    ///   - path: where the turn stands.
    mutating func append(
        _ turn: Turn, at index: Int, embedding embeds: [LoadedEmbed], in path: String? = nil
    ) {
        if turn.role == .tool {
            appendResults(turn)
            sources += Array(repeating: index, count: messages.count - sources.count)
            return
        }
        open = [:]
        var message = turn.message(strippingComments: strippingComments)
        message?.append(embeds, of: turn, in: path)
        if turn.role == .assistant, turn.endsWithCallAsText {
            warn("a call without a result after it is \(verb) as text", turn)
        }
        guard message != nil || !turn.toolRecords.isEmpty else { return }
        var exported = message.map(ExportedMessage.init) ?? .init(role: .assistant, text: "")
        for record in turn.toolRecords {
            var call = record
            call.id = ids.unused(record.id)
            open[record.id] = call
            exported.calls.append(call)
        }
        messages.append(exported)
        sources.append(index)
    }

    /// Of several results with one id the last counts, as of several calls. The others are quoted in
    /// a message of the user's, after the results: nothing may part those from their calls.
    private mutating func appendResults(_ turn: Turn) {
        var others: [ToolRecord] = []
        var results: [ToolRecord] = []
        for record in turn.toolRecords.reversed() {
            guard let call = open.removeValue(forKey: record.id) else {
                others.append(record)
                continue
            }
            var result = record
            (result.id, result.name) = (call.id, call.name)
            results.append(result)
        }
        open = [:]
        messages += results.reversed().map(ExportedMessage.init(result:))
        if !others.isEmpty {
            warn("a result that answers no call before it is \(verb) as the user's text", turn)
            let text = others.reversed().map(\.block.text).joined(separator: "\n\n")
            messages.append(ExportedMessage(role: .user, text: text))
        }
        // Not as the user's words: an image in it would become one that is read.
        if !turn.text.isEmpty {
            warn("text outside of results is not \(verb)", turn)
        }
    }

    private mutating func warn(_ message: String, _ turn: Turn) {
        warnings.append(
            Diagnostic(.warning, line: turn.headingLine ?? 1, column: 1, message: message)
        )
    }
}

extension Turn {
    /// Whether a code block that looks like a call stands in the text's end, where calls stand.
    fileprivate var endsWithCallAsText: Bool {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        guard let end = lines.last, end.count >= 3,
            end.allSatisfy({ $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") }),
            let opener = lines.dropLast().last(where: { $0.starts(with: end) })
        else { return false }
        return opener.dropFirst(end.count).drop { $0 == UInt8(ascii: " ") }
            .starts(with: "tool_call ".utf8)
    }
}
