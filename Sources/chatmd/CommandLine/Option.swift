/// One option of the command line, as everything that knows options reads it: parsing, `--help`.
struct Option: Sendable {
    enum Value: Equatable, Sendable {
        /// Free text; the name stands for it in help.
        case text(String)
        /// One of these words.
        case choice([String])
        /// None, or after `=` one of these words: `--dry-run`, `--dry-run=curl`.
        case optional([String])
        /// A positive number of seconds.
        case seconds
        /// A whole number from 0 on.
        case count
        /// `KEY=VALUE`, or `KEY VALUE` as two arguments.
        case pair
    }

    let name: Name
    var short: Character?
    /// nil for a flag.
    var value: Value?
    let help: String

    enum Name: String, CaseIterable, Sendable {
        case model
        case system
        case preset
        case option
        case schema
        case extract
        case extractLast = "extract-last"
        case prompt
        case attachment
        case `continue`
        case format
        case addDelimiters = "add-delimiters"
        case chunk
        case rpc
        case stdinFilename = "stdin-filename"
        case timeout
        case retries
        case noStream = "no-stream"
        case tool
        case manualTools = "manual-tools"
        case dryRun = "dry-run"
        case noCache = "no-cache"
        case record
        case replay
        case log
        case verbose
        case quiet
        case usage
        case jobs
        case output
        case to
        case all
        case language = "lang"
        case strict
        case fix
        case provider
        case search
        case free
        case refresh
        case explain
        case online
        case lines
        case dimensions
        case exact
        case help
        case version
    }

    /// Whether it may stand without a value.
    var isFlag: Bool {
        if case .optional = value { return true }
        return value == nil
    }

    /// `-m, --model NAME`
    var usage: String { usage(choosing: nil) }

    /// The same, with the words that one command takes.
    func usage(choosing words: [String]?) -> String {
        let placeholder =
            switch value {
            case .text(let name): " \(name)"
            case .choice(let all): " " + (words ?? all).joined(separator: "|")
            case .optional(let all): "[=\(all.joined(separator: "|"))]"
            case .seconds: " SECONDS"
            case .count: " N"
            case .pair: " KEY=VALUE"
            case nil: ""
            }
        return (short.map { "-\($0), " } ?? "    ") + "--\(name.rawValue)\(placeholder)"
    }
}
