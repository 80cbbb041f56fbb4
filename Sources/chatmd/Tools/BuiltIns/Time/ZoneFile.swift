/// What the clocks of a time zone have shown and will show: a TZif file, RFC 8536.
struct ZoneFile {
    /// Moments in seconds since 1970, rising, and what holds from them on.
    private let changes: [(from: Int, period: ZoneRule.Period)]
    /// What holds before the first of them.
    private let first: ZoneRule.Period
    /// What holds after the last of them.
    private let rule: ZoneRule?

    /// nil where the bytes are no such file.
    init?(_ bytes: [UInt8]) {
        guard let old = Block(bytes[...], width: 4) else { return nil }
        guard bytes[4] >= UInt8(ascii: "2") else {
            guard let first = old.periods.first else { return nil }
            (changes, self.first, rule) = (old.changes, first, nil)
            return
        }
        // The first block is for readers that know no 64-bit moments.
        guard let block = Block(old.rest, width: 8), let first = block.periods.first else {
            return nil
        }
        let footer = block.rest.dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        (changes, self.first) = (block.changes, first)
        rule = ZoneRule(String(decoding: footer, as: UTF8.self))
    }

    func period(at seconds: Int) -> ZoneRule.Period {
        guard let last = changes.last, seconds < last.from else {
            return rule?.period(at: seconds) ?? changes.last?.period ?? first
        }
        return changes.last { $0.from <= seconds }?.period ?? first
    }
}

/// A header and the data that it announces.
private struct Block {
    var changes: [(from: Int, period: ZoneRule.Period)] = []
    var periods: [ZoneRule.Period] = []
    var rest: ArraySlice<UInt8>

    private static let headerLength = 44

    /// - Parameter width: how many bytes a moment takes.
    init?(_ bytes: ArraySlice<UInt8>, width: Int) {
        guard bytes.starts(with: "TZif".utf8), bytes.count >= Self.headerLength else { return nil }
        rest = bytes.dropFirst(20)
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(rest.takeInteger(4)) }
        let (flags, leaps, moments) = (counts[0] + counts[1], counts[2], counts[3])
        let (types, letters) = (counts[4], counts[5])
        // No file of the world has a thousandth of it.
        guard counts.allSatisfy({ (0...1_000_000).contains($0) }), types > 0,
            rest.count >= moments * (width + 1) + types * 6 + letters + leaps * (width + 4) + flags
        else { return nil }
        let times = (0..<moments).map { _ in rest.takeInteger(width) }
        let kinds = rest.prefix(moments).map(Int.init)
        rest = rest.dropFirst(moments)
        let rows = (0..<types).map { _ in (rest.takeInteger(4), rest.takeInteger(2) & 0xFF) }
        let names = Array(rest.prefix(letters))
        rest = rest.dropFirst(letters + leaps * (width + 4) + flags)
        for (offset, start) in rows {
            let name = names.dropFirst(start).prefix { $0 != 0 }
            periods.append(
                ZoneRule.Period(
                    abbreviation: String(decoding: name, as: UTF8.self), offset: offset))
        }
        guard kinds.allSatisfy({ $0 < types }) else { return nil }
        changes = zip(times, kinds).map { ($0, periods[$1]) }
    }
}

extension ArraySlice<UInt8> {
    /// Takes a signed big-endian number from the front; there must be enough bytes.
    fileprivate mutating func takeInteger(_ width: Int) -> Int {
        let bytes = prefix(width)
        self = dropFirst(width)
        let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(Int64(bitPattern: value << (64 - 8 * width)) >> (64 - 8 * width))
    }
}
