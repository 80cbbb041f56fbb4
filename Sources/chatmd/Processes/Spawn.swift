internal import CSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Starts programs that have nothing of ours but what they are given: no other descriptor, no
/// variable, default signals, and a process group of their own; and copies of this one.
enum Spawn {
    /// Starts a program.
    ///
    /// - Parameter whileHeld: called when the process is there and the program does not run yet; were
    ///   we killed now, it would never run.
    /// - Returns: 0, or the error's number.
    static func start(
        _ program: String, _ arguments: [String], _ environment: [String],
        streams: ChildStreams, folder: String?, _ process: inout pid_t,
        whileHeld: (pid_t) -> Void = { _ in }
    ) -> Int32 {
        var hold: [Int32] = [-1, -1]
        var report: [Int32] = [-1, -1]
        defer { for end in hold + report where end >= 0 { systemClose(end) } }
        guard systemPipe(&hold) == 0, systemPipe(&report) == 0 else { return errno }
        for end in hold + report { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var others = openDescriptors
        var code: Int32 = 0
        process = withCStrings(arguments) { arguments in
            withCStrings(environment) { environment in
                withCString(folder) { folder in
                    program.withCString { path in
                        others.withUnsafeMutableBufferPointer { others in
                            var child = chatmd_program(
                                path: path, arguments: arguments, environment: environment,
                                folder: folder, input: streams.input, output: streams.output,
                                errors: streams.errors, others: others.baseAddress,
                                other_count: Int32(others.count))
                            let process = chatmd_fork_held(&child, hold, report)
                            code = process < 0 ? errno : 0
                            return process
                        }
                    }
                }
            }
        }
        guard process > 0 else { return code }
        whileHeld(process)
        systemClose(report[1])
        report[1] = -1
        var go: UInt8 = 1
        _ = systemWrite(hold[1], &go, 1)
        while systemRead(report[0], &code, MemoryLayout<Int32>.size) < 0, errno == EINTR {}
        if code != 0 {
            while waitpid(process, nil, 0) < 0, errno == EINTR {}
        }
        return code
    }

    /// Starts a copy of this program, which does `body` and ends with the status that it returns.
    ///
    /// It does not hear Ctrl-C, SIGTERM and SIGHUP. Our network and our threads must not have been
    /// used: there is one thread in the copy.
    ///
    /// - Returns: the copy's process; nil where there can be none.
    static func copy(
        input: Int32, errors: Int32, doing body: () -> Int32
    ) -> pid_t? {
        let process = chatmd_fork_deaf()
        if process == 0 {
            dup2(input, STDIN_FILENO)
            dup2(errors, STDERR_FILENO)
            exit(body())
        }
        return process > 0 ? process : nil
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    private static func withCString<Result>(
        _ text: String?, _ body: (UnsafePointer<CChar>?) -> Result
    ) -> Result {
        guard let text else { return body(nil) }
        return text.withCString(body)
    }

    /// Descriptors that were inherited may lack the flag that closes them.
    private static var openDescriptors: [Int32] {
        guard let folder = opendir("/dev/fd") else { return [] }
        defer { closedir(folder) }
        var descriptors: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let descriptor = Int32(name), descriptor != dirfd(folder) {
                descriptors.append(descriptor)
            }
        }
        return descriptors
    }
}
