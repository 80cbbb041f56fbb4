#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Random numbers that can be had again: SplitMix64.
///
/// A property test names its seed in every failure. `CHATMD_SEED=n` repeats a run, and
/// `CHATMD_CASES=n` makes those that take `Seeds` longer.
public struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible {
    public let seed: UInt64
    private var state: UInt64

    /// With the seed from the environment, or a new one.
    public init() {
        self.init(seed: Seeds.chosen ?? UInt64.random(in: 0...UInt64.max))
    }

    public init(seed: UInt64) {
        self.seed = seed
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
        let distance = Int.random(in: 0..<elements.count, using: &self)
        return elements[elements.index(elements.startIndex, offsetBy: distance)]
    }

    public mutating func chance(_ one: Int, in all: Int) -> Bool {
        Int.random(in: 0..<all, using: &self) < one
    }

    public var description: String { "CHATMD_SEED=\(seed)" }
}

/// The seeds of a property test's cases: from the environment, or fresh ones at every run.
public struct Seeds: Sequence, IteratorProtocol {
    private var upcoming: UInt64
    private var left: Int

    static let chosen = getenv("CHATMD_SEED").flatMap { UInt64(String(cString: $0)) }

    public init(cases: Int) {
        let longer = getenv("CHATMD_CASES").flatMap { Int(String(cString: $0)) }
        upcoming = Self.chosen ?? UInt64.random(in: 0...UInt64(UInt32.max))
        left = Self.chosen == nil ? longer ?? cases : 1
    }

    public mutating func next() -> UInt64? {
        guard left > 0 else { return nil }
        left -= 1
        defer { upcoming &+= 1 }
        return upcoming
    }
}
