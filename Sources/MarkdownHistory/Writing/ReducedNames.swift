/// Foreign names as a conversation file may hold them: labels, names of tools, ids of calls.
///
/// A name keeps the characters `[A-Za-z0-9._:/@+-]`, 64 of them at most. The same name always gives
/// the same result, two different ones never do: the later gets a number.
public struct ReducedNames: Sendable {
    private let fallback: String
    private var results: [String: String] = [:]
    private var taken: Set<String> = []
    /// The last number of each stem: many names of one stem would else be counted through each time.
    private var numbers: [String: Int] = [:]

    /// `fallback` is what a name becomes of which nothing is left.
    public init(fallback: String = "call") {
        self.fallback = fallback
    }

    public mutating func reduced(_ name: String) -> String {
        if let result = results[name] { return result }
        let result = unused(name)
        results[name] = result
        return result
    }

    /// A result that was never given before, for what is another each time: calls that share an id.
    public mutating func unused(_ name: String) -> String {
        let stem = Self.reduced(name, fallback: fallback)
        var result = stem
        var number = numbers[stem] ?? 1
        while !taken.insert(result).inserted {
            number += 1
            result = stem.prefix(63 - String(number).utf8.count) + "-\(number)"
        }
        numbers[stem] = number
        return result
    }

    /// One name, whatever others there are.
    static func reduced(_ name: String, fallback: String) -> String {
        let bytes = name.utf8.filter(isAllowed).prefix(maximumLength)
        return bytes.isEmpty ? fallback : String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a word of a file is such a name.
    static func isReduced(_ word: ArraySlice<UInt8>) -> Bool {
        (1...maximumLength).contains(word.count) && word.allSatisfy(isAllowed)
    }

    private static let maximumLength = 64

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "._:/@+-".utf8.contains(byte)
    }
}
