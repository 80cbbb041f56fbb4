/// RFC 4648, section 4.
public enum Base64 {
    /// Padded, without line ends.
    public static func encoded(_ bytes: [UInt8]) -> String {
        let count = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: count) { text in
            var position = 0
            var start = 0
            while start < bytes.count {
                let length = min(3, bytes.count - start)
                var bits = UInt32(bytes[start]) << 16
                if length > 1 { bits |= UInt32(bytes[start + 1]) << 8 }
                if length > 2 { bits |= UInt32(bytes[start + 2]) }
                for place in 0..<4 {
                    let value = UInt8(bits >> UInt32(18 - 6 * place) & 0x3F)
                    text[position] = place <= length ? digit(of: value) : UInt8(ascii: "=")
                    position += 1
                }
                start += 3
            }
            return count
        }
    }

    /// nil for anything outside the alphabet, and for an impossible length; the padding may be
    /// missing.
    public static func decoded(_ text: [UInt8]) -> [UInt8]? {
        var digits = text[...]
        while digits.last == UInt8(ascii: "="), text.count - digits.count < 2 {
            digits.removeLast()
        }
        guard digits.count % 4 != 1, digits.count == text.count || text.count % 4 == 0 else {
            return nil
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var count = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return bytes
    }

    private static func digit(of value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: value + 65
        case 26..<52: value + 71
        case 52..<62: value - 4
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
