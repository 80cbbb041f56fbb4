/// The candidate that was probably meant by `word`, or nil where none is near.
///
/// Near is at most a third of the word's length in mistakes (one for a short word): a letter
/// missing, added or replaced, or two neighbours swapped. Case, and `-` for `_`, are no mistakes.
/// The first of equally near candidates wins.
public func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    // Longer input is not a slip of the finger, and the distance costs the product of the lengths.
    guard word.utf8.count <= 64 else { return nil }
    let written = folded(word)
    let limit = max(1, written.count / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where abs(candidate.utf8.count - written.count) <= limit {
        let distance = editDistance(written, folded(candidate))
        if distance <= limit, distance < written.count, distance < (best?.distance ?? .max) {
            best = (candidate, distance)
        }
    }
    return best?.candidate
}

private func folded(_ text: String) -> [UInt8] {
    text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "-"): UInt8(ascii: "_")
        default: byte
        }
    }
}

/// Optimal string alignment distance: Levenshtein's, with a swap of neighbours as one edit.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let same = left[row - 1] == right[column - 1]
            var cost = min(
                last[column] + 1,
                current[column - 1] + 1,
                last[column - 1] + (same ? 0 : 1)
            )
            if row > 1, column > 1,
                left[row - 1] == right[column - 2], left[row - 2] == right[column - 1]
            {
                cost = min(cost, beforeLast[column - 2] + 1)
            }
            current.append(cost)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
