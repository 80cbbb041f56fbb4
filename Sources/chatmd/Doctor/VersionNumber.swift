/// The number of a release: `0.7.2`, however it is dressed up.
struct VersionNumber: Comparable, CustomStringConvertible {
    private let parts: [Int]

    /// The first three numbers with dots between them, as in `NVIM v0.12.0-dev-1+g2c3`; nil where
    /// there are none.
    init?(in text: String) {
        for word in text.utf8.split(whereSeparator: { !Self.isPart($0) }) {
            let parts = word.split(separator: UInt8(ascii: ".")).compactMap {
                Int(String(decoding: $0, as: UTF8.self))
            }
            if parts.count >= 3 {
                self.parts = Array(parts.prefix(3))
                return
            }
        }
        return nil
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
    }

    static func < (left: VersionNumber, right: VersionNumber) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts)
    }

    var description: String { parts.map(String.init).joined(separator: ".") }
}
