/// Finds what looks like a key or a token: everything in a conversation is sent, and kept in git.
public enum KeysInText {
    /// Beginnings of well-known keys, and how many more letters, digits, `-` and `_` make one.
    private static let beginnings: [(text: String, length: Int, what: String)] = [
        ("sk-ant-", 20, "an Anthropic key"), ("sk-or-", 20, "an OpenRouter key"),
        ("sk-", 20, "an API key"), ("xai-", 20, "an xAI key"), ("gsk_", 20, "a Groq key"),
        ("AIza", 30, "a Google key"), ("ghp_", 30, "a GitHub token"),
        ("github_pat_", 30, "a GitHub token"), ("glpat-", 20, "a GitLab token"),
        ("AKIA", 16, "an AWS key id"), ("xoxb-", 20, "a Slack token"),
        ("hf_", 30, "a Hugging Face token"),
        ("-----BEGIN OPENSSH PRIVATE KEY", 0, "a private key"),
        ("-----BEGIN RSA PRIVATE KEY", 0, "a private key"),
        ("-----BEGIN PRIVATE KEY", 0, "a private key"),
    ]

    static func diagnostics(in file: ChatFile) -> [Diagnostic] {
        let source = file.source
        guard source.lineCount > 0 else { return [] }
        return (1...source.lineCount).compactMap { number in
            let line = source.line(number)
            guard let (index, what) = first(in: line) else { return nil }
            return Diagnostic(
                .warning, line: number, column: index - line.startIndex + 1,
                message: "this looks like \(what)",
                hint: "take it out, and replace it where it is used: it is sent, and kept in git"
            )
        }
    }

    /// Whether something in the text looks like a key.
    public static func holdsKey(_ text: String) -> Bool {
        first(in: Array(text.utf8)[...]) != nil
    }

    private static let firstBytes = Set(beginnings.compactMap(\.text.utf8.first))

    private static func first(in line: ArraySlice<UInt8>) -> (index: Int, what: String)? {
        for index in line.indices where firstBytes.contains(line[index]) {
            let isInsideWord = index > line.startIndex && isKeyByte(line[index - 1])
            if !isInsideWord, let what = kind(of: line[index...]) { return (index, what) }
        }
        return nil
    }

    private static func kind(of text: ArraySlice<UInt8>) -> String? {
        for beginning in beginnings where text.starts(with: beginning.text.utf8) {
            let rest = text.dropFirst(beginning.text.utf8.count)
            if rest.prefix(while: isKeyByte).count >= beginning.length { return beginning.what }
        }
        return nil
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
