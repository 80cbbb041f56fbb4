/// Says where a conversation waits for nobody: its last message is not the user's.
enum LastTurn {
    static func diagnostics(in file: ChatFile) -> [Diagnostic] {
        // An answered conversation waits for its user under an empty heading.
        if let last = file.outline.sections.last, last.role == .user, last.headingLine != nil {
            return []
        }
        guard let turn = file.turns.last(where: { $0.role != .note }),
            turn.role != .user, turn.role != .tool
        else { return [] }
        return [
            Diagnostic(
                .warning, line: turn.headingLine ?? turn.lines.lowerBound, column: 1,
                message:
                    "the last message is the \(turn.role.rawValue)'s, so there is nothing to answer"
            )
        ]
    }
}
