/// Styles within one line of text: `code`, **strong**, *emphasis*, the target of a link.
///
/// What a mark opens is taken at its word up to the line's end, since looking ahead would hold the
/// text back. So less opens than in CommonMark: no mark after a letter or digit (`2**8`), and none
/// before punctuation that is rarely emphasised (`*.txt`).
struct InlineMarkdown {
    typealias Styled = [(byte: UInt8, style: TextStyle)]

    private var previous = UInt8(ascii: " ")
    private var isEscaped = false
    /// Marks whose meaning the next byte tells.
    private var run: (byte: UInt8, count: Int)?
    /// Whether the marks that come are too many to mean anything.
    private var isIdleRun = false
    /// The length of the backticks around code; 0 outside, the greatest while they come.
    private var codeLength = 0
    /// Backticks that have come in a row.
    private var ticks = 0
    private var strong: UInt8?
    private var emphasis: UInt8?
    private var openBrackets = 0
    private var isAfterBracket = false
    /// Parentheses that are open in the target of a link.
    private var parentheses = 0

    private static let star = UInt8(ascii: "*")
    private static let tick = UInt8(ascii: "`")
    private static let lowLine = UInt8(ascii: "_")

    private var style: TextStyle {
        var style: TextStyle = []
        if strong != nil { style.insert(.bold) }
        if emphasis != nil { style.insert(.italic) }
        if codeLength > 0 { style.insert(.cyan) }
        if parentheses > 0 { style.insert(.dim) }
        return style
    }

    /// Goes on in code whose backticks have come.
    mutating func begin(inCodeOf length: Int) {
        codeLength = length
        previous = UInt8(ascii: "a")
    }

    /// Takes the next byte, and adds what is decided by it.
    mutating func take(_ byte: UInt8, _ styled: inout Styled) {
        if let open = run {
            if byte == open.byte, open.count < 3 {
                run?.count += 1
                return
            }
            run = nil
            if byte == open.byte {
                isIdleRun = true
                styled += Self.marks(open, style)
                previous = open.byte
            } else {
                resolve(open, before: byte, &styled)
            }
        }
        takeNext(byte, &styled)
    }

    /// The line ends.
    mutating func finish(_ styled: inout Styled) {
        if let run { resolve(run, before: UInt8(ascii: "\n"), &styled) }
        run = nil
    }

    private mutating func takeNext(_ byte: UInt8, _ styled: inout Styled) {
        if ticks > 0, byte != Self.tick { endTicks() }
        if isIdleRun, byte != previous { isIdleRun = false }
        let wasAfterBracket = isAfterBracket
        isAfterBracket = false
        if isEscaped {
            isEscaped = false
        } else if byte == Self.tick, parentheses == 0 {
            if codeLength == 0 { codeLength = Int.max }
            ticks += 1
        } else if codeLength > 0 {
            // Nothing else means anything there.
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if parentheses > 0 {
            return takeTarget(byte, &styled)
        } else if byte == Self.star || byte == Self.lowLine, !isIdleRun {
            run = (byte, 1)
            return
        } else if byte == UInt8(ascii: "[") {
            openBrackets += 1
        } else if byte == UInt8(ascii: "]"), openBrackets > 0 {
            openBrackets -= 1
            isAfterBracket = true
        } else if byte == UInt8(ascii: "("), wasAfterBracket {
            parentheses = 1
        }
        styled.append((byte, style))
        previous = byte
    }

    /// The backticks in a row are over: they open code, or close it, or belong to it.
    private mutating func endTicks() {
        if codeLength == Int.max {
            codeLength = ticks
        } else if codeLength == ticks {
            codeLength = 0
        }
        ticks = 0
    }

    private mutating func takeTarget(_ byte: UInt8, _ styled: inout Styled) {
        styled.append((byte, style))
        previous = byte
        if byte == UInt8(ascii: "(") { parentheses += 1 }
        if byte == UInt8(ascii: ")") { parentheses -= 1 }
    }

    // MARK: - Emphasis

    private mutating func resolve(
        _ run: (byte: UInt8, count: Int), before next: UInt8, _ styled: inout Styled
    ) {
        let (byte, count) = run
        if canClose(byte, before: next) {
            let closesStrong = count > 1 && strong == byte
            let closesEmphasis = count != 2 && emphasis == byte
            if closesStrong || closesEmphasis, count < 3 || closesStrong && closesEmphasis {
                styled += Self.marks(run, style)
                if closesStrong { strong = nil }
                if closesEmphasis { emphasis = nil }
                previous = byte
                return
            }
        }
        let isFree = (count < 2 || strong == nil) && (count == 2 || emphasis == nil)
        if isFree, canOpen(byte, before: next) {
            if count > 1 { strong = byte }
            if count != 2 { emphasis = byte }
        }
        styled += Self.marks(run, style)
        previous = byte
    }

    private static func marks(_ run: (byte: UInt8, count: Int), _ style: TextStyle) -> Styled {
        Array(repeating: (run.byte, style), count: run.count)
    }

    private func canClose(_ byte: UInt8, before next: UInt8) -> Bool {
        !Self.isBlank(previous) && (byte == Self.star || !Self.isWord(next))
    }

    private func canOpen(_ byte: UInt8, before next: UInt8) -> Bool {
        guard Self.isWord(next) || Self.openable.contains(next) else { return false }
        if Self.isBlank(previous) || Self.openers.contains(previous) { return true }
        return byte == Self.star && previous >= 0x80
    }

    /// What emphasised text may begin with beside letters and digits.
    private static let openable = Array("`[(\"'\\$<#@&+~_*{-".utf8)
    /// What may stand before it beside blanks.
    private static let openers = Array("([{\"'*_~>|/:-".utf8)

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
            true
        default: false
        }
    }
}
