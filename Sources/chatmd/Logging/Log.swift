import LLMCore

/// Where entries go: into the log file, and with `-v` to whoever reads the output.
final class Log {
    private var file: LogFile?
    private let rules: LogRules
    private let show: ((LogEntry) -> Void)?
    /// Why the file takes no entries; it is told once, and fails nothing.
    private var problem: Failure?

    /// nil where nobody wants to know.
    ///
    /// - Parameter show: shows an entry beside the output.
    init?(
        _ invocation: Invocation, _ rules: LogRules, show: @escaping (LogEntry) -> Void
    ) throws(Failure) {
        let path = invocation.arguments.value(.log)
        let isVerbose = invocation.arguments.has(.verbose)
        guard path != nil || rules.file != nil || isVerbose else { return nil }
        self.rules = rules
        self.show = isVerbose ? show : nil
        if let path {
            file = try LogFile(path)
        } else if let path = rules.file.flatMap(invocation.environment.expanded) {
            do throws(Failure) {
                file = try LogFile(path)
            } catch {
                problem = error
            }
        }
    }

    var logger: Logger {
        let level = show == nil ? LogLevel.error : .info
        return Logger(level: file == nil ? level : max(level, rules.level)) { self.add($0) }
    }

    func takeProblem() -> Failure? {
        defer { problem = nil }
        return problem
    }

    private func add(_ entry: LogEntry) {
        if entry.level <= .info { show?(entry) }
        guard entry.level <= rules.level else { return }
        do throws(Failure) {
            try file?.append(LogLine.text(entry))
        } catch {
            problem = error
            file = nil
        }
    }
}
