internal import CYAML

/// Reads what settings need of YAML 1.2: one document that is a mapping, without anchors, aliases,
/// tags, merge keys and directives.
///
/// What can be reached from a text is what stands in it, once: nothing is expanded, and no tag makes
/// a value of a kind of its own. Line breaks are LF and CRLF; the other breaks of YAML 1.1 (U+0085,
/// U+2028, U+2029) look like part of a line to everybody else and must be written as escapes.
public enum YAMLParser {
    /// The largest text that is read.
    public static let maximumSize = ConfigSource.maximumSize

    /// How deep mappings and sequences may nest.
    public static let maximumDepth = TOMLParser.maximumDepth

    /// The table that `bytes` describe, in source order.
    ///
    /// `firstLine` is the number of the first line in the file that the text was cut from, so that
    /// positions and errors name that file's lines. What is no configuration may be larger.
    public static func parse(
        _ bytes: some Collection<UInt8>,
        firstLine: Int = 1,
        maximumSize: Int = maximumSize
    ) throws(ConfigError) -> ConfigTable {
        let source = try ConfigSource(
            checking: Array(bytes), firstLine: firstLine, maximumSize: maximumSize)
        if let (offset, message) = YAMLComplaint.aboutCharacters(of: source.bytes) {
            throw source.error(message, at: offset)
        }
        return try source.bytes.withUnsafeBufferPointer { bytes throws(ConfigError) in
            var reader = try YAMLReader(bytes, source)
            return try reader.document()
        }
    }
}

/// Turns libyaml's events into values. libyaml takes them from a stack of its own; only the walk
/// here recurses, as deep as values may nest.
private struct YAMLReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: ConfigSource
    /// Where the sequences and mappings begin that are still open, innermost last.
    private var open: [Int] = []

    private struct Event {
        enum Kind: Equatable {
            case scalar(String, isPlain: Bool)
            case sequence
            case mapping
            /// The end of a sequence, a mapping, the document or the stream.
            case end
            /// The start of the stream or the document.
            case start
        }

        var kind: Kind
        var offset: Int
    }

    /// `bytes` are those of the source; they must outlive the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ source: ConfigSource) throws(ConfigError) {
        self.source = source
        // libyaml keeps the address of its parser.
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw source.error("there is not enough memory", at: 0)
        }
        let text = UnsafeBufferPointer(rebasing: bytes[(source.startsWithMark ? 3 : 0)...])
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    mutating func document() throws(ConfigError) -> ConfigTable {
        _ = try next()
        // Nothing but comments: the stream ends where a document would begin.
        guard try next().kind == .start else { return ConfigTable() }
        let root = try next()
        guard root.kind == .mapping else {
            let found = root.kind == .sequence ? "a list" : "text"
            throw source.error(
                "settings are `key: value` lines, and this is \(found)", at: root.offset)
        }
        let table = try table(depth: 0)
        // The document's end; then the stream's, or a second document, which is refused.
        _ = try next()
        _ = try next()
        return table
    }

    private mutating func value(_ event: Event, depth: Int) throws(ConfigError) -> ConfigValue {
        let position = source.position(at: event.offset)
        switch event.kind {
        case .scalar(let text, let isPlain):
            guard let kind = isPlain ? YAMLScalar.kind(ofPlain: text) : .string(text) else {
                throw source.error("this number does not fit into 64 bits", at: event.offset)
            }
            return ConfigValue(kind, at: position)
        case .mapping:
            try check(depth, at: event.offset)
            return ConfigValue(.table(try table(depth: depth)), at: position)
        default:
            try check(depth, at: event.offset)
            var values: [ConfigValue] = []
            while case let item = try next(), item.kind != .end {
                values.append(try value(item, depth: depth + 1))
            }
            return ConfigValue(.array(values), at: position)
        }
    }

    private mutating func table(depth: Int) throws(ConfigError) -> ConfigTable {
        var table = ConfigTable()
        var keys: Set<String> = []
        while case let event = try next(), event.kind != .end {
            let key = try key(event)
            guard keys.insert(key).inserted else {
                throw source.error("`\(key)` is already defined", at: event.offset)
            }
            table.entries.append(
                ConfigTable.Entry(
                    key: key,
                    keyPosition: source.position(at: event.offset),
                    value: try value(try next(), depth: depth + 1)
                )
            )
        }
        return table
    }

    private func key(_ event: Event) throws(ConfigError) -> String {
        guard case .scalar(let text, let isPlain) = event.kind else {
            throw source.error("a key must be text, not a list or a mapping", at: event.offset)
        }
        guard isPlain else { return text }
        if text == "<<" { throw source.error("merge keys are not allowed", at: event.offset) }
        if case .string = YAMLScalar.kind(ofPlain: text) { return text }
        throw source.error(
            text.isEmpty
                ? "a key is missing before `:`"
                : "a key must be text; this one needs quotes: \"\(text)\"", at: event.offset)
    }

    private func check(_ depth: Int, at offset: Int) throws(ConfigError) {
        guard depth > YAMLParser.maximumDepth else { return }
        throw source.error(
            "mappings and lists are nested more than \(YAMLParser.maximumDepth) deep", at: offset)
    }
}

// MARK: - Events

extension YAMLReader {
    /// The next event; what is not allowed in any place throws.
    private mutating func next() throws(ConfigError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        let offset = source.offset(ofCharacter: event.start_mark.index)
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try refuse(anchor: scalar.anchor, tag: scalar.tag, at: offset)
            let bytes = UnsafeRawBufferPointer(start: scalar.value, count: scalar.length)
            let text = String(decoding: bytes, as: UTF8.self)
            let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            return Event(kind: .scalar(text, isPlain: isPlain), offset: offset)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            try refuse(anchor: start.anchor, tag: start.tag, at: offset)
            open.append(offset)
            return Event(kind: .sequence, offset: offset)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            try refuse(anchor: start.anchor, tag: start.tag, at: offset)
            open.append(offset)
            return Event(kind: .mapping, offset: offset)
        case YAML_ALIAS_EVENT:
            throw source.error(YAMLComplaint.alias, at: offset)
        case YAML_DOCUMENT_START_EVENT:
            let start = event.data.document_start
            if start.version_directive != nil || start.tag_directives.start != nil {
                throw source.error(YAMLComplaint.directive, at: offset)
            }
            if start.implicit == 0 { throw source.error(YAMLComplaint.document, at: offset) }
            return Event(kind: .start, offset: offset)
        case YAML_STREAM_START_EVENT:
            return Event(kind: .start, offset: offset)
        default:
            // Also after the document and the stream, when nothing is open.
            _ = open.popLast()
            return Event(kind: .end, offset: offset)
        }
    }

    private func refuse(
        anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?,
        at offset: Int
    ) throws(ConfigError) {
        if anchor != nil { throw source.error(YAMLComplaint.anchor, at: offset) }
        if tag != nil { throw source.error(YAMLComplaint.tag, at: offset) }
    }

    private func failure() -> ConfigError {
        let parser = parser.pointee
        guard parser.error != YAML_MEMORY_ERROR, let problem = parser.problem else {
            return source.error("there is not enough memory", at: 0)
        }
        let complaint = YAMLComplaint(
            problem: String(cString: problem),
            at: source.offset(ofCharacter: parser.problem_mark.index),
            context: parser.context.map { String(cString: $0) } ?? "",
            from: source.offset(ofCharacter: parser.context_mark.index),
            openBracket: open.last { "[{".utf8.contains(source.bytes[$0]) },
            in: source.bytes
        )
        return source.error(complaint.message, at: complaint.offset)
    }
}
