#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The built binary, running: with just the environment it is given, its streams in our hands.
///
///     let process = try ChatMDProcess(["append", "chat.md"], environment: […], folder: path)
///     process.waitForOutput { $0.contains("Hello") }
///     process.send(SIGINT)
///     let outcome = try process.outcome()
///
/// Nothing outlives its test: after a minute `outcome` kills the program and throws what it had
/// said, and so does letting go of it.
public final class ChatMDProcess: Sendable {
    /// What stdin is.
    public enum Input: Sendable {
        case nothing
        case bytes([UInt8])
        /// A pipe that stays open until `closeInput`.
        case open
        case terminal
    }

    /// What stdout and stderr are.
    public enum Output: Sendable {
        /// Two pipes, read all the time.
        case collected
        /// As before, but nobody reads stdout.
        case unread
        /// As before, but stdout's reader has gone.
        case closed
        /// One pseudo terminal for both; all of it is `output`.
        case terminal
        /// stdout is a pseudo terminal; stderr a pipe.
        case terminalAndPipe
    }

    public enum Ending: Equatable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    /// What came of it.
    public struct Outcome: Sendable {
        public var ending: Ending
        public var output: [UInt8]
        public var errors: String
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    private struct State {
        var ending: Ending?
        var output: [UInt8] = []
        var errors: [UInt8] = []
        /// Readers that have not come to an end.
        var readers = 0
        var input: Int32 = -1
    }

    public let id: pid_t
    private let state = Locked(State())

    /// - Parameters:
    ///   - executable: the built `chatmd`, or a program that starts it.
    ///   - folder: the working directory.
    public init(
        _ arguments: [String],
        executable: String = ChatMDProcess.binary,
        environment: [String: String],
        folder: String,
        input: Input = .nothing,
        output: Output = .collected
    ) throws {
        let streams = try Streams(input, output)
        id = try Self.spawn(
            [executable] + arguments, environment, folder,
            streams.theirs)
        streams.closeTheirs()
        for (reader, isError) in streams.readers {
            state.with { $0.readers += 1 }
            startThread { [state] in
                readToEnd(of: reader) { bytes in
                    state.with { state in
                        if isError { state.errors += bytes } else { state.output += bytes }
                    }
                }
                close(reader)
                state.with { $0.readers -= 1 }
            }
        }
        let writer = streams.writer
        if case .bytes(let bytes) = input {
            startThread {
                Self.write(bytes, to: writer)
                close(writer)
            }
        } else {
            state.with { $0.input = writer }
        }
        startThread { [state, id] in
            // It stays waitable until its ending is known here: no signal can hit a stranger.
            var information = siginfo_t()
            while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            state.with { state in
                var status: Int32 = 0
                while waitpid(id, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7F
                state.ending = signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
            }
        }
    }

    deinit {
        send(SIGKILL)
        closeInput()
    }

    // MARK: Talking to it

    /// Does nothing once it has ended.
    public func send(_ signal: Int32) {
        state.with { if $0.ending == nil { kill(id, signal) } }
    }

    public func write(_ text: String) { write(Array(text.utf8)) }

    public func write(_ bytes: [UInt8]) {
        let input = state.with { $0.input }
        Self.write(bytes, to: input)
    }

    public func closeInput() {
        state.with { state in
            if state.input >= 0 { close(state.input) }
            state.input = -1
        }
    }

    /// Waits until what stdout has given so far fulfils the condition; false if it never does.
    @discardableResult
    public func waitForOutput(_ condition: (String) -> Bool) -> Bool {
        func holds(_ state: State) -> Bool {
            condition(String(decoding: state.output, as: UTF8.self))
        }
        state.wait(seconds: 300) { $0.ending != nil && $0.readers == 0 || holds($0) }
        return state.with { holds($0) }
    }

    /// Waits for the end of the program and of its output.
    public func outcome(within seconds: Int = 300) throws -> Outcome {
        let hasEnded = state.wait(seconds: seconds) { $0.ending != nil && $0.readers == 0 }
        let (ending, output, errors) = state.with { ($0.ending, $0.output, $0.errors) }
        let text = String(decoding: errors, as: UTF8.self)
        guard hasEnded, let ending else {
            send(SIGKILL)
            throw DidNotEnd(output: String(decoding: output, as: UTF8.self), errors: text)
        }
        closeInput()
        return Outcome(ending: ending, output: output, errors: text)
    }

    public struct DidNotEnd: Error {
        public var output: String
        public var errors: String
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        // SIGPIPE is ignored in this process by whoever starts the first program.
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

// MARK: - The binary

extension ChatMDProcess {
    /// `chatmd` beside the test bundle.
    public static let binary: String = {
        signal(SIGPIPE, SIG_IGN)
        var folder = testBundle
        while let slash = folder.lastIndex(of: "/") {
            folder = String(folder[..<slash])
            if access("\(folder)/chatmd", X_OK) == 0, !isFolder("\(folder)/chatmd") {
                return "\(folder)/chatmd"
            }
        }
        fatalError("chatmd is not built beside \(testBundle)")
    }()

    private static let testBundle: String = {
        #if os(Linux)
            let path = "/proc/self/exe"
        #else
            var image = Dl_info()
            guard dladdr(#dsohandle, &image) != 0 else { fatalError("the tests have no image") }
            let path = String(cString: image.dli_fname)
        #endif
        guard let resolved = realpath(path, nil) else { fatalError("\(path) is not there") }
        defer { free(resolved) }
        return String(cString: resolved)
    }()

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String: String], _ folder: String,
        _ descriptors: [Int32]
    ) throws -> pid_t {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        // The shell changes the folder and makes room for the program, in the same process.
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder]
        var strings = (shell + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for string in strings + variables { free(string) } }
        var id = pid_t()
        let code = forking.with { _ in
            posix_spawn(&id, shell[0], &actions, &attributes, &strings, &variables)
        }
        guard code == 0 else {
            errno = code
            throw SystemError("posix_spawn \(arguments[0])")
        }
        return id
    }
}

// MARK: - Streams

/// Both ends of a program's three streams.
private struct Streams {
    /// stdin, stdout, stderr as the program gets them.
    var theirs: [Int32] = [-1, -1, -1]
    /// What we read, and whether it is stderr.
    var readers: [(Int32, isError: Bool)] = []
    /// Where we write; -1 where there is nothing to write to.
    var writer: Int32 = -1

    init(_ input: ChatMDProcess.Input, _ output: ChatMDProcess.Output) throws {
        var terminal: (ours: Int32, theirs: Int32)?
        switch output {
        case .collected, .unread, .closed:
            let (reading, writing) = try Self.pipe()
            theirs[1] = writing
            if case .collected = output {
                readers.append((reading, isError: false))
            } else if case .closed = output {
                close(reading)
            }
        // An unread pipe's end stays open for as long as the tests run.
        case .terminal, .terminalAndPipe:
            let pair = try Self.terminal()
            terminal = pair
            theirs[1] = pair.theirs
            readers.append((pair.ours, isError: false))
        }
        if case .terminal = output {
            theirs[2] = Self.copy(of: theirs[1])
        } else {
            let (reading, writing) = try Self.pipe()
            theirs[2] = writing
            readers.append((reading, isError: true))
        }
        switch input {
        case .nothing:
            theirs[0] = open("/dev/null", O_RDONLY | O_CLOEXEC)
        case .bytes, .open:
            (theirs[0], writer) = try Self.pipe()
        case .terminal:
            if let terminal {
                theirs[0] = Self.copy(of: terminal.theirs)
                writer = Self.copy(of: terminal.ours)
            } else {
                let pair = try Self.terminal()
                theirs[0] = pair.theirs
                writer = pair.ours
            }
        }
    }

    func closeTheirs() {
        for descriptor in theirs { close(descriptor) }
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        let code = forking.with { _ in
            let code = systemPipe(&ends)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return code
        }
        guard code == 0 else { throw SystemError("pipe") }
        return (ends[0], ends[1])
    }

    /// A pseudo terminal that passes bytes on as they are.
    private static func terminal() throws -> (ours: Int32, theirs: Int32) {
        let ours = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard ours >= 0 else { throw SystemError("open /dev/ptmx") }
        let theirs = open(try terminalName(ours), O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard theirs >= 0 else { throw SystemError("open the terminal") }
        var settings = termios()
        tcgetattr(theirs, &settings)
        cfmakeraw(&settings)
        tcsetattr(theirs, TCSANOW, &settings)
        return (ours, theirs)
    }

    private static func copy(of descriptor: Int32) -> Int32 {
        fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    }

    private static func terminalName(_ descriptor: Int32) throws -> String {
        #if canImport(Glibc)
            // `unlockpt` and `ptsname` are hidden from Swift; this is what they do.
            var lock: Int32 = 0
            var number: Int32 = 0
            guard ioctl(descriptor, 0x4004_5431, &lock) == 0,
                ioctl(descriptor, 0x8004_5430, &number) == 0
            else { throw SystemError("ioctl /dev/ptmx") }
            return "/dev/pts/\(number)"
        #else
            guard unlockpt(descriptor) == 0, let name = ptsname(descriptor) else {
                throw SystemError("ptsname")
            }
            return String(cString: name)
        #endif
    }
}

/// Held while a program is started, and while a descriptor exists that it must not inherit: a pipe
/// whose other end lives on elsewhere never ends.
private let forking = Locked(())

private func systemPipe(_ ends: inout [Int32]) -> Int32 {
    pipe(&ends)
}
