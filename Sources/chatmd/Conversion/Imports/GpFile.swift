import LLMCore
import MarkdownHistory

/// Reads a chat of gp.nvim: a header up to a line of `---`, then messages that begin with `💬:` and
/// `🤖:`.
struct GpFile {
    private(set) var conversation = ImportedConversation(embeds: [])

    private static let topic = Array("# topic: ".utf8)
    /// The second is what gp.nvim wrote before.
    private static let userMarks = ["💬:", "🗨:"].map { Array($0.utf8) }
    private static let assistantMark = Array("🤖:".utf8)

    static func isHeader(_ line: ArraySlice<UInt8>) -> Bool { line.starts(with: topic) }

    init(parsing source: SourceText) throws(MarkdownHistoryError) {
        let lines = ForeignLines(source: source)
        let end = (0..<lines.count).first { lines[$0 + 1].starts(with: "---".utf8) }
        guard let end else {
            throw MarkdownHistoryError(
                line: max(lines.count, 1), column: 1, message: "the header of the chat has no end",
                hint: "gp.nvim has a line of `---` before the first message")
        }
        readHeader(lines, 1..<end + 1)
        readMessages(lines, end + 2)
        conversation.flushNotes()
        guard !conversation.isEmpty else { throw .noMessage("`💬:`", line: end + 1) }
    }

    // MARK: Messages

    private mutating func readMessages(_ lines: ForeignLines, _ first: Int) {
        var starts: [(line: Int, role: Role, offset: Int)] = []
        for line in first..<max(lines.count + 1, first) {
            let text = lines[line]
            if let mark = Self.userMarks.first(where: { text.starts(with: $0) }) {
                let blanks = text.dropFirst(mark.count).prefix { $0 == 0x20 || $0 == 0x09 }
                starts.append((line, .user, mark.count + blanks.count))
            } else if text.starts(with: Self.assistantMark) {
                starts.append((line, .assistant, Self.assistantMark.count))
            }
        }
        let end = starts.first?.line ?? lines.count + 1
        if first < end {
            conversation.note(before: lines.text(of: first..<end), unsentBy: "gp.nvim")
        }
        var labels = ReducedNames(fallback: "assistant")
        for (start, range) in zip(starts, lines.ranges(from: starts.map(\.line))) {
            var text = lines.text(of: range, from: start.offset)
            var label: String?
            if start.role == .assistant {
                // The agent's name is the rest of the line.
                let rest = lines[start.line].dropFirst(start.offset)
                let name = String(decoding: rest, as: UTF8.self).trimmedText
                if name.hasPrefix("["), name.hasSuffix("]") {
                    if name.utf8.count > 2 { label = labels.reduced(name) }
                    text = lines.text(of: range.dropFirst())
                }
            }
            guard !text.isBlankText else { continue }
            conversation.append(.init(role: start.role, label: label, text: text))
        }
    }
}

// MARK: - Header

extension GpFile {
    private mutating func readHeader(_ lines: ForeignLines, _ header: Range<Int>) {
        var settings = ImportedSettings()
        var (model, provider, role): (String?, String?, String?)
        var rest = ""
        for line in header {
            let text = lines.string(line)
            if text.hasPrefix("- model: ") {
                model = String(text.dropFirst(9)).trimmedText
            } else if text.hasPrefix("- provider: ") {
                provider = String(text.dropFirst(12)).trimmedText
            } else if text.hasPrefix("- role: ") {
                role = String(text.dropFirst(8)).trimmedText
            } else if !text.isBlankText {
                rest += text + "\n"
            }
        }
        if let model, !model.isEmpty { set(model, provider, &settings) }
        conversation.settings = settings.text
        if !rest.isEmpty {
            conversation.note("The header of gp.nvim's chat:", quoting: rest.trimmedText)
        }
        conversation.note(leavingOut: settings.leftOut, of: "gp.nvim's header")
        if let role, !role.isEmpty {
            let decoded = (try? JSONParser.parse(role))?.string
            conversation.append(
                .init(role: .system, text: (decoded ?? role).unescapingLineBreaks))
        }
    }

    /// A name, or an object with the name and parameters, in which underscores may be escaped.
    private func set(_ model: String, _ provider: String?, _ settings: inout ImportedSettings) {
        var unescaped = ""
        for scalar in model.unicodeScalars {
            if scalar == "_", unescaped.hasSuffix("\\") { unescaped.removeLast() }
            unescaped.unicodeScalars.append(scalar)
        }
        guard let object = (try? JSONParser.parse(unescaped))?.object else {
            return settings.set(model: model, provider: provider)
        }
        if let name = object["model"]?.string {
            settings.set(model: name, provider: provider)
        } else if let provider {
            settings.leaveOut("provider", .string(provider))
        }
        for member in object.members where member.key != "model" || member.value.string == nil {
            settings.set(member.key, member.value)
        }
    }
}
