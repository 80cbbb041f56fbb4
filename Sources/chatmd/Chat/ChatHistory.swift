import LLMCore
import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What was typed in chats, for the next ones: a file with one JSON string a line, the user's alone.
///
/// Several chats add to it at the same time. What looks like a key, or is one of the environment's,
/// is left out.
struct ChatHistory {
    private let path: String
    private let environment: Environment
    private let keyVariables: [String]

    static let maximumCount = 1000
    /// The file is cut to half of this once it is larger, in bytes; nothing larger than that goes in.
    private static let maximumSize = 4 << 20

    /// nil where there is no home to keep it in.
    ///
    /// - Parameter providers: those whose keys may stand in the environment.
    init?(_ environment: Environment, _ providers: [Provider] = BuiltInProviders.all) {
        guard let folder = environment.stateFolder else { return nil }
        path = folder + "/history"
        self.environment = environment
        keyVariables = providers.flatMap(\.keyVariables)
    }

    /// The oldest first, each once.
    var entries: [String] {
        guard let descriptor = try? opened(O_RDONLY) else { return [] }
        defer { close(descriptor) }
        return Self.entries(of: (try? FileContents.bytes(from: descriptor, path: path)) ?? [])
    }

    private static func entries(of bytes: [UInt8]) -> [String] {
        var known: Set<String> = []
        var entries: [String] = []
        // A line that a full disk cut off is none.
        for line in bytes.split(separator: UInt8(ascii: "\n")).reversed()
        where entries.count < maximumCount {
            guard let text = (try? JSONParser.parse(Array(line)))?.string else { continue }
            if known.insert(text).inserted { entries.append(text) }
        }
        return entries.reversed()
    }

    /// Adds a text, in one write.
    func add(_ text: String) throws(Failure) {
        let line = Self.line(text)
        guard line.count <= Self.maximumSize / 2, !holdsKey(text) else { return }
        do throws(Failure) {
            try makeFolder()
            try write(line)
        } catch {
            throw Failure(
                error.code, "what you type is not in the history: \(error.message)",
                path: error.path ?? path)
        }
    }

    private func write(_ line: [UInt8]) throws(Failure) {
        let descriptor = try openLocked()
        defer { close(descriptor) }
        var status = stat()
        var last = UInt8(ascii: "\n")
        // What a full disk has cut off must not spoil this line too.
        if fstat(descriptor, &status) == 0, status.st_size > 0 {
            pread(descriptor, &last, 1, status.st_size - 1)
        }
        let isCut = last != UInt8(ascii: "\n")
        try StandardStream(descriptor: descriptor).write((isCut ? [UInt8(ascii: "\n")] : []) + line)
        if fstat(descriptor, &status) == 0, status.st_size > Self.maximumSize { try cut() }
    }

    private static func line(_ text: String) -> [UInt8] {
        JSONWriter.bytes(of: .string(text)) + [UInt8(ascii: "\n")]
    }

    private func holdsKey(_ text: String) -> Bool {
        if KeysInText.holdsKey(text) { return true }
        return keyVariables.contains { name in
            environment[name].map { $0.utf8.count >= 8 && text.mentions($0) } ?? false
        }
    }

    private func makeFolder() throws(Failure) {
        let folder = WorkTree.parent(of: path)
        if NewFile.isFolder(folder) { return }
        // ~/.local and ~/.local/state may be missing in a new home.
        let parent = WorkTree.parent(of: folder)
        try NewFile.makeFolder(WorkTree.parent(of: parent), mode: 0o700)
        try NewFile.makeFolder(parent, mode: 0o700)
        try NewFile.makeFolder(folder, mode: 0o700)
    }

    /// A pipe or a device of that name would be waited for, or never end.
    private func opened(_ flags: Int32) throws(Failure) -> Int32 {
        let descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw NewFile.failure(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Failure(.io, "this is no file", path: path)
        }
        return descriptor
    }

    /// The file of that name, and nobody else's turn to write.
    private func openLocked() throws(Failure) -> Int32 {
        while true {
            let descriptor = try opened(O_RDWR | O_APPEND | O_CREAT)
            while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
            var opened = stat()
            var named = stat()
            // Whoever cut it while we waited has put another one in its place.
            if fstat(descriptor, &opened) != 0 || stat(path, &named) != 0
                || opened.st_ino == named.st_ino
            {
                return descriptor
            }
            close(descriptor)
        }
    }

    /// Leaves the newest, in a new file. The lock on the old one is held.
    private func cut() throws(Failure) {
        var lines: [[UInt8]] = []
        var size = 0
        for entry in entries.reversed() {
            let line = Self.line(entry)
            size += line.count
            if size > Self.maximumSize / 2 { break }
            lines.append(line)
        }
        let temporary = "\(path).\(getpid())"
        try NewFile.write(Array(lines.reversed().joined()), to: temporary, mode: 0o600)
        if rename(temporary, path) != 0 { unlink(temporary) }
    }
}
