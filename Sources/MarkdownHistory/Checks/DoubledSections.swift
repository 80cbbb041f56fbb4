/// Finds sections that look left over: an empty one that is not the last, and two of one role in a
/// row, which are sent as two messages.
enum DoubledSections {
    static func diagnostics(in file: ChatFile) -> [Diagnostic] {
        let sections = file.outline.sections.filter { $0.headingLine != nil && $0.role != .note }
        return zip(sections, sections.dropFirst()).compactMap { section, next in
            guard let line = section.headingLine, let nextLine = next.headingLine else {
                return nil
            }
            if section.textLines(in: file.source) == nil {
                return Diagnostic(
                    .warning, line: line, column: 1, message: "this section is empty",
                    hint: "remove the heading, or write something below it"
                )
            }
            guard section.role == next.role else { return nil }
            return Diagnostic(
                .warning, line: nextLine, column: 1,
                message: "two \(section.role.rawValue) sections follow each other; they are sent "
                    + "as two messages",
                hint: "the first begins on line \(line)"
            )
        }
    }
}
