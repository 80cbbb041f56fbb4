import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A conversation that is a symbolic link, as a repository may bring one.
///
/// Whoever has `notes.md` answered does not mean to send `~/.ssh/id_ed25519`, nor to append what a
/// model says to `~/.bashrc`. So a link counts only where the file it leads to could be embedded.
enum ConversationLink {
    /// Throws where the path is a link that is not followed.
    static func check(_ path: String, _ invocation: Invocation) throws(Failure) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
            let target = WorkTree.resolved(path),
            let folder = WorkTree.resolved(WorkTree.folder(of: path))
        else { return }
        let home = invocation.environment["HOME"].flatMap(WorkTree.resolved)
        // Nothing comes with a repository there, and nothing could be embedded.
        if WorkTree.isTooWide(folder, home: home) { return }
        let loader = AttachmentLoader(
            rules: try ConfigFile.read(in: invocation.environment.configFolder).embeds,
            environment: invocation.environment)
        do throws(EmbedError) {
            try loader.check(target, in: path)
        } catch {
            throw Failure(
                .invalidFile, "this is a symbolic link, and \(error.message)",
                hint: "if it is that file you mean, name it itself: \(target)", path: path)
        }
    }
}
