import ConfigText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// chatmd: answers a conversation that is a Markdown file.
@main
enum ChatMD {
    static func main() {
        if CommandLine.arguments.dropFirst().elementsEqual([ChildGuard.argument]) {
            ChildGuard.serve()
        }
        StandardStream.openMissing()
        // A closed pipe is an error of write, which says where; curl's sockets never raise it.
        signal(SIGPIPE, SIG_IGN)
        exit(run(Array(CommandLine.arguments.dropFirst()), environment: .process))
    }

    /// Runs the command and returns its exit status.
    static func run(_ arguments: [String], environment: Environment) -> Int32 {
        do throws(Failure) {
            return try run(try Arguments(parsing: arguments), environment)
        } catch {
            report(error, asEvent: wantsEvents(arguments))
            return ExitCode.status(for: error.code)
        }
    }

    private static func run(
        _ parsed: Arguments, _ environment: Environment
    ) throws(Failure) -> Int32 {
        var arguments = parsed
        if arguments.has(.version) {
            try StandardStream.output().write("chatmd \(Version.current)\n")
            return ExitCode.answered
        }
        let command = try Command.choose(&arguments)
        guard let command, !arguments.has(.help) else {
            let text = command.map { Help.text(for: $0) } ?? Help.overview
            try StandardStream.output().write(text)
            return ExitCode.answered
        }
        try command.check(arguments)
        var environment = environment
        environment.isOffline = arguments.has(.dryRun) || arguments.has(.replay)
        return try command.run(Invocation(arguments: arguments, environment: environment))
    }

    /// Whether a program reads the output: then an error is an event too.
    private static func wantsEvents(_ arguments: [String]) -> Bool {
        arguments.contains("--rpc") || arguments.contains("--format=ndjson")
            || zip(arguments, arguments.dropFirst()).contains { $0 == "--format" && $1 == "ndjson" }
    }

    private static func report(_ failure: Failure, asEvent: Bool) {
        // Where even this cannot be written, the exit status has to say it.
        if asEvent {
            try? NDJSONSink(.output()).fail(failure)
        } else {
            try? MessagePrinter().fail(failure)
        }
    }
}
