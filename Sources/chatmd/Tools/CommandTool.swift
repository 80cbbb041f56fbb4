import LLMCore

/// A tool that is a program of the user's: JSON arguments on stdin, the result on stdout.
struct CommandTool: Sendable, Equatable {
    /// The program and its arguments; no shell reads them.
    var command: [String]
    /// The working directory, absolute or `~/`; nil is the conversation's folder.
    var folder: String?
    /// Variables it gets beside the usual ones.
    var variables: [String] = []
    var milliseconds = 60_000
    /// The most that is taken of its output, in bytes.
    var outputLimit = 64 << 10

    /// The time it has, in seconds: `60`, or `0.5`.
    var seconds: String {
        milliseconds.isMultiple(of: 1000)
            ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
    }
}
