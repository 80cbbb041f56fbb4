import LLMCore
import TestSupport
import Testing

/// A way in which a server sends a key back.
struct KeyTrouble: Sendable, CustomTestStringConvertible {
    var name: String
    /// What answers; `echo` is the header with the key as the server got it.
    var answer: @Sendable (_ echo: String, KeyReply, LoopbackConnection) -> Void
    /// Whether people are shown the sentence that held the key.
    var isQuoted = true
    var isFailure = true

    var testDescription: String { name }

    init(
        _ name: String, isQuoted: Bool = true, isFailure: Bool = true,
        _ answer: @escaping @Sendable (String, KeyReply, LoopbackConnection) -> Void
    ) {
        self.name = name
        self.answer = answer
        self.isQuoted = isQuoted
        self.isFailure = isFailure
    }
}

extension KeyTrouble {
    static let all = refusals + streams + answers

    /// Error statuses, with the key in words, headers and the time to wait.
    private static let refusals = [400, 401, 402, 403, 404, 422, 429, 500, 503].map { status in
        KeyTrouble("status \(status)") { echo, reply, connection in
            connection.respond(
                status: status,
                headers: [
                    ("x-request-id", echo), ("Retry-After", echo), ("retry-after-ms", echo),
                    ("x-should-retry", echo), ("x-\(key(in: echo))", echo),
                    ("WWW-Authenticate", echo),
                ],
                body: reply.refusal(status, "no, not with \(echo)"))
        }
    }

    /// A reply that had begun.
    private static let streams = [
        KeyTrouble("the fields of a reply", isQuoted: false, isFailure: false) {
            echo, reply, connection in
            let reply = KeyReply(reply.format, id: echo, model: key(in: echo))
            connection.respond(
                contentType: reply.contentType, headers: [("x-request-id", echo)],
                body: reply.whole())
        },
        KeyTrouble("an error after text") { echo, reply, connection in
            connection.respond(
                contentType: reply.contentType, headers: [("x-request-id", echo)],
                body: reply.beginning("Half") + reply.error("no more for \(echo)"))
        },
        KeyTrouble("an error before text") { echo, reply, connection in
            connection.respond(
                contentType: reply.contentType, body: reply.error("nothing for \(echo)"))
        },
        KeyTrouble("an event that is not JSON") { echo, reply, connection in
            connection.respond(
                contentType: reply.contentType,
                body: reply.beginning("Half") + reply.garbage(echo))
        },
        KeyTrouble("a stream that breaks off", isQuoted: false) { echo, reply, connection in
            let reply = KeyReply(reply.format, id: echo, model: key(in: echo))
            connection.writeHead(
                headers: [
                    ("Content-Type", reply.contentType), ("Content-Length", "9999"),
                    ("x-request-id", echo),
                ])
            connection.write(reply.beginning("Half"))
        },
        KeyTrouble("an answer in one piece that is an error") { echo, reply, connection in
            connection.respond(body: reply.refusal(500, "no, not with \(echo)"))
        },
    ]

    /// What is no answer of a model at all.
    private static let answers = [
        KeyTrouble("a redirect") { echo, _, connection in
            connection.respond(
                status: 307,
                headers: [("Location", "https://llm.example.invalid/v1?key=\(key(in: echo))")],
                body: echo)
        },
        KeyTrouble("a redirect to a path") { echo, _, connection in
            connection.respond(
                status: 302, headers: [("Location", "/login/\(key(in: echo))")], body: echo)
        },
        KeyTrouble("an error page", isQuoted: false) { echo, _, connection in
            connection.respond(
                status: 500, contentType: "text/html", body: "<h1>\(echo)</h1>")
        },
        KeyTrouble("a web page", isQuoted: false) { echo, _, connection in
            connection.respond(contentType: "text/html", body: "<h1>\(echo)</h1>")
        },
        KeyTrouble("an error in plain text") { echo, _, connection in
            connection.respond(status: 400, contentType: "text/plain", body: "not \(echo)")
        },
        KeyTrouble("an error that is not JSON", isQuoted: false) { echo, _, connection in
            connection.respond(status: 500, body: "{\"error\": \(echo)")
        },
        KeyTrouble("an answer that is not JSON") { echo, _, connection in
            connection.respond(body: "{\"oops\": \(echo)")
        },
        KeyTrouble("an error far too long") { echo, reply, connection in
            let message = String(repeating: "a", count: 1980 - reply.id.count) + " "
            connection.respond(
                status: 400, body: reply.refusal(400, message + echo + message))
        },
        KeyTrouble("a content type") { echo, _, connection in
            connection.respond(status: 500, contentType: "text/\(key(in: echo))", body: "x")
        },
        KeyTrouble("a content type of success") { echo, _, connection in
            connection.respond(contentType: "text/\(key(in: echo))", body: "<x>")
        },
        KeyTrouble("a length", isQuoted: false) { echo, _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(key(in: echo))\r\n\r\n{}")
        },
        KeyTrouble("no HTTP", isQuoted: false) { echo, _, connection in
            connection.write("\(echo)\r\n\r\n")
        },
        KeyTrouble("an odd status line", isQuoted: false) { echo, _, connection in
            connection.write("HTTP/1.1 \(key(in: echo)) OK\r\n\r\n")
        },
        KeyTrouble("an odd header line", isQuoted: false) { echo, _, connection in
            connection.write("HTTP/1.1 500 Oops\r\n\(echo)\r\nContent-Length: 0\r\n\r\n")
        },
        KeyTrouble("an odd encoding", isQuoted: false) { echo, _, connection in
            connection.respond(headers: [("Content-Encoding", key(in: echo))], body: "{}")
        },
    ]

    private static func key(in echo: String) -> String {
        String(echo.split(separator: " ").last ?? "")
    }
}
