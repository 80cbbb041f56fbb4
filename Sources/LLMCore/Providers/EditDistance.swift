/// How many letters must be changed, added, dropped or swapped with a neighbour to get from one
/// word to another.
enum EditDistance {
    static func between(_ left: String, _ right: String) -> Int {
        let left = Array(left.prefix(64)), right = Array(right.prefix(64))
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, leftLetter) in left.enumerated() {
            var current = [row + 1]
            for (column, rightLetter) in right.enumerated() {
                var best = min(last[column + 1], current[column]) + 1
                best = min(best, last[column] + (leftLetter == rightLetter ? 0 : 1))
                if row > 0, column > 0, leftLetter == right[column - 1],
                    left[row - 1] == rightLetter
                {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }

    /// The word meant, if one is near enough: within a third of its length, two letters at least.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = word.lowercased()
        let distances = candidates.map { (candidate: $0, distance: between(word, $0)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, best.candidate.count / 3)
            && best.distance < best.candidate.count - 1 ? best.candidate : nil
    }
}
