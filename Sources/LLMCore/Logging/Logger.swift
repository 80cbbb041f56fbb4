/// Tells somebody what happens: entries up to a level of detail, handed to a closure.
///
/// An entry holds no key. What was sent and what came stands in entries of the level `debug` only.
public struct Logger {
    /// The most detail that is wanted.
    public let level: LogLevel
    private let sink: (LogEntry) -> Void

    public init(level: LogLevel, to sink: @escaping (LogEntry) -> Void) {
        self.level = level
        self.sink = sink
    }

    /// Hands over an entry where its level is wanted; else not even its fields are made.
    public func log(
        _ level: LogLevel, _ message: String, _ fields: @autoclosure () -> JSONObject
    ) {
        guard level <= self.level else { return }
        sink(LogEntry(level: level, message: message, fields: fields()))
    }
}

/// How much an entry matters, the most important first; the raw values are those of the
/// configuration.
public enum LogLevel: String, Hashable, Sendable, CaseIterable, Comparable {
    case error
    case warn
    case info
    case debug

    public static func < (left: Self, right: Self) -> Bool {
        left.importance < right.importance
    }

    private var importance: Int {
        switch self {
        case .error: 0
        case .warn: 1
        case .info: 2
        case .debug: 3
        }
    }
}

/// One thing that happened.
public struct LogEntry: Hashable, Sendable {
    public var level: LogLevel
    /// A word or two, always the same for the same thing.
    public var message: String
    public var fields: JSONObject

    public init(level: LogLevel, message: String, fields: JSONObject = JSONObject()) {
        self.level = level
        self.message = message
        self.fields = fields
    }
}
