/// What the end of a line could become.
struct Completion {
    /// How it begins, as it is typed.
    var beginning: String
    /// All that begin so.
    let candidates: [String]

    init(of beginning: String, among words: [String]) {
        self.beginning = beginning
        candidates = words.filter { $0.hasPrefix(beginning) }.sorted()
    }

    /// What all of them go on with.
    var addition: String {
        guard var common = candidates.first?.unicodeScalars[...] else { return "" }
        for candidate in candidates.dropFirst() {
            let count = zip(common, candidate.unicodeScalars).prefix { $0 == $1 }.count
            common = common.prefix(count)
        }
        return String(common.dropFirst(beginning.unicodeScalars.count))
    }

    /// For the eye: each without the folder that they share.
    var list: String {
        let folder = beginning.lastIndex(of: "/").map { beginning[...$0] } ?? ""
        let names = candidates.prefix(Self.maximumShown).map {
            TerminalText.visibleInLine(String($0.dropFirst(folder.count)))
        }
        let rest = candidates.count - names.count
        return (names + (rest > 0 ? ["… and \(rest) more"] : [])).joined(separator: "  ")
    }

    private static let maximumShown = 100
}
