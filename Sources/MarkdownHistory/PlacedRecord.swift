/// A tool record and the lines of its code block.
public struct PlacedRecord: Equatable, Sendable {
    public var record: ToolRecord
    /// Lines in the file, from 1.
    public var lines: ClosedRange<Int>
}

extension PlacedRecord {
    /// The records of each section, by the rule of the place: a result counts in a TOOL section
    /// only; a call only in the unbroken run of code blocks that ends an ASSISTANT section, and only
    /// where the TOOL section directly after it holds a result of that id. Of several calls with one
    /// id the last counts. So a reply that types a record forges none.
    static func records(in outline: Outline) -> [[PlacedRecord]] {
        let sections = outline.sections
        let source = outline.source
        let roleLines = outline.roleLines
        var records = [[PlacedRecord]](repeating: [], count: sections.count)
        guard sections.contains(where: { $0.role == .tool }) else { return records }
        for index in sections.indices.reversed() {
            let section = sections[index]
            let isBeforeResults = index + 1 < sections.count && sections[index + 1].role == .tool
            guard section.role == .tool || section.role == .assistant && isBeforeResults
            else { continue }
            let inSection = outline.blocks.slice(in: section.lines)
            if section.role == .tool {
                records[index] = inSection.compactMap { placed($0, .result, source, roleLines) }
            } else {
                let ids = Set(records[index + 1].map(\.record.id))
                records[index] = calls(at: inSection, section.lines, ids, source, roleLines)
            }
        }
        return records
    }

    private static func calls(
        at blocks: ArraySlice<MarkdownBlock>, _ lines: Range<Int>, _ ids: Set<String>,
        _ source: SourceText, _ roleLines: RoleLines
    ) -> [PlacedRecord] {
        var calls: [PlacedRecord] = []
        var open = ids
        var end = lines.upperBound
        for block in blocks.reversed() {
            guard block.kind == .code, CodeFence(openedBy: source.line(block.line)) != nil,
                (block.endLine + 1..<max(end, block.endLine + 1)).allSatisfy({
                    source.line($0).isBlank
                })
            else { break }
            end = block.line
            guard let call = placed(block, .call, source, roleLines),
                open.remove(call.record.id) != nil
            else { continue }
            calls.append(call)
        }
        return calls.reversed()
    }

    private static func placed(
        _ block: MarkdownBlock, _ kind: ToolRecord.Kind, _ source: SourceText,
        _ roleLines: RoleLines
    ) -> PlacedRecord? {
        guard block.kind == .code, block.endLine >= block.line else { return nil }
        let lines = block.line...block.endLine
        guard let record = ToolRecord(lines: lines, of: source, roleLines: roleLines),
            record.kind == kind
        else { return nil }
        return PlacedRecord(record: record, lines: lines)
    }
}

extension [MarkdownBlock] {
    /// The blocks that begin in these lines.
    func slice(in lines: Range<Int>) -> ArraySlice<MarkdownBlock> {
        self[index(ofLine: lines.lowerBound)..<index(ofLine: lines.upperBound)]
    }

    private func index(ofLine line: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].line < line { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
