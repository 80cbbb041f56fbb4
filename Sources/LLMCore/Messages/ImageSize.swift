/// The size of an image in pixels, read from the beginning of its file.
struct ImageSize: Equatable {
    var width: Int
    var height: Int

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Of a PNG, JPEG, GIF or WebP; nil where the file is cut or of another kind.
    init?(of bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self.init(png: bytes)
        } else if bytes.starts(with: "GIF8".utf8) {
            self.init(gif: bytes)
        } else if bytes.starts(with: "RIFF".utf8) {
            self.init(webP: bytes)
        } else {
            self.init(jpeg: bytes)
        }
    }

    /// The header is the first chunk.
    private init?(png bytes: [UInt8]) {
        guard bytes.count >= 24 else { return nil }
        self.init(
            width: bytes.bigEndian(4, at: 16) & 0x7FFF_FFFF,
            height: bytes.bigEndian(4, at: 20) & 0x7FFF_FFFF)
    }

    private init?(gif bytes: [UInt8]) {
        guard bytes.count >= 10 else { return nil }
        self.init(width: bytes.littleEndian(2, at: 6), height: bytes.littleEndian(2, at: 8))
    }

    /// The three kinds of first chunks: extended, lossless, lossy.
    private init?(webP bytes: [UInt8]) {
        guard bytes.count >= 30 else { return nil }
        switch bytes[15] {
        case UInt8(ascii: "X"):
            self.init(
                width: bytes.littleEndian(3, at: 24) + 1, height: bytes.littleEndian(3, at: 27) + 1)
        case UInt8(ascii: "L"):
            let bits = bytes.littleEndian(4, at: 21)
            self.init(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
        default:
            self.init(
                width: bytes.littleEndian(2, at: 26) & 0x3FFF,
                height: bytes.littleEndian(2, at: 28) & 0x3FFF)
        }
    }

    /// From segment to segment, up to the one that begins the frame.
    private init?(jpeg bytes: [UInt8]) {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var index = 2
        while index + 9 <= bytes.count {
            guard bytes[index] == 0xFF else { return nil }
            let marker = bytes[index + 1]
            if marker == 0xFF {
                index += 1
                continue
            }
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                self.init(
                    width: bytes.bigEndian(2, at: index + 7),
                    height: bytes.bigEndian(2, at: index + 5))
                return
            }
            index += 2 + bytes.bigEndian(2, at: index + 2)
        }
        return nil
    }
}

extension [UInt8] {
    func bigEndian(_ count: Int, at start: Int) -> Int {
        self[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
    }

    func littleEndian(_ count: Int, at start: Int) -> Int {
        self[start..<start + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
