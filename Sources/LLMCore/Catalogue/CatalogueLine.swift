/// One line of the catalogue's text, in the place where it lies.
struct CatalogueLine {
    private let text: UnsafeBufferPointer<UInt8>

    /// The line that begins at an offset into the catalogue.
    init(at start: Int, in catalogue: UnsafeBufferPointer<UInt8>) {
        var end = start
        while end < catalogue.count, catalogue[end] != UInt8(ascii: "\n") { end += 1 }
        text = UnsafeBufferPointer(rebasing: catalogue[start..<end])
    }

    var length: Int { text.count }

    /// A column by its number, counted from 1; empty where the catalogue knows nothing.
    func column(_ number: Int) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        for _ in 1..<number {
            while start < text.count, text[start] != UInt8(ascii: " ") { start += 1 }
            guard start < text.count else { return UnsafeBufferPointer(rebasing: text[start...]) }
            start += 1
        }
        var end = start
        while end < text.count, text[end] != UInt8(ascii: " ") { end += 1 }
        if end == start + 1, text[start] == UInt8(ascii: "-") { end = start }
        return UnsafeBufferPointer(rebasing: text[start..<end])
    }

    var name: String { String(decoding: column(1), as: UTF8.self) }
    var provider: String { String(decoding: column(2), as: UTF8.self) }

    /// Whether the name is less than another, as bytes.
    func precedes(_ other: [UInt8]) -> Bool {
        let name = column(1)
        for index in 0..<min(name.count, other.count) where name[index] != other[index] {
            return name[index] < other[index]
        }
        return name.count < other.count
    }

    func isNamed(_ other: [UInt8]) -> Bool { Self.matches(column(1), other) }

    func isProvider(_ id: [UInt8]) -> Bool { Self.matches(column(2), id) }

    private static func matches(_ column: UnsafeBufferPointer<UInt8>, _ other: [UInt8]) -> Bool {
        guard column.count == other.count else { return false }
        for index in 0..<other.count where column[index] != other[index] { return false }
        return true
    }
}

// MARK: - Values

extension CatalogueLine {
    func integer(_ number: Int) -> Int? { Int(String(decoding: column(number), as: UTF8.self)) }

    var mode: ModelInfo.Mode {
        switch column(3).first {
        case UInt8(ascii: "r"): .responses
        case UInt8(ascii: "t"): .completion
        case UInt8(ascii: "e"): .embedding
        default: .chat
        }
    }

    var price: ModelPrice? {
        guard let rates = Self.rates((7...10).map(column)) else { return nil }
        let tier = column(11).split(separator: UInt8(ascii: ":"))
        guard tier.count == 2 else { return ModelPrice(rates) }
        let prices = tier[1].split(separator: UInt8(ascii: "/"))
        return ModelPrice(
            rates, above: Int(String(decoding: tier[0], as: UTF8.self)),
            Self.rates(prices.map { UnsafeBufferPointer(rebasing: $0) })
        )
    }

    private static func rates(_ columns: [UnsafeBufferPointer<UInt8>]) -> ModelPrice.Rates? {
        let prices = columns.map { Double(String(decoding: $0, as: UTF8.self)) }
        guard prices.count == 4, let input = prices[0], let output = prices[1] else { return nil }
        return ModelPrice.Rates(
            input: input, output: output, cacheRead: prices[2], cacheWrite: prices[3]
        )
    }

    /// What the model is said to be able to do, and what not.
    var abilities: (has: ModelAbilities, lacks: ModelAbilities) {
        let parts = column(12).split(
            separator: UInt8(ascii: "!"), maxSplits: 1, omittingEmptySubsequences: false
        )
        return (
            parts.first.map { ModelAbilities(letters: $0) } ?? [],
            parts.count > 1 ? ModelAbilities(letters: parts[1]) : []
        )
    }

    var efforts: [ReasoningEffort] {
        column(13).compactMap { letter in
            switch letter {
            case UInt8(ascii: "n"): .off
            case UInt8(ascii: "i"): .minimal
            case UInt8(ascii: "l"): .low
            case UInt8(ascii: "m"): .medium
            case UInt8(ascii: "h"): .high
            case UInt8(ascii: "x"): .xhigh
            case UInt8(ascii: "X"): .max
            default: nil
            }
        }
    }

    var endDate: CalendarDate? { CalendarDate(String(decoding: column(14), as: UTF8.self)) }
}
