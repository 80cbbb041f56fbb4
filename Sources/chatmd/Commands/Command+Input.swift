import LLMCore
import MarkdownHistory

// What commands read: a file, or stdin, as it is or as a conversation.
extension Command {
    /// The conversation's text, and the name that errors call it by.
    static func input(of invocation: Invocation) throws(Failure) -> ([UInt8], path: String?) {
        let file = try invocation.file()
        if let file, file != "-" {
            if invocation.arguments.has(.stdinFilename) {
                throw Failure.usage(
                    "--stdin-filename names the text on stdin, and \(file) is read instead"
                )
            }
            try ConversationLink.check(file, invocation)
            let text = try bytes(at: file)
            if text.isEmpty, FileIdentity.isOutput(file) {
                throw Failure(
                    .io, "the shell has emptied this file to write the output into it",
                    hint: "`chatmd append` answers in place; else name another file after >",
                    path: file)
            }
            return (text, file)
        }
        if file == nil, StandardStream.isInputTerminal {
            throw Failure.usage(
                "name a file, or pipe a text in", hint: "chatmd complete chat.md"
            )
        }
        let path = invocation.arguments.value(.stdinFilename)
        return (try bytesOnInput(), path)
    }

    static func bytesOnInput() throws(Failure) -> [UInt8] {
        do throws(ChatFileError) {
            return try FileContents.bytes(from: StandardStream.input, path: "-")
        } catch {
            throw Failure(error)
        }
    }

    static func bytes(at path: String) throws(Failure) -> [UInt8] {
        do throws(ChatFileError) {
            return try FileContents.bytes(at: path)
        } catch {
            throw Failure(error)
        }
    }

    static func chatFile(parsing text: [UInt8], path: String?) throws(Failure) -> ChatFile {
        do throws(MarkdownHistoryError) {
            return try ChatFile(parsing: text)
        } catch {
            throw Failure(error, path: path)
        }
    }

    static func textOnInput() throws(Failure) -> String {
        let bytes = try bytesOnInput()
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Failure(.invalidFile, "the message on stdin is not UTF-8 text")
        }
        return text
    }
}

extension Invocation {
    /// The message given with `-p`; nil where none is.
    func prompt() throws(Failure) -> String? {
        guard var text = arguments.value(.prompt) else { return nil }
        if text == "-" { text = try Command.textOnInput() }
        guard !text.utf8.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            throw Failure.usage("the message given with -p is empty")
        }
        return text
    }
}
