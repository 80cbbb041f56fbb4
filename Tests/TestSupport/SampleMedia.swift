/// Small files of the kinds that models are shown, valid down to their checksums.
public enum SampleMedia {
    /// A grey PNG of that size.
    public static func png(width: Int = 3, height: Int = 2) -> [UInt8] {
        let header =
            bigEndian(width) + bigEndian(height) + [8, 0, 0, 0, 0]  // 8 bits, greyscale
        let rows = (0..<height).flatMap { _ in [0] + [UInt8](repeating: 0x7F, count: width) }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", header) + chunk("IDAT", zlib(rows)) + chunk("IEND", [])
    }

    /// A GIF of one white pixel.
    public static let gif: [UInt8] =
        Array("GIF89a".utf8) + [
            1, 0, 1, 0, 0x80, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0,
            0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
        ]

    /// A PDF of empty pages.
    public static func pdf(pages: Int = 1) -> [UInt8] {
        var bytes = Array("%PDF-1.4\n".utf8)
        var offsets: [Int] = []
        func add(_ object: String) {
            offsets.append(bytes.count)
            bytes += Array("\(offsets.count) 0 obj\n\(object)\nendobj\n".utf8)
        }
        let kids = (0..<pages).map { "\($0 + 3) 0 R" }.joined(separator: " ")
        add("<< /Type /Catalog /Pages 2 0 R >>")
        add("<< /Type /Pages /Kids [\(kids)] /Count \(pages) >>")
        for _ in 0..<pages {
            add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>")
        }
        let start = bytes.count
        var table = "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        table += "trailer\n<< /Size \(offsets.count + 1) /Root 1 0 R >>\n"
        table += "startxref\n\(start)\n%%EOF\n"
        return bytes + Array(table.utf8)
    }

    /// A silent WAV: one channel of 8 bits at 8000 Hz.
    public static func wav(seconds: Int = 1) -> [UInt8] {
        let rate = 8000
        let samples = [UInt8](repeating: 0x80, count: seconds * rate)
        let format =
            littleEndian(1, 2) + littleEndian(1, 2) + littleEndian(rate, 4)
            + littleEndian(rate, 4) + littleEndian(1, 2) + littleEndian(8, 2)
        let body =
            Array("WAVEfmt ".utf8) + littleEndian(format.count, 4) + format
            + Array("data".utf8) + littleEndian(samples.count, 4) + samples
        return Array("RIFF".utf8) + littleEndian(body.count, 4) + body
    }

    /// An MP3 of one silent frame: 32 kbit/s, 44100 Hz.
    public static let mp3: [UInt8] =
        [0xFF, 0xFB, 0x10, 0xC4] + [UInt8](repeating: 0, count: 100)

    // MARK: Parts of a PNG

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return bigEndian(data.count) + body + bigEndian(Int(crc32(body)))
    }

    /// One block that is not compressed (RFC 1950 and 1951).
    private static func zlib(_ data: [UInt8]) -> [UInt8] {
        var (low, high) = (1, 0)
        for byte in data {
            low = (low + Int(byte)) % 65521
            high = (high + low) % 65521
        }
        return [0x78, 0x01, 0x01] + littleEndian(data.count, 2)
            + littleEndian(data.count ^ 0xFFFF, 2) + data + bigEndian(high << 16 | low)
    }

    private static func crc32(_ data: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in data {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        littleEndian(number, 4).reversed()
    }

    private static func littleEndian(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
