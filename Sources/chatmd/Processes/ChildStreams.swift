#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Our ends of a child's three streams, -1 once closed. None of them blocks.
struct ChildStreams {
    var input: Int32 = -1
    var output: Int32 = -1
    var errors: Int32 = -1

    mutating func closeInput() {
        if input >= 0 { systemClose(input) }
        input = -1
    }

    mutating func close() {
        for descriptor in [input, output, errors] where descriptor >= 0 { systemClose(descriptor) }
        (input, output, errors) = (-1, -1, -1)
    }

    /// Starts a program with nothing of ours but these streams.
    ///
    /// - Parameter keeper: knows of it before it runs.
    static func spawn(
        _ call: ChildProcess.Call, keptBy keeper: ChildGuard?
    ) throws(Failure) -> (pid_t, ChildStreams) {
        var ours = ChildStreams()
        var theirs = ChildStreams()
        defer { theirs.close() }
        guard pipe(&theirs.input, &ours.input), pipe(&ours.output, &theirs.output),
            pipe(&ours.errors, &theirs.errors)
        else {
            let reason = String(cString: strerror(errno))
            ours.close()
            throw Failure(.internal, "pipe: \(reason)")
        }
        // Ours alone: programs expect streams that block.
        for end in [ours.input, ours.output, ours.errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        var process: pid_t = 0
        let code = Spawn.start(
            call.program, call.arguments, call.environment, streams: theirs, folder: call.folder,
            &process, whileHeld: { keeper?.add($0) })
        guard code == 0 else {
            keeper?.remove(process)
            ours.close()
            throw Failure(.io, "cannot run \(call.program): \(String(cString: strerror(code)))")
        }
        return (process, ours)
    }

    /// A pipe that no other program inherits.
    private static func pipe(_ readEnd: inout Int32, _ writeEnd: inout Int32) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard systemPipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
        return true
    }
}
