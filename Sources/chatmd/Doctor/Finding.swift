import LLMCore
import MarkdownHistory

/// One thing that was looked at, and how it is.
struct Finding: Equatable {
    enum Status: String, CaseIterable {
        case ok
        /// Worth knowing; nothing is wrong.
        case note
        case warning
        case error
    }

    /// What was looked at: a program, a file, a provider, a variable.
    let name: String
    let status: Status
    /// One line.
    let message: String
    /// What to do about it.
    let hint: String?
    /// The code of an error that has one.
    let code: Failure.Code?

    init(
        _ status: Status, _ name: String, _ message: String, hint: String? = nil,
        code: Failure.Code? = nil
    ) {
        self.status = status
        self.name = name
        self.message = message.onOneLine
        self.hint = hint?.onOneLine
        self.code = code
    }

    /// What went wrong, with the file that is at fault in front.
    init(_ name: String, _ failure: Failure, as status: Status = .error) {
        let place = failure.path.map { Failure.place($0, failure.line, failure.column) }
        self.init(
            status, name, (place ?? "") + failure.message, hint: failure.hint, code: failure.code)
    }

    init(_ name: String, _ warning: Diagnostic, path: String?) {
        let place = path.map { Failure.place($0, warning.line, warning.column) }
        self.init(.warning, name, (place ?? "") + warning.message, hint: warning.hint)
    }
}

extension String {
    /// The text with its lines joined by blanks.
    var onOneLine: String {
        unicodeScalars.split { $0 == "\n" || $0 == "\r" }.map { String($0) }
            .joined(separator: " ")
    }
}
