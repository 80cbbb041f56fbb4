extension ChatFile {
    /// What `check` says beyond `diagnostics`: nothing of it stands in the way of an answer.
    public var remarks: [Diagnostic] {
        let all =
            DoubledSections.diagnostics(in: self) + LastTurn.diagnostics(in: self)
            + KeysInText.diagnostics(in: self) + ControlCharacters.diagnostics(in: self)
            + Modelines.diagnostics(in: self) + MergeConflicts.diagnostics(in: self)
        return all.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }
}
