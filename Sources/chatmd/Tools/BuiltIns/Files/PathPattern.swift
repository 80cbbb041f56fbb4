/// A pattern for files, as models and shells write it: `*.swift`, `src/**/*.{c,h}`, `[a-z]?.md`.
///
/// Without a slash it is for the name alone; with one for the whole path, where `**` stands for any
/// number of folders.
struct PathPattern {
    private let alternatives: [[Substring]]
    private static let maximumAlternatives = 50
    /// In bytes, of which each is a step into `expanded` at most.
    private static let maximumLength = 1000

    /// nil where it is too long, or has too many alternatives.
    init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        let patterns = Self.expanded(text[...])
        guard patterns.count <= Self.maximumAlternatives else { return nil }
        alternatives = patterns.map { pattern in
            let parts = pattern.split(separator: "/").filter { $0 != "." }
            // A name may stand in any folder.
            return pattern.contains("/") ? parts : ["**"] + parts
        }
    }

    /// - Parameter path: relative, without `.` and `..`.
    func matches(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return alternatives.contains { Self.match($0, parts) }
    }

    /// `a{b,c}d` becomes `abd` and `acd`.
    private static func expanded(_ text: Substring) -> [String] {
        guard let open = text.firstIndex(of: "{"),
            let close = text[open...].firstIndex(of: "}")
        else { return [String(text)] }
        let choices = text[text.index(after: open)..<close]
            .split(separator: ",", omittingEmptySubsequences: false)
        let rest = expanded(text[text.index(after: close)...])
        guard choices.count * rest.count <= maximumAlternatives else {
            return Array(repeating: "", count: maximumAlternatives + 1)
        }
        return choices.flatMap { choice in rest.map { text[..<open] + choice + $0 } }
            .map { String($0) }
    }

    /// Goes back to the last `**` only: an earlier one can take no less than it has.
    private static func match(_ pattern: [Substring], _ path: [Substring]) -> Bool {
        wildcardMatch(pattern, path, isAny: { $0 == "**" }) { part, name in
            let letters = Letter.all(in: part)
            return wildcardMatch(letters, Array(name), isAny: { $0 == .any }) { $0.matches($1) }
        }
    }
}

/// Whether the values fit the pattern, of whose elements some stand for any number of values.
private func wildcardMatch<Element, Value>(
    _ pattern: [Element], _ values: [Value], isAny: (Element) -> Bool,
    _ fits: (Element, Value) -> Bool
) -> Bool {
    var (place, index) = (0, 0)
    var retry: (place: Int, index: Int)?
    while index < values.count {
        if place < pattern.count, isAny(pattern[place]) {
            retry = (place, index)
            place += 1
        } else if place < pattern.count, fits(pattern[place], values[index]) {
            place += 1
            index += 1
        } else if let last = retry {
            retry = (last.place, last.index + 1)
            (place, index) = (last.place + 1, last.index + 1)
        } else {
            return false
        }
    }
    return pattern[place...].allSatisfy(isAny)
}

/// One element of the pattern for a name.
private enum Letter: Equatable {
    /// `*`
    case any
    /// `?`
    case one
    case exactly(Character)
    /// `[a-z]`, `[!a-z]`
    case among([ClosedRange<Character>], isNegated: Bool)

    static func all(in pattern: Substring) -> [Letter] {
        var letters: [Letter] = []
        var rest = pattern
        while let character = rest.popFirst() {
            switch character {
            case "*": letters.append(.any)
            case "?": letters.append(.one)
            case "[":
                guard let close = rest.dropFirst().firstIndex(of: "]") else { fallthrough }
                letters.append(among(rest[..<close]))
                rest = rest[rest.index(after: close)...]
            default: letters.append(.exactly(character))
            }
        }
        return letters
    }

    private static func among(_ text: Substring) -> Letter {
        let isNegated = text.hasPrefix("!") || text.hasPrefix("^")
        var rest = Array(isNegated ? text.dropFirst() : text)[...]
        var ranges: [ClosedRange<Character>] = []
        while let first = rest.popFirst() {
            if rest.first == "-", let last = rest.dropFirst().first, first <= last {
                ranges.append(first...last)
                rest = rest.dropFirst(2)
            } else {
                ranges.append(first...first)
            }
        }
        return .among(ranges, isNegated: isNegated)
    }

    func matches(_ character: Character) -> Bool {
        switch self {
        case .any: false
        case .one: true
        case .exactly(let other): character == other
        case .among(let ranges, let isNegated):
            ranges.contains { $0.contains(character) } != isNegated
        }
    }
}
