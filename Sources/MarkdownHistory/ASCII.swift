/// Bytes by name. Conversation files are read as bytes: `Character` joins CR and LF, and calls
/// U+2028 a new line, where Markdown does neither.
extension UInt8 {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let backslash: UInt8 = 0x5C

    /// Space or tab, and nothing else.
    var isBlank: Bool { self == .space || self == .tab }
    var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
    var isControl: Bool { self < 0x20 || self == 0x7F }
    var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    var isDigit: Bool { (0x30...0x39).contains(self) }

    /// The same letter in upper case; any other byte unchanged.
    var uppercased: UInt8 { (0x61...0x7A).contains(self) ? self & 0xDF : self }

    /// The same letter in lower case; any other byte unchanged.
    var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension BidirectionalCollection<UInt8> {
    var isBlank: Bool { allSatisfy(\.isBlank) }

    func trimmingBlanksFromEnd() -> SubSequence {
        var end = endIndex
        while end > startIndex, self[index(before: end)].isBlank { end = index(before: end) }
        return self[..<end]
    }
}
