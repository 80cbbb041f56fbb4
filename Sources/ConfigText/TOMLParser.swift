internal import CTOML

/// Reads TOML 1.0.
public enum TOMLParser {
    /// The largest text that is read.
    public static let maximumSize = ConfigSource.maximumSize

    /// How deep tables and arrays may nest. Whatever walks a value does so recursively.
    public static let maximumDepth = 128

    /// The table that `bytes` describe.
    ///
    /// `firstLine` is the number of the first line in the file that the text was cut from, so that
    /// positions and errors name that file's lines.
    public static func parse(
        _ bytes: some Collection<UInt8>,
        firstLine: Int = 1
    ) throws(ConfigError) -> ConfigTable {
        let source = try ConfigSource(checking: Array(bytes), firstLine: firstLine)
        var outline = TOMLOutline()
        outline.read(source.bytes[...], until: maximumDepth)
        if outline.depth > maximumDepth {
            throw source.error(
                "tables and arrays are nested more than \(maximumDepth) deep", at: outline.offset)
        }

        let result = source.bytes.withUnsafeBytes { buffer in
            ctoml_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        defer { ctoml_free(result) }
        guard let result else { throw source.error("there is not enough memory", at: 0) }
        guard let root = ctoml_root(result) else {
            let failure = ctoml_failure(result)
            let complaint = TOMLComplaint(
                reported: text(failure.message), at: source.offset(of: failure.position),
                in: source.bytes)
            throw source.error(complaint.message, at: complaint.offset)
        }
        return table(root.pointee, source)
    }

    private static func value(_ node: ctoml_node, _ source: ConfigSource) -> ConfigValue {
        let kind: ConfigValue.Kind
        switch node.kind {
        case ctoml_string: kind = .string(text(node.text))
        case ctoml_integer: kind = .integer(Int(node.integer))
        case ctoml_float: kind = .float(node.number)
        case ctoml_boolean: kind = .boolean(node.boolean)
        case ctoml_array: kind = .array(children(node).map { value($0, source) })
        case ctoml_table: kind = .table(table(node, source))
        default:
            let range = source.offset(of: node.position)..<source.offset(of: node.end)
            kind = .date(String(decoding: source.bytes[range], as: UTF8.self))
        }
        return ConfigValue(kind, at: source.position(of: node.position))
    }

    private static func table(_ node: ctoml_node, _ source: ConfigSource) -> ConfigTable {
        // toml++ sorts by key.
        var entries = children(node).map { child in
            ConfigTable.Entry(
                key: text(child.key),
                keyPosition: source.position(of: child.key_position),
                value: value(child, source)
            )
        }
        entries.sort { $0.keyPosition < $1.keyPosition }
        return ConfigTable(entries: entries)
    }

    private static func children(_ node: ctoml_node) -> UnsafeBufferPointer<ctoml_node> {
        UnsafeBufferPointer(start: node.children, count: node.count)
    }

    private static func text(_ text: ctoml_text) -> String {
        let bytes = UnsafeRawBufferPointer(start: text.bytes, count: text.length)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ConfigSource {
    fileprivate func offset(of position: ctoml_position) -> Int {
        offset(line: Int(position.line), character: Int(position.column))
    }

    fileprivate func position(of position: ctoml_position) -> SourcePosition {
        self.position(at: offset(of: position))
    }
}
