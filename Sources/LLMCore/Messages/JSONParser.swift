/// Where and why a text is not JSON; `offset` counts bytes from 0.
public struct JSONError: Error, Equatable, Sendable {
    public var offset: Int
    public var message: String
}

/// Reads one JSON text (RFC 8259) from bytes.
///
/// Strict in grammar; only bytes that are not UTF-8 are read as U+FFFD rather than refused, so that
/// one broken character does not cost a reply. Arrays and objects nest at most 128 deep,
/// which a thread with a small stack takes as well.
public struct JSONParser {
    public static let maximumDepth = 128
    /// How many values one text may hold where nothing else is said. A value takes up to twenty times
    /// the memory of its text, and a stranger may send 64 MB of `0,0,0`.
    public static let maximumValues = 1_000_000

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    private var valuesLeft: Int

    public static func parse(
        _ bytes: [UInt8], atMost values: Int = maximumValues
    ) throws(JSONError) -> JSONValue {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(JSONError) in try parse(buffer, atMost: values) }
        }
        return try result.get()
    }

    public static func parse(_ text: String) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8))
    }

    public static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, atMost values: Int = maximumValues
    ) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, valuesLeft: values)
        parser.skipBlanks()
        let value = try parser.value()
        parser.skipBlanks()
        if parser.position < bytes.count { throw parser.error("more text after the JSON value") }
        return value
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, valuesLeft: Int) {
        self.bytes = bytes
        self.valuesLeft = valuesLeft
    }

    private func error(_ message: String) -> JSONError {
        JSONError(offset: position, message: message)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Steps over `byte` if it is next.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    // MARK: Values

    private mutating func value() throws(JSONError) -> JSONValue {
        valuesLeft -= 1
        if valuesLeft < 0 { throw error("more values than are read") }
        switch current {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: "2"),
            UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "5"), UInt8(ascii: "6"),
            UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "9"):
            return try number()
        case nil: throw error("the text ends where a value should be")
        default: throw error("not a JSON value")
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError)
        -> JSONValue
    {
        let count = word.utf8CodeUnitCount
        guard bytes.count - position >= count else { throw error("not a JSON value") }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] {
            throw error("not a JSON value")
        }
        position += count
        return value
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try enter()
        skipBlanks()
        if take(UInt8(ascii: "]")) { return leave(.array([])) }
        var elements: [JSONValue] = []
        while true {
            skipBlanks()
            elements.append(try value())
            skipBlanks()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "]")) { return leave(.array(elements)) }
            throw error("expected , or ] in an array")
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try enter()
        skipBlanks()
        if take(UInt8(ascii: "}")) { return leave(.object(JSONObject())) }
        var object = JSONObject(minimumCapacity: 8)  // most have four to eight
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw error("expected a member name") }
            let key = try string().string!
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw error("expected : after a member name") }
            skipBlanks()
            object.append(key, try value())
            skipBlanks()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) { return leave(.object(object)) }
            throw error("expected , or } in an object")
        }
    }

    private mutating func enter() throws(JSONError) {
        if depth == Self.maximumDepth { throw error("nested too deep") }
        depth += 1
        position += 1
    }

    private mutating func leave(_ value: JSONValue) -> JSONValue {
        depth -= 1
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return .number(text(start..<position))
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            position += 1
        }
        if position == start { throw error("expected a digit") }
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> JSONValue {
        position += 1
        let start = position
        try skipPlainText()
        if take(UInt8(ascii: "\"")) { return .string(text(start..<position - 1)) }

        // Repaired before it stands beside surrogates, which as bytes are no UTF-8 either.
        var content = Array(text(start..<position).utf8)
        var isUnpaired = false
        while take(UInt8(ascii: "\\")) {
            try escape(into: &content, &isUnpaired)
            let plain = position
            try skipPlainText()
            content.append(contentsOf: text(plain..<position).utf8)
        }
        position += 1
        return isUnpaired
            ? .unpairedString(content) : .string(String(decoding: content, as: UTF8.self))
    }

    /// Leaves `position` on the next quote or backslash.
    private mutating func skipPlainText() throws(JSONError) {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): return
            case 0..<0x20: throw error("a control character in a string")
            default: position += 1
            }
        }
        throw error("the text ends inside a string")
    }

    private mutating func escape(into content: inout [UInt8], _ isUnpaired: inout Bool)
        throws(JSONError)
    {
        guard let letter = current else { throw error("the text ends inside a string") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): try unicodeEscape(into: &content, &isUnpaired)
        default:
            position -= 1
            throw error("unknown escape in a string")
        }
    }

    private mutating func unicodeEscape(into content: inout [UInt8], _ isUnpaired: inout Bool)
        throws(JSONError)
    {
        let unit = try hexadecimalUnit()
        if let scalar = Unicode.Scalar(unit) {
            content.append(contentsOf: UTF8.encode(scalar)!)
            return
        }
        if unit < 0xDC00, position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            let afterHigh = position
            position += 2
            let low = try hexadecimalUnit()
            if (0xDC00...0xDFFF).contains(low) {
                let scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
                content.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar)!)!)
                return
            }
            position = afterHigh
        }
        isUnpaired = true
        content += WTF8.encode(surrogate: unit)
    }

    private mutating func hexadecimalUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch current {
            case let byte? where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"):
                digit = byte - UInt8(ascii: "0")
            case let byte?
            where byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f"):
                digit = (byte | 0x20) - UInt8(ascii: "a") + 10
            default:
                throw error("expected four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
