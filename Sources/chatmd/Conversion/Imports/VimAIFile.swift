import LLMCore
import MarkdownHistory

/// Reads a chat of vim-ai (`.aichat`): lines like `>>> user` and `<<< assistant`, before them perhaps
/// options under `[chat]`.
///
/// vim-ai reads files and runs commands for `>>> include` and `>>> exec`. Here they are quoted in
/// notes, and nothing is read or run.
struct VimAIFile {
    private(set) var conversation = ImportedConversation(embeds: [])
    private var calls = ImportedCalls()

    private enum Marker: String {
        case system = ">>> system"
        case user = ">>> user"
        case include = ">>> include"
        case exec = ">>> exec"
        case assistant = "<<< assistant"
        case thinking = "<<< thinking"
        case call = "<<< tool_call"
        case result = "<<< tool_response"
        case info = "<<< info"
    }

    init(parsing source: SourceText) throws(MarkdownHistoryError) {
        read(ForeignLines(source: source), isWhole: true)
        conversation.flushNotes()
        guard !conversation.isEmpty else { throw .noMessage("`>>> user`") }
    }

    /// Whether a line begins a message, or the options.
    static func isMarker(_ line: ArraySlice<UInt8>) -> Bool {
        marker(line) != nil || isHeader(line)
    }

    private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        line.elementsEqual("[chat]".utf8) || line.elementsEqual("[chat-options]".utf8)
    }

    private static func marker(_ line: ArraySlice<UInt8>) -> Marker? {
        guard line.starts(with: ">>> ".utf8) || line.starts(with: "<<< ".utf8) else { return nil }
        if let marker = Marker(rawValue: String(decoding: line, as: UTF8.self)) { return marker }
        // What went wrong, or was under way when the file was saved.
        let isState = ["<<< error", "<<< answering"].contains { line.starts(with: $0.utf8) }
        return isState ? .info : nil
    }

    /// - Parameter isWhole: whether it is a file, which may hold options, and is the user's message
    ///   where nothing else is said.
    private mutating func read(_ lines: ForeignLines, isWhole: Bool) {
        var starts: [(line: Int, marker: Marker)] = []
        for line in 0..<lines.count {
            guard let marker = Self.marker(lines.marker(line + 1)) else { continue }
            starts.append((line + 1, marker))
        }
        let before = 1..<(starts.first?.line ?? lines.count + 1)
        let rest = isWhole ? readHeader(lines, before) : lines.text(of: before)
        if starts.isEmpty {
            read(.user, rest)
        } else {
            conversation.note(before: rest, unsentBy: "vim-ai")
        }
        for (start, range) in zip(starts, lines.ranges(from: starts.map(\.line))) {
            let text = lines.text(of: range.dropFirst())
            let isState = start.marker == .info && !lines[start.line].elementsEqual("<<< info".utf8)
            read(start.marker, isState ? lines.string(start.line) + "\n" + text : text)
        }
    }

    private mutating func read(_ marker: Marker, _ text: String) {
        guard !text.isBlankText else { return }
        switch marker {
        case .system: conversation.append(.init(role: .system, text: text))
        case .user: conversation.append(.init(role: .user, text: text))
        case .assistant:
            calls.beginMessage()
            conversation.append(.init(role: .assistant, text: text))
        case .thinking:
            conversation.append(.init(role: .note, label: "reasoning", text: text))
        case .include:
            conversation.note(
                "vim-ai sends the files below here; chatmd has read none of them. To send one, name it "
                    + "in a message: ![…](path)", quoting: text.trimmedText)
        case .exec:
            conversation.note(
                "vim-ai runs the commands below here and sends what they print; chatmd has run none.",
                quoting: text.trimmedText, info: "sh")
        case .info: conversation.note(text)
        case .call, .result: readTool(marker, text)
        }
    }

    /// Calls and results stand in the file as messages of OpenAI's format, one after the other.
    private mutating func readTool(_ marker: Marker, _ text: String) {
        guard var message = (try? JSONParser.parse(text.trimmedText))?.object else {
            return conversation.note(
                "A message of a tool that is no JSON:", quoting: text.trimmedText)
        }
        let content = message.take("content")
        let parts = content?.array?.compactMap { $0["text"]?.string } ?? []
        let text = content?.string ?? parts.joined(separator: "\n\n")
        message["role"] = nil
        if marker == .call {
            let blocks = calls.blocks(calledBy: &message)
            if !blocks.isEmpty || !text.isBlankText {
                conversation.append(.init(role: .assistant, text: text, blocks: blocks))
            }
        } else {
            let (id, name) = (message.takeText("tool_call_id"), message.takeText("name"))
            conversation.append(
                .init(role: .tool, blocks: [calls.result(text, id: id, name: name)]))
        }
        conversation.note(leavingOut: message, of: "a message of a tool")
    }
}

// MARK: - Options

extension VimAIFile {
    /// Reads the options; returns what else stands there.
    private mutating func readHeader(_ lines: ForeignLines, _ before: Range<Int>) -> String {
        guard let header = before.first(where: { Self.isHeader(lines.marker($0)) }) else {
            return lines.text(of: before)
        }
        let end =
            (header + 1..<before.upperBound).first { lines.isBlank($0) } ?? before.upperBound
        var (model, provider): (String?, String?)
        var options: [(name: String, value: String)] = []
        var (others, prompt) = ("", "")
        for line in header + 1..<end {
            let text = lines.string(line)
            guard !text.hasPrefix("#"), let sign = text.firstIndex(of: "=") else {
                others += text + "\n"
                continue
            }
            let name = String(text[..<sign]).trimmedText
            let value = String(text[text.index(after: sign)...]).trimmedText
            let option = name.hasPrefix("options.") ? String(name.dropFirst(8)) : name
            switch option {
            case "model": model = value
            case "provider": provider = value
            case "initial_prompt": prompt = value.unescapingLineBreaks
            default: options.append((option, value))
            }
        }
        let settings = Self.settings(model, provider, options)
        conversation.settings = settings.text
        conversation.note(leavingOut: settings.leftOut, of: "vim-ai's options")
        if !others.isBlankText { conversation.note("Comments of the options:\n\n\(others)") }
        if !prompt.isBlankText, let source = try? SourceText(Array(prompt.utf8)) {
            read(ForeignLines(source: source), isWhole: false)
        }
        return lines.text(of: before.lowerBound..<header) + lines.text(of: end..<before.upperBound)
    }

    private static func settings(
        _ model: String?, _ provider: String?, _ options: [(name: String, value: String)]
    ) -> ImportedSettings {
        var settings = ImportedSettings()
        let endpoint = options.first { $0.name == "endpoint_url" }?.value ?? ""
        // A server of the user's own, which may speak as OpenAI's does.
        let isElsewhere = !endpoint.isEmpty && !endpoint.hasPrefix("https://api.openai.com/")
        if let model { settings.set(model: model, provider: isElsewhere ? nil : provider) }
        if let provider, isElsewhere || model == nil {
            settings.leaveOut("provider", .string(provider))
        }
        for (name, value) in options {
            switch name {
            case "stream", "request_timeout": break
            // How vim-ai spells that there is no limit.
            case "max_tokens", "max_completion_tokens":
                if value != "0" { settings.set(name, text: value) }
            default: settings.set(name, text: value)
            }
        }
        return settings
    }
}

extension MarkdownHistoryError {
    /// Where a file of another program holds no message; `sign` is what one would begin with.
    static func noMessage(_ sign: String, line: Int = 1) -> MarkdownHistoryError {
        MarkdownHistoryError(
            line: line, column: 1, message: "there is no message in it with anything in it",
            hint: "a message begins with a line \(sign)")
    }
}
