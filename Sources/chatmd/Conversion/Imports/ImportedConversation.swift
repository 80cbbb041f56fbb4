import ConfigText
import LLMCore
import MarkdownHistory

/// A conversation from another format, ready to be written as a conversation file.
struct ImportedConversation: Equatable {
    struct Section: Equatable {
        var role: Role
        var label: String?
        var text = ""
        var blocks: [FencedBlock] = []
    }

    /// The front matter, as TOML.
    var settings = ""
    /// What may be embedded, by destination: an image in a text of another format was never more
    /// than text. nil where the format embeds as chatmd does.
    var embeds: Set<String>?
    private(set) var sections: [Section] = []
    /// A note about what has no place in the file; it waits until it cannot part a call from its
    /// result.
    private var pendingNotes: [Section] = []

    init(embeds: Set<String>? = nil) {
        self.embeds = embeds
    }

    /// Adds a message. Results of tools that follow each other share one section.
    mutating func append(_ section: Section) {
        if section.role == .tool {
            if section.text.isEmpty, sections.last?.role == .tool {
                sections[sections.count - 1].blocks += section.blocks
                return
            }
        } else {
            flushNotes()
        }
        sections.append(section)
    }

    /// Notes what was left out: nothing of a foreign file disappears without a word.
    mutating func note(leavingOut members: JSONObject, of place: String) {
        guard !members.isEmpty else { return }
        let json = JSONWriter.indentedBytes(of: JSONValue.object(members).shortened).dropLast()
        pendingNotes.append(
            Section(
                role: .note, label: "import", text: "Left out of \(place):",
                blocks: [FencedBlock(info: "json", content: String(decoding: json, as: UTF8.self))]
            )
        )
    }

    /// Notes a text that no section has a place for, whole.
    mutating func note(_ text: String) {
        pendingNotes.append(Section(role: .note, label: "import", text: text))
    }

    /// Notes what stands before the first message, which the program does not send.
    mutating func note(before text: String, unsentBy program: String) {
        guard !text.isBlankText else { return }
        note("\(program) does not send what stands before the first message:\n\n\(text)")
    }

    /// Notes what was another program's to do, word for word: nothing of it is done here.
    mutating func note(_ text: String, quoting content: String, info: String = "text") {
        pendingNotes.append(
            Section(
                role: .note, label: "import", text: text,
                blocks: [FencedBlock(info: info, content: content)]
            )
        )
    }

    mutating func flushNotes() {
        sections += pendingNotes
        pendingNotes = []
    }

    var isEmpty: Bool { sections.allSatisfy { $0.role == .note } }

    /// The conversation file.
    func file(lineEnding: LineEnding = .lineFeed) throws(MarkdownHistoryError) -> [UInt8] {
        var writer = try ConversationWriter(settings: settings, lineEnding: lineEnding)
        for section in sections + pendingNotes {
            let isEmbedding = section.role == .user || section.role == .system
            let text =
                isEmbedding
                ? embeds.map { EmbedEscaper.escaped(section.text, except: $0) } : nil
            try writer.append(
                section.role, label: section.label, text ?? section.text, blocks: section.blocks
            )
        }
        try writer.finish()
        return writer.bytes
    }
}

extension JSONValue {
    private static let longestText = 500

    /// The value with long texts cut: a note has no room for a sound file.
    fileprivate var shortened: JSONValue {
        switch self {
        case .string, .unpairedString:
            guard let text = string, text.utf8.count > Self.longestText else { return self }
            return .string("\(text.prefix(60))… (\(text.utf8.count) bytes)")
        case .array(let elements):
            return .array(elements.map(\.shortened))
        case .object(let object):
            return .object(JSONObject(object.members.map { ($0.key, $0.value.shortened) }))
        default:
            return self
        }
    }
}
