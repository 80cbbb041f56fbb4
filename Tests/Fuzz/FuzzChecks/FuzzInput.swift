/// What a fuzzer, or a file of the corpus, gives to check: a conversation file, and after it the
/// pieces that a reply comes in, each after a `␞` (U+241E).
public struct FuzzInput: Sendable {
    let bytes: [UInt8]
    /// The conversation file.
    let history: [UInt8]
    let pieces: [String]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var parts: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        let separator = Array("␞".utf8)
        var index = rest.startIndex
        while index < rest.endIndex {
            if rest[index...].starts(with: separator) {
                parts.append(rest[..<index])
                index += separator.count
                rest = rest[index...]
            } else {
                index += 1
            }
        }
        parts.append(rest)
        history = Array(parts[0])
        // A piece that begins with the second half of a code point would not be one.
        pieces = parts.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether every promise holds for it.
    ///
    /// - Parameter isThorough: cut at every line end and kill after every write, instead of at one
    ///   of each that the bytes choose.
    public func check(isThorough: Bool) throws(BrokenPromise) {
        let choice = isThorough ? nil : Self.hash(of: bytes)
        try ReadingCheck(of: bytes).check(choice)
        if !pieces.isEmpty { try WritingCheck(history, pieces)?.check(choice) }
    }

    /// FNV-1a: the same input is always checked the same way.
    private static func hash(of bytes: [UInt8]) -> Int {
        Int(bytes.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 })
    }
}

/// A rule of the file format that does not hold.
public struct BrokenPromise: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }

    static func unless(
        _ condition: Bool, _ description: @autoclosure () -> String
    ) throws(BrokenPromise) {
        if !condition { throw BrokenPromise(description()) }
    }
}

extension Collection {
    /// All of it, or the one that is chosen.
    func chosen(_ choice: Int?) -> [Element] {
        guard let choice, !isEmpty else { return Array(self) }
        return [self[index(startIndex, offsetBy: choice % count)]]
    }
}
