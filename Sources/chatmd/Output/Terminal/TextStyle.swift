/// How characters look: what every terminal has, and can be read on light and dark grounds.
struct TextStyle: OptionSet, Sendable {
    let rawValue: UInt8

    static let bold = TextStyle(rawValue: 1)
    static let dim = TextStyle(rawValue: 2)
    static let italic = TextStyle(rawValue: 4)
    static let green = TextStyle(rawValue: 8)
    static let magenta = TextStyle(rawValue: 16)
    static let cyan = TextStyle(rawValue: 32)

    /// The sequence that makes a terminal plain again.
    static let reset = "\u{1B}[0m"

    /// The sequence that leads here from another style; empty where they are the same.
    func sequence(after other: TextStyle) -> String {
        if self == other { return "" }
        if isEmpty { return Self.reset }
        return "\u{1B}[" + (other.isEmpty ? "" : "0;") + codes + "m"
    }

    /// The text in this style, on a terminal that is plain before and after.
    func applied(to text: String) -> String {
        sequence(after: []) + text + Self.reset
    }

    /// The later of two colours counts.
    private var codes: String {
        let parts: [(TextStyle, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.green, "32"), (.magenta, "35"),
            (.cyan, "36"),
        ]
        return parts.filter { contains($0.0) }.map(\.1).joined(separator: ";")
    }
}
