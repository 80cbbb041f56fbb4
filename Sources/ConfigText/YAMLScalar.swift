/// What a plain YAML scalar means, by the core schema of YAML 1.2 (section 10.3.2).
///
/// libyaml leaves that to its caller. `yes`, `on`, `0777` as an octal number and `1:30` as a number
/// of seconds are YAML 1.1; here they are text, or the number that stands there.
enum YAMLScalar {
    /// The kind of a scalar without quotes; nil for a number that 64 bits do not hold.
    static func kind(ofPlain text: String) -> ConfigValue.Kind? {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        case ".nan", ".NaN", ".NAN": return .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
        default: break
        }
        let bytes = Array(text.utf8)
        if bytes.starts(with: "0x".utf8), isNumber(bytes[2...], where: \.isHexDigit) {
            return integer(text.dropFirst(2), radix: 16)
        }
        if bytes.starts(with: "0o".utf8), isNumber(bytes[2...], where: \.isOctalDigit) {
            return integer(text.dropFirst(2), radix: 8)
        }
        let digits = bytes[(isSign(bytes[0]) ? 1 : 0)...]
        if isNumber(digits, where: \.isDigit) { return integer(text[...], radix: 10) }
        guard isFloat(digits) else { return .string(text) }
        return Double(text).flatMap { $0.isFinite ? .float($0) : nil }
    }

    private static func integer(_ text: Substring, radix: Int) -> ConfigValue.Kind? {
        Int(text, radix: radix).map(ConfigValue.Kind.integer)
    }

    private static func isNumber(
        _ bytes: ArraySlice<UInt8>, where isDigit: (UInt8) -> Bool
    ) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy(isDigit)
    }

    /// `1.`, `.5`, `1.5e-3`; not `.` and not `e5`.
    private static func isFloat(_ bytes: ArraySlice<UInt8>) -> Bool {
        let whole = bytes.prefix(while: \.isDigit)
        var rest = bytes[whole.endIndex...]
        var digits = whole.count
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: \.isDigit)
            digits += fraction.count
            rest = bytes[fraction.endIndex...]
        }
        guard digits > 0 else { return false }
        guard let letter = rest.first else { return true }
        guard letter | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, isSign(sign) { rest = rest.dropFirst() }
        return isNumber(rest, where: \.isDigit)
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isOctalDigit: Bool { (0x30...0x37).contains(self) }
    fileprivate var isHexDigit: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
}
