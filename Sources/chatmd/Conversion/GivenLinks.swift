import LLMCore
import MarkdownHistory

/// What is given to `append` with `-a`, as links that go into the file with the message: without them
/// the next turn would have lost it.
struct GivenLinks {
    private var links: [String] = []

    /// - Parameter conversation: the path of the file that they will stand in.
    /// - Throws: where the next turn could not read one of them again.
    init(_ invocation: Invocation, in conversation: String) throws(Failure) {
        let given = try invocation.arguments.attachments()
        guard !given.isEmpty else { return }
        let configuration = try invocation.configuration(around: conversation)
        let loader = AttachmentLoader(
            rules: configuration.config.embeds, environment: configuration.environment)
        for text in given {
            if text == "-" {
                throw Failure.usage(
                    "-a - cannot be kept in the file", hint: "save it as a file, and attach that")
            }
            links.append(try Self.link(to: text, in: conversation, loader))
        }
    }

    private static func link(
        to text: String, in conversation: String, _ loader: AttachmentLoader
    ) throws(Failure) -> String {
        // Read once as it is: what is wrong with the file itself is said in those words.
        _ = try GivenAttachment(text)
        if GivenAttachment.isAddress(text) { return "![](\(MarkdownLink.destination(text)))" }
        let folder = WorkTree.resolved(WorkTree.folder(of: conversation)) ?? "/"
        let path = relative(WorkTree.resolved(text) ?? text, to: folder)
        let destination = MarkdownLink.destination(path: path)
        do throws(Failure) {
            let embed = try Command.chatFile(parsing: Array("![](\(destination))".utf8), path: nil)
            _ = try loader.load(embed, path: conversation)
        } catch {
            var failure = error
            failure.message =
                "`\(text)` could not be read again with the next turn: \(error.message)"
            (failure.path, failure.line, failure.column) = (nil, nil, nil)
            throw failure
        }
        return "![\(MarkdownLink.description(text.fileName ?? text))](\(destination))"
    }

    /// The message with the links after it; the links alone stay where there is no text.
    func adding(to prompt: String?) -> String? {
        links.isEmpty ? prompt : prompt.map { $0 + "\n\n" + links.joined(separator: "\n") }
    }

    /// Sees to it that the links are embeds where they stand: in a block of code they would be text.
    func check(in file: ChatFile) throws(Failure) {
        guard !links.isEmpty, let turn = file.turns.last else { return }
        if turn.isTooLargeToEmbed {
            throw Failure.usage(
                "the message is too large to be searched for images, so that what -a adds to it "
                    + "would be text",
                hint: "save the long text as a file, and attach that")
        }
        let lines = turn.lines.suffix(links.count)
        let found = turn.embeds.filter { lines.contains($0.line) && $0.column == 1 }
        guard found.count == links.count else {
            throw Failure.usage(
                "the message leaves a block open, so that what -a adds to it would be text",
                hint: "close the code block or the HTML in it")
        }
    }

    /// A path from a folder on; both absolute and without links. The path itself where the two have
    /// nothing in common.
    static func relative(_ path: String, to folder: String) -> String {
        let parts = path.split(separator: "/")
        let from = folder.split(separator: "/")
        let common = zip(parts, from).prefix { $0 == $1 }.count
        if common == 0, !from.isEmpty { return path }
        let up = Array(repeating: "..", count: from.count - common)
        return (up + parts.dropFirst(common).map(String.init)).joined(separator: "/")
    }
}
