import LLMCore

/// The names of one exchange in a folder: `001.request`, `001.response`, and `001.error` where it
/// failed, with what came until then.
struct ExchangeFiles {
    let folder: PrivateFolder
    let number: Int

    var request: String { "\(stem).request" }
    var response: String { "\(stem).response" }
    var error: String { "\(stem).error" }

    /// For messages.
    func path(of name: String) -> String { "\(folder.path)/\(name)" }

    private var stem: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
    }
}

// MARK: - An answer's head

extension HTTPResponseHead {
    /// `HTTP 200`, a line for each field, and an empty one; the body follows as it came.
    var textOfFile: String {
        var text = "HTTP \(status)\n"
        for field in headers.fields { text += "\(field.name): \(field.value)\n" }
        return text + "\n"
    }

    /// Reads the same; `end` is where the body begins. nil where it is no such file.
    static func read(_ bytes: [UInt8], end: inout Int) -> HTTPResponseHead? {
        var head: HTTPResponseHead?
        var start = 0
        while let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: bytes[start..<newline], as: UTF8.self)
            start = newline + 1
            if line.isEmpty {
                end = start
                return head
            }
            if head == nil {
                let words = line.split(separator: " ")
                guard words.count == 2, words[0] == "HTTP", let status = Int(words[1]) else {
                    return nil
                }
                head = HTTPResponseHead(status: status)
            } else {
                let parts = line.split(
                    separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { return nil }
                head?.headers.append(String(parts[0]), String(parts[1].dropFirst()))
            }
        }
        return nil
    }
}

// MARK: - A failure

extension LLMError {
    /// What is needed to fail in the same way again.
    var jsonOfFile: JSONObject {
        var json = JSONObject([
            ("code", .string(code.rawValue)), ("message", .string(message)),
        ])
        json["hint"] = hint.map { .string($0) }
        json["status"] = status == 0 ? nil : JSONValue(status)
        json["should_retry"] = shouldRetry.map { .bool($0) }
        return json
    }

    init?(file: JSONValue) {
        guard let code = file["code"]?.string, let message = file["message"]?.string else {
            return nil
        }
        self.init(
            Code(rawValue: code), message, hint: file["hint"]?.string,
            status: file["status"]?.int ?? 0)
        shouldRetry = file["should_retry"]?.bool
    }
}
