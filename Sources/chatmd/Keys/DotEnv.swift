/// What a `.env` file says: `NAME=value` lines.
///
/// `export` before the name, comments, single quotes (taken as they are) and double quotes (with
/// `\n`, `\"`, `\\` and `\$`) are known; nothing is expanded. Lines of any other shape are passed
/// over: such files belong to other programs too.
struct DotEnv: Equatable, Sendable {
    private var values: [String: String] = [:]

    init(parsing bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0)
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let (name, value) = Self.assignment(line) else { continue }
            values[name] = value
        }
    }

    /// The value of a variable; an empty one counts as absent.
    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func assignment(_ line: ArraySlice<UInt8>) -> (String, String)? {
        var line = trimmed(line)
        if line.starts(with: "export ".utf8) { line = trimmed(line.dropFirst(7)) }
        guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = trimmed(line[..<sign])
        guard !name.isEmpty, name.allSatisfy(isNameByte), let value = value(line[(sign + 1)...])
        else { return nil }
        return (String(decoding: name, as: UTF8.self), value)
    }

    private static func value(_ text: ArraySlice<UInt8>) -> String? {
        let text = trimmed(text)
        switch text.first {
        case UInt8(ascii: "'"):
            guard let end = text.dropFirst().firstIndex(of: UInt8(ascii: "'")) else { return nil }
            return String(decoding: text[(text.startIndex + 1)..<end], as: UTF8.self)
        case UInt8(ascii: "\""):
            return quoted(text.dropFirst())
        default:
            return String(decoding: trimmed(withoutComment(text)), as: UTF8.self)
        }
    }

    /// The text up to the closing quote; nil where there is none.
    private static func quoted(_ text: ArraySlice<UInt8>) -> String? {
        var result: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return String(decoding: result, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\"), let next = rest.first else {
                result.append(byte)
                continue
            }
            rest.removeFirst()
            switch next {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): result.append(next)
            default: result += [byte, next]
            }
        }
        return nil
    }

    /// A comment begins with a `#` after a blank.
    private static func withoutComment(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let sign = text.indices.first { index in
            text[index] == UInt8(ascii: "#")
                && (index == text.startIndex || isBlank(text[index - 1]))
        }
        return sign.map { text[..<$0] } ?? text
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
