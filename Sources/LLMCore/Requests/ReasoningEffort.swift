/// How much a model thinks before it answers, from not at all to as much as it can.
///
/// No model takes all of them; `ModelInfo.effort(nearestTo:)` finds the one that it does take.
public enum ReasoningEffort: String, Hashable, Sendable, CaseIterable, Comparable {
    case off = "none"
    case minimal, low, medium, high, xhigh, max

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    var rank: Int {
        switch self {
        case .off: 0
        case .minimal: 1
        case .low: 2
        case .medium: 3
        case .high: 4
        case .xhigh: 5
        case .max: 6
        }
    }
}
