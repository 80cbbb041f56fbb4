/// Tells which lines at the top of a conversation are its front matter.
struct FrontMatterLines {
    enum Answer {
        case yes, no, undecided
    }

    private static let toml = Array("+++".utf8)
    private static let yaml = Array("---".utf8)

    private var fence: [UInt8]?
    private var hasEnded = false

    /// - Parameter line: its first bytes, or all of it.
    mutating func contains(_ line: [UInt8], isWhole: Bool) -> Answer {
        if hasEnded { return .no }
        let text = line.reversed().drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.reversed()
        guard let fence else {
            let fences = [Self.toml, Self.yaml]
            if isWhole, let fence = fences.first(where: { $0.elementsEqual(text) }) {
                self.fence = fence
                return .yes
            }
            return !isWhole && fences.contains { $0.starts(with: text) } ? .undecided : .no
        }
        let ends = fence == Self.yaml ? [fence, Array("...".utf8)] : [fence]
        guard isWhole else { return ends.contains { $0.starts(with: text) } ? .undecided : .yes }
        hasEnded = ends.contains { $0.elementsEqual(text) }
        return .yes
    }
}
