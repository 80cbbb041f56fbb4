import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Exchanges that may be given again: a folder for each, as `--record` makes them.
///
/// Any number of processes may use it. An entry is written beside the others and takes its name when
/// it is whole; whoever has opened the one that had the name keeps that.
struct AnswerCache {
    /// The folder of the entries.
    let path: String
    /// How many bytes all entries together may have.
    let limit: Int

    /// A folder that is being written and older than this was left by a crash.
    private static let longestWriting = 3600

    // MARK: Reading

    /// The answer to the very same request, if there is one; it counts as used now.
    func answer(to key: CacheKey) -> ReplayedExchange? {
        guard let folder = try? PrivateFolder("\(path)/\(key.name)") else { return nil }
        let files = ExchangeFiles(folder: folder, number: 1)
        guard let request = try? folder.bytes(files.request), request == key.bytes,
            let exchange = try? ReplayedExchange(files, isFromCache: true), exchange.isWhole
        else { return nil }
        folder.touch()
        return exchange
    }

    // MARK: Writing

    /// A folder to write an entry into.
    func begin() throws(Failure) -> PrivateFolder {
        _ = try PrivateFolder.made(at: PrivateFolder.parent(of: path))
        _ = try PrivateFolder.made(at: path)
        return try PrivateFolder.made(from: "\(path)/.new-XXXXXX")
    }

    /// Gives a written folder its name, and takes back what is used least.
    func keep(_ folder: PrivateFolder, as key: CacheKey) throws(Failure) {
        guard Self.size(of: folder) <= limit else { return Self.remove(folder.path) }
        let entry = "\(path)/\(key.name)"
        if rename(folder.path, entry) != 0 {
            // Files of an entry are never replaced: somebody may be reading them.
            let old = try PrivateFolder.made(from: "\(path)/.old-XXXXXX")
            rename(entry, old.path)
            Self.remove(old.path)
            guard rename(folder.path, entry) == 0 else {
                defer { Self.remove(folder.path) }
                // Another process was faster, with the same.
                if errno == EEXIST || errno == ENOTEMPTY { return }
                throw NewFile.failure(entry)
            }
        }
        makeRoom()
    }

    func discard(_ folder: PrivateFolder) {
        Self.remove(folder.path)
    }

    // MARK: Room

    private func makeRoom() {
        guard let all = try? PrivateFolder(path) else { return }
        var entries: [(path: String, size: Int, used: timespec)] = []
        for name in all.names {
            let entry = "\(path)/\(name)"
            var status = stat()
            guard lstat(entry, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
            if name.hasPrefix(".") {
                if time(nil) - status.changed.tv_sec > Self.longestWriting { Self.remove(entry) }
            } else if let folder = try? PrivateFolder(entry) {
                entries.append((entry, Self.size(of: folder), status.changed))
            }
        }
        var total = entries.reduce(0) { $0 + $1.size }
        entries.sort { ($0.used.tv_sec, $0.used.tv_nsec) < ($1.used.tv_sec, $1.used.tv_nsec) }
        for entry in entries where total > limit {
            Self.remove(entry.path)
            total -= entry.size
        }
    }

    private static func size(of folder: PrivateFolder) -> Int {
        folder.names.reduce(0) { $0 + folder.size($1) }
    }

    private static func remove(_ path: String) {
        if let folder = try? PrivateFolder(path) {
            for name in folder.names { unlink("\(path)/\(name)") }
        }
        rmdir(path)
    }
}

extension stat {
    /// When the file, or what is in the folder, was changed last.
    fileprivate var changed: timespec {
        #if canImport(Glibc)
            st_mtim
        #else
            st_mtimespec
        #endif
    }
}
