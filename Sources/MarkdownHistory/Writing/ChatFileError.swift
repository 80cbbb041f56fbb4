#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a file cannot be read or appended to.
public struct ChatFileError: Error, Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// A system call failed with this `errno`.
        case system(Int32)
        /// The same, where the folder can hold no new file.
        case folder(Int32)
        /// A directory, a pipe or a device.
        case notARegularFile(String)
        /// A symbolic link to nothing.
        case danglingLink
        /// Another program holds the lock.
        case locked
        /// Somebody else has written to the file, or put another one in its place.
        case changed
    }

    public var path: String
    public var kind: Kind

    public var message: String {
        switch kind {
        case .system(let code): String(cString: strerror(code)).lowercasedFirst
        case .folder(let code):
            "no file can be made there: \(String(cString: strerror(code)).lowercasedFirst)"
        case .notARegularFile(let what): "this is \(what), not a file"
        case .danglingLink: "this is a link to a file that does not exist"
        case .locked: "another program is answering this file"
        case .changed: "the file was changed while the reply arrived"
        }
    }

    public var hint: String? {
        switch kind {
        case .system(EACCES), .system(EPERM), .system(EROFS): "check its permissions with ls -l"
        case .system(ENOENT) where path.hasSuffix("/"): "make that folder, or check the name"
        case .system(ENOENT): "check the name; append -p TEXT starts a new file"
        case .folder(ENOENT): "make its folder first"
        case .folder: "check the folder's permissions with ls -ld"
        case .system(ENOSPC), .system(EDQUOT): "free some space"
        case .danglingLink: "make that file, or remove the link"
        case .system, .notARegularFile, .changed: nil
        case .locked: "wait until it is done, or stop it"
        }
    }

    /// Whether there is no file of that name.
    public var isMissing: Bool { kind == .system(ENOENT) || kind == .system(ENOTDIR) }

    static func last(_ path: String) -> ChatFileError {
        ChatFileError(path: path, kind: .system(errno))
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
