/// Finds the code block that a model has put its JSON into.
///
/// No Markdown is read here: a line of a JSON text cannot begin with a fence, so lines are enough.
enum FenceSearch {
    /// What stands between the fences of the only block there is; its end may be missing.
    static func onlyBlock(in text: Substring) -> Substring? {
        var block: Range<Substring.Index>?
        var fence: (mark: UInt8, length: Int)?
        var position = text.startIndex
        while position < text.endIndex {
            let end = text.utf8[position...].firstIndex(of: UInt8(ascii: "\n"))
            let next = end.map { text.utf8.index(after: $0) } ?? text.endIndex
            let line = text.utf8[position..<(end ?? text.endIndex)].drop { $0 == 0x20 }
            let mark = line.first ?? 0
            let length = line.prefix { $0 == mark }.count
            let isFence = (mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")) && length >= 3
            if let open = fence {
                let isBare = line.dropFirst(length).allSatisfy { $0 == 0x20 || $0 == 0x0D }
                if isFence, isBare, mark == open.mark, length >= open.length {
                    block = block.map { $0.lowerBound..<position }
                    fence = nil
                }
            } else if isFence {
                guard block == nil else { return nil }
                fence = (mark, length)
                block = next..<text.endIndex
            }
            position = next
        }
        return block.map { text[$0] }
    }
}
