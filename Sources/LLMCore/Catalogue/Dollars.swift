/// Amounts of US dollars, as people read them.
public enum Dollars {
    /// What something costs: `$0.0041`, `$12.35`, two digits that count or two decimals.
    public static func text(ofCost amount: Double) -> String {
        guard let amount = trillionths(amount) else { return "$\(amount)" }
        var step = one / 100
        if amount < one {
            step = 1
            while amount / step >= 100 { step *= 10 }
        }
        let rounded = (amount + step / 2) / step * step
        return text(rounded, decimals: rounded < one ? 0 : 2)
    }

    /// A price with all its decimals: `$0.075`, `$5`.
    public static func text(ofPrice amount: Double) -> String {
        guard let amount = trillionths(amount) else { return "$\(amount)" }
        return text(amount, decimals: 0)
    }

    private static let one = 1_000_000_000_000

    /// nil where that is no sensible amount.
    private static func trillionths(_ amount: Double) -> Int? {
        guard amount >= 0, amount < 1e6 else { return nil }
        return Int((amount * Double(one)).rounded())
    }

    /// With the decimals that are needed, at least so many.
    private static func text(_ amount: Int, decimals: Int) -> String {
        var fraction = Array(String(one + amount % one).utf8.dropFirst())
        while fraction.count > decimals, fraction.last == UInt8(ascii: "0") {
            fraction.removeLast()
        }
        let whole = "$\(amount / one)"
        return fraction.isEmpty ? whole : whole + "." + String(decoding: fraction, as: UTF8.self)
    }
}
