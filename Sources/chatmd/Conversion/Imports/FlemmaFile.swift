import LLMCore
import MarkdownHistory

/// Reads a chat of Flemma (`.chat`): perhaps settings in a fence on the first line, then messages that
/// begin with `@System:`, `@You:` and `@Assistant:`.
///
/// Flemma fills in `{{ expressions }}` and sends the files behind `@./path`. Here both are text; a
/// note names them. The settings are a Lua program or JSON: it is not run, and kept in a note whole.
struct FlemmaFile {
    private(set) var conversation = ImportedConversation(embeds: [])
    private var calls = ImportedCalls()
    /// What Flemma would have filled in or sent.
    private var references: [String] = []
    private var knownReferences: Set<String> = []

    private static let roles: [String: Role] = [
        "System": .system, "You": .user, "User": .user, "Assistant": .assistant,
    ]

    init(parsing source: SourceText) throws(MarkdownHistoryError) {
        let lines = ForeignLines(source: source)
        let first = readFrontMatter(lines)
        // Once a message could begin on the line of its marker; then every line like it is one.
        let isStrict = (first..<max(lines.count + 1, first)).contains { line in
            Self.marker(lines[line])?.isAlone == true
        }
        let starts = Self.starts(lines, first, isStrict: isStrict)
        let end = starts.first?.line ?? lines.count + 1
        if first < end {
            conversation.note(before: lines.text(of: first..<end), unsentBy: "Flemma")
        }
        for (start, range) in zip(starts, lines.ranges(from: starts.map(\.line))) {
            read(start.role, body(lines, range, start.offset))
        }
        if !references.isEmpty {
            conversation.note(
                "Flemma fills these in, or sends the files; here they are text, and nothing was read. To "
                    + "send a file, name it in a message: ![…](path)",
                quoting: references.joined(separator: "\n"))
        }
        conversation.flushNotes()
        guard !conversation.isEmpty else { throw .noMessage("`@You:`", line: first) }
    }

    // MARK: Markers

    /// The role that a line begins a message of, and whether nothing else stands on it.
    static func marker(
        _ line: ArraySlice<UInt8>
    ) -> (role: Role, offset: Int, isAlone: Bool)? {
        guard line.first == UInt8(ascii: "@"), let colon = line.firstIndex(of: UInt8(ascii: ":")),
            colon - line.startIndex <= 12,
            let role = roles[String(decoding: line[line.startIndex + 1..<colon], as: UTF8.self)]
        else { return nil }
        let rest = line[(colon + 1)...]
        let isAlone = rest.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        return (role, colon + 1 - line.startIndex, isAlone)
    }

    /// Where messages begin; a marker in a code block of backticks is text.
    private static func starts(
        _ lines: ForeignLines, _ first: Int, isStrict: Bool
    ) -> [(line: Int, role: Role, offset: Int)] {
        var starts: [(line: Int, role: Role, offset: Int)] = []
        var fence = 0
        for number in first..<max(lines.count + 1, first) {
            let line = lines[number]
            if fence > 0 {
                if closes(line, fence) { fence = 0 }
                continue
            }
            if let marker = marker(line), marker.isAlone || !isStrict {
                starts.append((number, marker.role, marker.offset))
            } else if isStrict, !starts.isEmpty {
                fence = opening(line)
            }
        }
        return starts
    }

    /// The number of backticks that a line opens a code block with; 0 where it opens none.
    private static func opening(_ line: ArraySlice<UInt8>) -> Int {
        let count = line.prefix { $0 == UInt8(ascii: "`") }.count
        return count >= 3 && !line.dropFirst(count).contains(UInt8(ascii: "`")) ? count : 0
    }

    private static func closes(_ line: ArraySlice<UInt8>, _ fence: Int) -> Bool {
        let count = line.prefix { $0 == UInt8(ascii: "`") }.count
        return count >= fence && line.dropFirst(count).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    private func body(
        _ lines: ForeignLines, _ range: Range<Int>, _ offset: Int
    ) -> [ArraySlice<UInt8>] {
        var body: [ArraySlice<UInt8>] = []
        let first = lines[range.lowerBound].dropFirst(offset).drop { $0 == 0x20 || $0 == 0x09 }
        if !first.isEmpty { body.append(first) }
        body += range.dropFirst().map { lines[$0] }
        return body
    }
}

// MARK: - Messages

extension FlemmaFile {
    private mutating func read(_ role: Role, _ body: [ArraySlice<UInt8>]) {
        let message = FlemmaMessage(body, role: role)
        if role == .assistant {
            for thought in message.thoughts where !thought.isBlankText {
                conversation.append(.init(role: .note, label: "reasoning", text: thought))
            }
            calls.beginMessage()
            let blocks = message.records.map { record in
                calls.call(record.name, id: record.id, arguments: record.content)
            }
            if !message.text.isBlankText || !blocks.isEmpty {
                conversation.append(.init(role: role, text: message.text, blocks: blocks))
            }
            for remark in message.remarks { conversation.note(remark) }
            return
        }
        if !message.records.isEmpty {
            let blocks = message.records.map { record in
                calls.result(record.content, id: record.id, name: nil, isError: record.isError)
            }
            conversation.append(.init(role: .tool, blocks: blocks))
        }
        for reference in message.references() where knownReferences.insert(reference).inserted {
            references.append(reference)
        }
        if !message.text.isBlankText {
            conversation.append(.init(role: role, text: message.text))
        }
        for remark in message.remarks { conversation.note(remark) }
    }
}

// MARK: - Front matter

extension FlemmaFile {
    /// Reads the settings in the fence on the first line; returns the line after it.
    private mutating func readFrontMatter(_ lines: ForeignLines) -> Int {
        guard lines.count > 0, let language = Self.language(lines.marker(1)),
            let end = (1..<lines.count).first(where: { line in
                lines.marker(line + 1).elementsEqual("```".utf8)
            })
        else { return 1 }
        let text = lines.text(of: 2..<end + 1)
        var settings = ImportedSettings()
        for line in 2..<max(end + 1, 2) where language == "lua" {
            if let (name, value) = Self.assignment(lines.string(line)) {
                Self.set(name, value, &settings)
            }
        }
        conversation.settings = settings.text
        if !text.isBlankText {
            conversation.note(
                "Flemma's settings. What chatmd has keys for stands above; it runs no Lua.",
                quoting: text.trimmedText, info: language)
        }
        return end + 2
    }

    static func language(_ line: ArraySlice<UInt8>) -> String? {
        guard line.starts(with: "```".utf8) else { return nil }
        let word = line.dropFirst(3)
        let isWord = word.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        }
        return isWord && !word.isEmpty ? String(decoding: word, as: UTF8.self).lowercased() : nil
    }

    /// `flemma.opt.NAME = VALUE` with a number or a text.
    private static func assignment(_ line: String) -> (name: String, value: String)? {
        let prefix = "flemma.opt."
        guard line.hasPrefix(prefix), let sign = line.firstIndex(of: "=") else { return nil }
        let name = String(line[line.index(line.startIndex, offsetBy: prefix.utf8.count)..<sign])
        let rest = String(line[line.index(after: sign)...]).trimmedText
        if let quote = rest.first, quote == "\"" || quote == "'" {
            let text = rest.dropFirst().prefix { $0 != quote }
            let isPlain = !text.contains("\\") && text.endIndex < rest.endIndex
            return isPlain ? (name.trimmedText, String(text)) : nil
        }
        let word = rest.prefix { $0 != " " && $0 != "\t" && $0 != "-" || $0 == rest.first }
        return Double(word) == nil ? nil : (name.trimmedText, String(word))
    }

    private static func set(_ name: String, _ value: String, _ settings: inout ImportedSettings) {
        switch name {
        case "model": settings.set(model: value, provider: nil)
        case "temperature", "max_tokens", "top_p": settings.set(name, text: value)
        case "thinking":
            settings.set(Int(value) == nil ? "reasoning_effort" : "thinking_budget", text: value)
        default: break
        }
    }
}
