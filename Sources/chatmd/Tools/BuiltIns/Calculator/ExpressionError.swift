/// What is wrong with an expression, in words for whoever wrote it.
struct ExpressionError: Error, Equatable {
    let message: String

    /// - Parameter position: of a character, from 1.
    init(_ message: String, at position: Int) {
        self.message = "\(message) at \(position)"
    }

    init(_ message: String) {
        self.message = message
    }
}
