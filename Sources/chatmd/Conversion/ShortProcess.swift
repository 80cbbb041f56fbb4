#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a program of which only the exit status matters.
enum ShortProcess {
    /// The exit status; nil where the program did not start, was killed, or took longer than
    /// `timeout` milliseconds.
    ///
    /// It has no input, its output goes nowhere, it inherits no descriptor and has a process group
    /// of its own, which is killed when the time is over.
    static func status(
        of program: String, arguments: [String], environment: [String], timeout: Int
    ) -> Int32? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        let process = spawn(program, arguments, environment, output: ends[1])
        close(ends[1])
        guard let process else { return nil }
        let deadline = MonotonicClock.now + timeout
        // The end of its output is a sign of its end that can be waited for.
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        var isOpen = true
        var status: Int32 = 0
        while true {
            let left = deadline - MonotonicClock.now
            let result = isOpen ? 0 : waitpid(process, &status, WNOHANG)
            if result == process { break }
            if left <= 0 || result < 0 && errno != EINTR {
                kill(-process, SIGKILL)
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                return nil
            }
            if isOpen {
                var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
                guard poll(&waiting, 1, Int32(left)) > 0 else { continue }
                isOpen = read(ends[0], &buffer, buffer.count) > 0
            } else {
                poll(nil, 0, 1)
            }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
    }

    private static func spawn(
        _ program: String, _ arguments: [String], _ environment: [String], output: Int32
    ) -> pid_t? {
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
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        for descriptor in openDescriptors where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
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

        var argumentPointers = arguments.map { strdup($0) } + [nil]
        var environmentPointers = environment.map { strdup($0) } + [nil]
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        var process: pid_t = 0
        let result = posix_spawn(
            &process, program, &actions, &attributes, &argumentPointers, &environmentPointers
        )
        return result == 0 ? process : nil
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
