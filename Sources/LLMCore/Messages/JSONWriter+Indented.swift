extension JSONWriter {
    /// JSON for people: two blanks a level, one member or element a line, a line ending at the end.
    public static func indentedBytes(of value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, level: 0, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private static func append(_ value: JSONValue, level: Int, to bytes: inout [UInt8]) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                startLine(isFirst: index == 0, level: level + 1, in: &bytes)
                append(element, level: level + 1, to: &bytes)
            }
            startLine(isFirst: true, level: level, in: &bytes)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                startLine(isFirst: index == 0, level: level + 1, in: &bytes)
                append(member.key, to: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                append(member.value, level: level + 1, to: &bytes)
            }
            startLine(isFirst: true, level: level, in: &bytes)
            bytes.append(UInt8(ascii: "}"))
        default:
            append(value, to: &bytes)
        }
    }

    private static func startLine(isFirst: Bool, level: Int, in bytes: inout [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }
}
