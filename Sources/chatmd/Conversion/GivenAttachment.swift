import LLMCore
import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file or an address that was given with `-a`.
///
/// It is the user's own choice, so a file may stand anywhere. As with embeds its content decides what
/// it is, only regular files are read, and nothing is fetched.
struct GivenAttachment {
    /// As it was typed.
    let text: String
    let loaded: LoadedEmbed

    init(_ text: String) throws(Failure) {
        self.text = text
        do throws(EmbedError) {
            loaded = try Self.load(text)
        } catch {
            throw Failure(.io, error.message)
        }
    }

    /// What stands on stdin.
    init(onInput bytes: [UInt8]) throws(Failure) {
        text = "-"
        do throws(EmbedError) {
            loaded = try LoadedEmbed(bytes, kind: EmbedKind(signature: bytes), name: "stdin")
        } catch {
            throw Failure(.io, error.message)
        }
    }

    static func isAddress(_ text: String) -> Bool {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        return (scheme == "http" || scheme == "https") && text.contains(":")
    }

    private static func load(_ text: String) throws(EmbedError) -> LoadedEmbed {
        if isAddress(text), case .url(let url) = try EmbedDestination(text) { return .url(url) }
        guard let path = WorkTree.resolved(text) else {
            throw EmbedError(errno: errno, path: text)
        }
        let place = EmbedRoots.Place(root: "/", path: String(path.dropFirst()), isAllowed: true)
        let file = try EmbedFile(at: place, name: text)
        let kind = EmbedKind(signature: try file.beginning())
        guard let bytes = try file.contents(limit: kind.maximumSize) else {
            throw kind.tooLarge(text)
        }
        return try LoadedEmbed(bytes, kind: kind, name: text)
    }
}

extension [Message] {
    /// With more that goes along with the last message of the user's.
    func attaching(_ attachments: [GivenAttachment]) -> [Message] {
        guard let index = lastIndex(where: { $0.role == .user }) else { return self }
        var messages = self
        for attachment in attachments {
            messages[index].append(
                attachment.loaded, name: attachment.text == "-" ? nil : attachment.text.fileName,
                place: Attachment.Place())
        }
        return messages
    }
}

extension Invocation {
    /// What is given with `-a`, in its order.
    ///
    /// - Parameter input: what stdin holds, where that is not for `-a -` to read.
    func attachments(besides input: String? = nil) throws(Failure) -> [GivenAttachment] {
        var attachments: [GivenAttachment] = []
        for value in arguments.values(.attachment) {
            guard value == "-" else {
                attachments.append(try GivenAttachment(value))
                continue
            }
            if let input { throw Failure.usage("-a - reads stdin, which holds \(input)") }
            guard !attachments.contains(where: { $0.text == "-" }) else {
                throw Failure.usage("-a - is there once: stdin is read to its end")
            }
            attachments.append(try GivenAttachment(onInput: Command.bytesOnInput()))
        }
        return attachments
    }
}
