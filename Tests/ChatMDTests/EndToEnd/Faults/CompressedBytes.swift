/// gzip written by hand, so that it can be left open and made to expand without end.
struct Gzip {
    /// A header that says nothing but deflate.
    private(set) var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// A block of its own, not compressed: it can be read as soon as it has come.
    mutating func append(_ text: String) {
        let size = UInt16(text.utf8.count)
        bytes.append(0)
        for number in [size, ~size] { bytes += [UInt8(number & 0xFF), UInt8(number >> 8)] }
        bytes += Array(text)
    }

    /// A block of 50 kB that expands to 5 MB of comments, and can be sent any number of times.
    static func comments() -> [UInt8] {
        var bits = BitWriter()
        bits.append(0b010, count: 3)  // not the last; fixed Huffman codes
        let line = ": " + String(repeating: "x", count: 1021) + "\n"
        for byte in line.utf8 { bits.append(code: 0x30 + Int(byte), count: 8) }
        for _ in 0..<20_000 {
            bits.append(code: 0b1100_0101, count: 8)  // 258 bytes again,
            bits.append(code: 19, count: 5)  // from 769…1024 bytes back:
            bits.append(255, count: 8)  // 1024
        }
        bits.append(0, count: 7)  // the block's end
        bits.append(0, count: 3)  // a block that is not compressed starts at a whole byte
        return bits.bytes + [0, 0, 0xFF, 0xFF]
    }
}

/// Bits in deflate's order: numbers from their lowest bit on, Huffman codes from their highest.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var free = 0

    mutating func append(_ number: Int, count: Int) {
        for index in 0..<count {
            if free == 0 {
                bytes.append(0)
                free = 8
            }
            bytes[bytes.count - 1] |= UInt8(number >> index & 1) << (8 - free)
            free -= 1
        }
    }

    mutating func append(code: Int, count: Int) {
        for index in (0..<count).reversed() { append(code >> index & 1, count: 1) }
    }
}

/// A zstd frame by hand, in blocks that need no tables.
enum Zstd {
    /// The magic number and a window of 128 kB.
    static let start: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38]

    /// A block that is not compressed.
    static func raw(_ text: String) -> [UInt8] { header(text.utf8.count, kind: 0) + Array(text) }

    /// 128 kB of one byte, in four.
    static func repeated(_ byte: UInt8) -> [UInt8] { header(128 << 10, kind: 1) + [byte] }

    private static func header(_ size: Int, kind: Int) -> [UInt8] {
        let number = size << 3 | kind << 1
        return [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number >> 16)]
    }
}
