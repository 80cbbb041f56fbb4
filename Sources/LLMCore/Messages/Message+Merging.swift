extension [Message] {
    /// Messages of one role that follow each other as one, an empty line between their texts.
    ///
    /// Results of tools stay as they are. Where different people spoke, the names are given up.
    var mergingTurns: [Message] {
        var merged: [Message] = []
        for message in self {
            guard message.role != .tool, let last = merged.last, last.role == message.role else {
                merged.append(message)
                continue
            }
            let gap: [Part] = last.text.isEmpty || message.text.isEmpty ? [] : [.text("\n\n")]
            merged[merged.count - 1].parts += gap + message.parts
            if last.name != message.name { merged[merged.count - 1].name = nil }
        }
        return merged
    }
}
