/// Finds what git leaves of a merge that it could not make: both sides between marker lines, which
/// would be sent as they stand. In code blocks too, since conflicts arise there as well.
enum MergeConflicts {
    static func diagnostics(in file: ChatFile) -> [Diagnostic] {
        let source = file.source
        func lines(beginningWith marker: StaticString) -> [Int] {
            source.lines(holding: marker).filter {
                source.line($0).starts(with: marker.description.utf8)
            }
        }
        var ends = lines(beginningWith: ">>>>>>> ")[...]
        return lines(beginningWith: "<<<<<<< ").compactMap { start in
            ends = ends.drop { $0 < start }
            guard let end = ends.first else { return nil }
            return Diagnostic(
                .warning, line: start, column: 1,
                message: "an unresolved merge begins here, and would be sent as it stands",
                hint: "it ends on line \(end); make one conversation of both sides, or two files"
            )
        }
    }
}
