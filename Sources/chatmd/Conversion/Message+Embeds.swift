import LLMCore
import MarkdownHistory

extension Message {
    /// Adds what a turn embeds after its text, in its order.
    ///
    /// - Parameter path: of the file that the turn stands in.
    mutating func append(_ embeds: [LoadedEmbed], of turn: Turn, in path: String? = nil) {
        for (embed, loaded) in zip(turn.embeds, embeds) {
            append(
                loaded, name: embed.fileName,
                place: Attachment.Place(path: path, line: embed.line, column: embed.column))
        }
    }

    /// Adds what an embed brought after what there is.
    ///
    /// - Parameters:
    ///   - name: the file's own, for a model to call it by.
    ///   - place: where it was asked for.
    mutating func append(_ embed: LoadedEmbed, name: String?, place: Attachment.Place) {
        switch embed {
        case .text(let text):
            // What is no text parts it from what stands before.
            if case .text = parts.last {
                parts.append(.text("\n\n" + text))
            } else {
                parts.append(.text(text))
            }
        case .file(let kind, let bytes):
            parts.append(
                .attachment(
                    Attachment(
                        mediaType: kind.mediaType, content: .data(bytes), name: name, place: place))
            )
        case .url(let url):
            parts.append(
                .attachment(
                    Attachment(
                        mediaType: EmbedKind.mediaType(ofAddress: url), content: .url(url),
                        place: place)))
        }
    }
}

extension Embed {
    /// The name of the file that it names by its path; nil for addresses and `data:` URIs.
    var fileName: String? {
        guard case .file(let path, _)? = try? EmbedDestination(destination) else { return nil }
        return path.fileName
    }
}

extension String {
    /// The last part of a path, controls made visible.
    var fileName: String? {
        split(separator: "/").last.map { name in
            String(
                String.UnicodeScalarView(
                    name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
        }
    }
}
