/// Finds where a text stops being UTF-8. Eight ASCII bytes at once are passed over.
public enum InvalidUTF8 {
    /// Where the first byte stands that begins no scalar value: Unicode 15, table 3-7.
    public static func firstByte(in bytes: UnsafeRawBufferPointer) -> Int? {
        var offset = 0
        while offset < bytes.count {
            if offset + 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    & 0x8080_8080_8080_8080 == 0
            {
                offset += 8
                continue
            }
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch bytes[offset] {
            case 0...0x7F: length = 1
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return offset
            }
            guard offset + length <= bytes.count, length == 1 || second ~= bytes[offset + 1],
                length < 3 || bytes[offset + 2] & 0xC0 == 0x80,
                length < 4 || bytes[offset + 3] & 0xC0 == 0x80
            else { return offset }
            offset += length
        }
        return nil
    }
}
