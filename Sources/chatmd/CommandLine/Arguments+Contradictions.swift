extension Arguments {
    private static let contradictions: [(Option.Name, Option.Name)] = [
        (.verbose, .quiet), (.record, .replay), (.dryRun, .record), (.dryRun, .replay),
        (.dryRun, .rpc), (.schema, .continue), (.dryRun, .usage), (.prompt, .continue),
        (.prompt, .rpc), (.usage, .rpc), (.chunk, .rpc), (.chunk, .format),
        (.extract, .extractLast),
    ]

    /// Throws where two options cannot both be meant.
    func checkThatNothingContradicts() throws(Failure) {
        for (one, other) in Self.contradictions where has(one) && has(other) {
            throw Failure.usage(
                "--\(one.rawValue) and --\(other.rawValue) contradict each other",
                hint: "leave one of them out")
        }
    }
}
