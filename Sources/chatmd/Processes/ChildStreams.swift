internal import CSystem

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
    static func spawn(_ call: ChildProcess.Call) throws(Failure) -> (pid_t, ChildStreams) {
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
        let code = start(call, theirs, &process)
        guard code == 0 else {
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

    private static func start(
        _ call: ChildProcess.Call, _ theirs: ChildStreams, _ process: inout pid_t
    ) -> Int32 {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, theirs.input, 0)
        posix_spawn_file_actions_adddup2(&actions, theirs.output, 1)
        posix_spawn_file_actions_adddup2(&actions, theirs.errors, 2)
        for descriptor in openDescriptors where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        if let folder = call.folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        )

        var arguments = call.arguments.map { strdup($0) } + [nil]
        var environment = call.environment.map { strdup($0) } + [nil]
        defer { for pointer in arguments + environment { free(pointer) } }
        return posix_spawn(
            &process, call.program, &actions, &attributes, &arguments, &environment)
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
