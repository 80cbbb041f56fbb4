import ConfigText
import LLMCore
import MarkdownHistory

/// Why the command could not do what it was asked, for people and for programs.
struct Failure: Error, Equatable {
    typealias Code = LLMError.Code

    var code: Code
    var message: String
    /// What to do about it.
    var hint: String?
    /// The file that is at fault, and where in it.
    var path: String?
    var line: Int?
    var column: Int?
    var provider: String?
    /// The HTTP status; 0 without an HTTP answer.
    var status = 0
    var requestID: String?
    /// Milliseconds.
    var retryAfter: Int?
    /// A reply that was refused, or had not ended, and that stands nowhere else.
    var answer: String?

    init(_ code: Code, _ message: String, hint: String? = nil, path: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.path = path
    }

    static func usage(_ message: String, hint: String? = nil) -> Failure {
        Failure(.usage, message, hint: hint)
    }

    /// For whoever leaves it to others what becomes of a failure.
    static func raise(_ failure: Failure) throws(Failure) { throw failure }
}

extension Failure.Code {
    static let usage = Self(rawValue: "usage")
    static let io = Self(rawValue: "io")
    static let invalidFile = Self(rawValue: "invalid_file")
    static let nothingToSend = Self(rawValue: "nothing_to_send")
    static let conflict = Self(rawValue: "conflict")
    static let maxCostExceeded = Self(rawValue: "max_cost_exceeded")
    static let notFound = Self(rawValue: "not_found")
}

// MARK: - From the errors of the libraries

extension Failure {
    init(_ error: LLMError) {
        self.init(error.code, error.message, hint: error.hint)
        provider = error.provider
        status = error.status
        requestID = error.requestID
        retryAfter = error.retryAfter
    }

    static func converting<Value>(
        _ body: () throws(LLMError) -> Value
    ) throws(Failure) -> Value {
        do throws(LLMError) {
            return try body()
        } catch {
            throw Failure(error)
        }
    }

    static func converting<Value>(
        _ path: String?, _ body: () throws(MarkdownHistoryError) -> Value
    ) throws(Failure) -> Value {
        do throws(MarkdownHistoryError) {
            return try body()
        } catch {
            throw Failure(error, path: path)
        }
    }

    init(_ error: MarkdownHistoryError, path: String?) {
        self.init(.invalidFile, error.message, hint: error.hint, path: path)
        line = error.line
        column = error.column
    }

    init(_ diagnostic: Diagnostic, path: String?) {
        self.init(.invalidFile, diagnostic.message, hint: diagnostic.hint, path: path)
        line = diagnostic.line
        column = diagnostic.column
    }

    init(_ error: ChatFileError) {
        let isConflict = error.kind == .changed || error.kind == .locked
        self.init(isConflict ? .conflict : .io, error.message, hint: error.hint, path: error.path)
    }

    /// `code` says whose text it is: the conversation's, the configuration's or the command line's.
    init(_ error: ConfigError, code: Code, path: String?) {
        self.init(code, error.message, path: path)
        line = error.line
        column = error.column
    }
}

extension Failure {
    /// The same where it stops nothing.
    var warning: Diagnostic {
        Diagnostic(.warning, line: line ?? 0, column: column ?? 0, message: message, hint: hint)
    }
}

// MARK: - For people

extension Failure {
    /// `chat.md:3:9: error: …`, with the cure on a line of its own.
    var description: String {
        var text = Self.message("error", message, hint, at: Self.place(path, line, column))
        if let retryAfter, retryAfter > 0 {
            text += "\n  try again in \((retryAfter + 999) / 1000) s"
        }
        if status >= 300, let provider { text += "\n  \(provider) answered with status \(status)" }
        if let requestID { text += "\n  request id: \(requestID)" }
        return text
    }

    /// A line for the message, and one for the cure, whatever either quotes.
    static func message(_ kind: String, _ message: String, _ hint: String?, at place: String)
        -> String
    {
        let text = TerminalText.sentence("\(place)\(kind): \(message)")
        return hint.map { "\(text)\n  \(TerminalText.sentence($0))" } ?? text
    }

    /// `chat.md:3:9: `, or the program's name where no file is at fault.
    static func place(_ path: String?, _ line: Int?, _ column: Int?) -> String {
        // Line 0 stands for no place in particular.
        let place = line == 0 ? [] : [line.map(String.init), column.map(String.init)]
        let parts = [path ?? "chatmd"] + place
        return parts.compactMap(\.self).joined(separator: ":") + ": "
    }
}
