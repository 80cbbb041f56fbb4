import ConfigText
import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A `.chatmd.toml`: what a folder's conversations have in common.
///
/// It travels with the repository, so it may say as little as a conversation itself.
struct ProjectFile {
    let path: String
    let settings: SettingsLayer
    private(set) var warnings: [Diagnostic] = []

    static let name = ".chatmd.toml"
    private static let maximumSize = 1 << 20

    /// Those from the root of the work tree down to `folder`, which must be resolved; outside of a
    /// work tree the one in `folder`.
    static func all(
        around folder: String, workTree: String?,
        onFailure report: (Failure) throws(Failure) -> Void = Failure.raise
    ) throws(Failure) -> [ProjectFile] {
        var folders = [folder]
        while let workTree, let first = folders.first, first != workTree,
            WorkTree.isBelow(first, workTree)
        {
            folders.insert(WorkTree.parent(of: first), at: 0)
        }
        var files: [ProjectFile] = []
        for folder in folders {
            do throws(Failure) {
                let path = (folder == "/" ? "" : folder) + "/" + name
                if let file = try ProjectFile(at: path) { files.append(file) }
            } catch {
                try report(error)
            }
        }
        return files
    }

    /// nil where there is none.
    private init?(at path: String) throws(Failure) {
        guard let bytes = try Self.contents(of: path) else { return nil }
        self.path = path
        do throws(ConfigError) {
            settings = try SettingsLayer(
                try TOMLParser.parse(bytes), from: .project, path: path, warnings: &warnings)
        } catch {
            throw Failure(error, code: .invalidConfig, path: path)
        }
    }

    private static func contents(of path: String) throws(Failure) -> [UInt8]? {
        // A pipe would block, a device may do anything, and a link may lead to a file that is none
        // of the stranger's: what that says would be sent as a system message.
        let descriptor = open(
            path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
        if descriptor < 0, errno == ELOOP {
            throw refusal("this is a symbolic link, and none is followed here", path)
        }
        guard descriptor >= 0 else {
            throw Failure(.io, String(cString: strerror(errno)), path: path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw refusal("this is no regular file", path)
        }
        guard status.st_size <= maximumSize else {
            throw refusal("this is larger than \(maximumSize >> 20) MB", path)
        }
        do throws(ChatFileError) {
            return try FileContents.bytes(from: descriptor, path: path)
        } catch {
            throw Failure(error)
        }
    }

    private static func refusal(_ reason: String, _ path: String) -> Failure {
        Failure(
            .invalidConfig, reason,
            hint: "settings for the conversations of this folder may stand there; remove it if it "
                + "is not yours",
            path: path)
    }
}
