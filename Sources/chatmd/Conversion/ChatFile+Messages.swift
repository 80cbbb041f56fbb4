import LLMCore
import MarkdownHistory

extension ChatFile {
    /// The messages to send, with `system` in front.
    ///
    /// Notes are never sent. Sections of one role that follow each other stay separate messages. Calls
    /// of tools are sent with their results, and as text where there are none.
    ///
    /// - Parameters:
    ///   - before: what goes between `system` and the conversation.
    ///   - embeds: for each turn what it embeds, which follows the message in its order.
    ///   - path: where the embeds stand.
    func messages(
        system: String?, before: [Message] = [], embeds: [[LoadedEmbed]] = [],
        path: String? = nil, strippingComments: Bool = false, warnings: inout [Diagnostic]
    ) -> [Message] {
        var messages: [Message] = []
        if let system, !system.isEmpty { messages.append(Message(role: .system, text: system)) }
        return messages + before
            + placedMessages(
                embeds: embeds, path: path, strippingComments: strippingComments,
                warnings: &warnings
            ).map(\.message)
    }

    /// The conversation's own messages, and the lines they begin in.
    func placedMessages(
        embeds: [[LoadedEmbed]], path: String?, strippingComments: Bool,
        warnings: inout [Diagnostic]
    ) -> [(message: Message, line: Int)] {
        var history = History(strippingComments: strippingComments, verb: "sent")
        for (index, turn) in turns.enumerated() {
            history.append(
                turn, at: index, embedding: index < embeds.count ? embeds[index] : [], in: path)
        }
        warnings += history.warnings
        var messages: [(message: Message, line: Int)] = []
        for (exported, source) in zip(history.messages, history.sources) {
            if let result = exported.result.map({ ToolResult($0, content: exported.text) }) {
                // The results of one reply's calls are one message.
                if messages.last?.message.role == .tool {
                    messages[messages.count - 1].message.parts.append(.toolResult(result))
                    continue
                }
                messages.append((.results([result]), turns[source].startLine))
                continue
            }
            messages.append((Message(exported), turns[source].startLine))
        }
        return messages
    }

    /// Why there is nothing to answer, and what to do; nil where the last message is the user's.
    var nothingToSend: (reason: String, hint: String)? {
        let hint =
            "write a message under `\(RoleLine(.user).text)` at the end, or give one to "
            + "`chatmd append` with -p"
        let last = turns.last { $0.message() != nil || !$0.toolRecords.isEmpty }
        switch last?.role {
        case nil: return ("there is no message to answer", hint)
        case .user, .tool: return nil
        case .assistant:
            if sections.last?.role == .tool {
                return (
                    "no result stands under the last `\(RoleLine(.tool).text)`",
                    "write a tool_result block with the id of the call there, or take the heading out"
                )
            }
            return ("the last message is the assistant's, so there is nothing to answer", hint)
        case .system, .note:
            return ("there is no user message after the system message", hint)
        }
    }
}

extension Message {
    fileprivate init(_ exported: ExportedMessage) {
        self.init(role: exported.role, parts: exported.parts, name: exported.name)
        if parts.isEmpty, !exported.text.isEmpty { parts.append(.text(exported.text)) }
        for call in exported.calls {
            parts.append(
                .toolCall(ToolCall(id: call.id, name: call.name, arguments: call.content)))
        }
    }
}

extension ToolResult {
    fileprivate init(_ record: ToolRecord, content: String) {
        self.init(
            callID: record.id, name: record.name, content: content, isError: record.isError)
    }
}

extension Turn {
    fileprivate var startLine: Int { headingLine ?? lines.lowerBound }

    /// The turn as it is sent; nil where nothing of it is.
    func message(strippingComments: Bool = false) -> Message? {
        let text = strippingComments ? CommentStripper.strip(text) : text
        guard text.utf8.contains(where: { ![0x20, 0x09, 0x0A].contains($0) }) else { return nil }
        return switch role {
        case .user: Message(role: .user, text: text, name: label.flatMap(Self.name))
        case .assistant: Message(role: .assistant, text: text)
        case .system: Message(role: .system, text: text)
        case .tool, .note: nil
        }
    }

    /// The label as a message's `name`, which providers take as `[A-Za-z0-9_-]{1,64}` only.
    private static func name(_ label: String) -> String? {
        let isName = label.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isName ? label : nil
    }
}
