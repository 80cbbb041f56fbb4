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

    /// The name of a file; nil for what has none.
    var fileName: String? {
        text == "-" || Self.isAddress(text) ? nil : text.fileName
    }

    /// Whether it begins like an address, whatever files there are; `./` makes it a file's name.
    static func isAddress(_ text: String) -> Bool {
        let scheme = text.prefix { $0 != ":" }
        let rest = text.dropFirst(scheme.count)
        return ["http", "https", "data"].contains(scheme.lowercased()) && !rest.isEmpty
            || rest.hasPrefix("://") && !scheme.contains("/")
    }

    private static func load(_ text: String) throws(EmbedError) -> LoadedEmbed {
        if isAddress(text) {
            switch try EmbedDestination(text) {
            case .url(let url): return .url(url)
            case .data(let bytes):
                return try LoadedEmbed(
                    bytes, kind: EmbedKind(signature: bytes), name: "data: URI")
            case .file: break
            }
        }
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
    /// With more that goes along with the last message of the user's; as one where there is none.
    func attaching(_ attachments: [GivenAttachment]) -> [Message] {
        if attachments.isEmpty { return self }
        let last = lastIndex { $0.role == .user }
        var messages = last == nil ? self + [Message(role: .user, parts: [])] : self
        let index = last ?? count
        for attachment in attachments {
            messages[index].append(
                attachment.loaded, name: attachment.fileName, place: Attachment.Place())
        }
        return messages
    }
}

extension Arguments {
    /// The values of `-a`, as they were typed.
    func attachments() throws(Failure) -> [String] {
        let values = values(.attachment)
        if values.contains("") { throw Failure.usage("-a takes a file or an address, not nothing") }
        return values
    }
}

extension Invocation {
    /// What is given with `-a`, in its order.
    ///
    /// - Parameter input: what stdin holds, where that is not for `-a -` to read.
    func attachments(besides input: String? = nil) throws(Failure) -> [GivenAttachment] {
        var attachments: [GivenAttachment] = []
        for value in try arguments.attachments() {
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
        let limit = AttachmentLoader.maximumTotal
        guard attachments.reduce(0, { $0 + $1.loaded.size }) <= limit else {
            throw Failure(.io, "what -a names has more than \(limit >> 20) MB together")
        }
        return attachments
    }
}
