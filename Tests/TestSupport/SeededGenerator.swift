#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Random numbers that can be had again: SplitMix64.
///
/// A property test names its seed in every failure. `CHATMD_SEED=n` repeats a run, and
/// `CHATMD_CASES=n` makes it longer.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    public mutating func element<Elements: RandomAccessCollection>(
        of elements: Elements
    ) -> Elements.Element {
        elements[elements.index(elements.startIndex, offsetBy: Int.random(in: 0..<elements.count, using: &self))]
    }

    public mutating func chance(_ one: Int, in all: Int) -> Bool {
        Int.random(in: 0..<all, using: &self) < one
    }
}

/// The seeds of a property test's cases: from the environment, or fresh ones at every run.
public struct Seeds: Sequence, IteratorProtocol {
    private var upcoming: UInt64
    private var left: Int

    public init(cases: Int) {
        let chosen = getenv("CHATMD_SEED").flatMap { UInt64(String(cString: $0)) }
        let factor = getenv("CHATMD_CASES").flatMap { Int(String(cString: $0)) }
        upcoming = chosen ?? UInt64.random(in: 0...UInt64(UInt32.max))
        left = chosen == nil ? factor ?? cases : 1
    }

    public mutating func next() -> UInt64? {
        guard left > 0 else { return nil }
        left -= 1
        defer { upcoming &+= 1 }
        return upcoming
    }
}
