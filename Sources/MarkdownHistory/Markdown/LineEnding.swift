/// What ends a line: LF, CRLF, or a lone CR, as cmark has it.
public enum LineEnding: Sendable {
    case lineFeed
    case carriageReturnLineFeed

    /// What chatmd writes into a file: CRLF if the file has any, LF otherwise.
    public init(of bytes: some Collection<UInt8>) {
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == .lineFeed, previous == .carriageReturn {
                self = .carriageReturnLineFeed
                return
            }
            previous = byte
        }
        self = .lineFeed
    }

    var bytes: [UInt8] {
        switch self {
        case .lineFeed: [.lineFeed]
        case .carriageReturnLineFeed: [.carriageReturn, .lineFeed]
        }
    }
}
