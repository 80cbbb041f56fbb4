import LLMCore

extension Invocation {
    /// Whether only the answer and errors are wanted.
    var isQuiet: Bool { arguments.has(.quiet) }

    /// Shows on a terminal what is waited for; nil where nobody would see it.
    func statusLine(_ loop: EventLoop) -> StatusLine? {
        isQuiet ? nil : StatusLine(.error(), loop: loop, environment: environment)
    }

    /// Prints messages for people.
    ///
    /// - Parameter subject: the file that they are about, where there are several.
    func messages(
        _ status: StatusLine? = nil, about subject: String? = nil
    ) -> MessagePrinter {
        MessagePrinter(status: status, isQuiet: isQuiet, about: subject)
    }
}
