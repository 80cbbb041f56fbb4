import LLMCore
import TestSupport

/// Answers in the place of every provider: the replies of `Tests/Fixtures/documents/replies.txt`.
///
/// In that file a line `? TEXT` begins the reply to a request in which TEXT occurs; of several the
/// one counts whose text occurs last. A first line `! NAME ARGUMENTS` calls a tool, and the reply
/// follows its result. What none of them is for gets the reply below `?` alone.
struct StandInModel {
    private struct Reply {
        var question: String
        var call: (name: String, arguments: String)?
        var text: String
    }

    private let replies: [Reply]

    init(replies text: String) {
        var replies: [Reply] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "?" || line.hasPrefix("? ") {
                replies.append(Reply(question: String(line.dropFirst(2)), text: ""))
            } else if line.hasPrefix("! "), let last = replies.indices.last {
                let words = line.dropFirst(2).split(separator: " ", maxSplits: 1)
                replies[last].call = (String(words[0]), String(words[1]))
            } else if let last = replies.indices.last {
                replies[last].text += line + "\n"
            }
        }
        self.replies = replies.map { reply in
            var reply = reply
            while reply.text.last == "\n" { reply.text.removeLast() }
            return reply
        }
    }

    func answer(_ request: LoopbackServer.Request, on connection: LoopbackConnection) {
        let path = request.path.prefix { $0 != "?" }
        let body = (try? JSONParser.parse(request.body)) ?? .null
        let last = path.split(separator: "/").last ?? ""
        switch last {
        case "completions" where path.hasSuffix("/chat/completions"):
            answerChat(body, request.text, on: connection)
        case "messages": answerAnthropic(body, request.text, on: connection)
        case "completions":
            connection.beginEvents()
            connection.writeEvent(#"{"model":"stand-in","choices":[{"index":0,"text":" there"}]}"#)
            connection.writeEvent(
                #"{"choices":[{"index":0,"text":"","finish_reason":"stop"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        case "embeddings": connection.respond(body: Self.embeddings(of: body))
        default:
            guard let answer = Self.accounts[String(last)] else {
                return connection.tellNotFound()
            }
            connection.respond(body: answer)
        }
    }

    // MARK: Replies

    private func reply(to body: JSONValue, _ text: String) -> Reply {
        if let schema = Self.schema(in: body) {
            let value = String(
                decoding: JSONWriter.bytes(of: Self.value(of: schema)), as: UTF8.self)
            return Reply(question: "", text: value)
        }
        var chosen = replies.first { $0.question.isEmpty } ?? Reply(question: "", text: "Yes.")
        var place = -1
        for reply in replies where !reply.question.isEmpty {
            guard let found = Self.lastPlace(of: reply.question, in: text), found > place else {
                continue
            }
            (chosen, place) = (reply, found)
        }
        return chosen
    }

    private static func lastPlace(of word: String, in text: String) -> Int? {
        let (word, text) = (Array(word.utf8), Array(text.utf8))
        guard text.count >= word.count else { return nil }
        return (0...text.count - word.count).last { text[$0..<$0 + word.count].elementsEqual(word) }
    }

    private static func schema(in body: JSONValue) -> JSONValue? {
        body["response_format"]?["json_schema"]?["schema"]
            ?? body["output_config"]?["format"]?["schema"]
    }

    /// A value that fits a plain schema.
    private static func value(of schema: JSONValue) -> JSONValue {
        switch schema["type"]?.string {
        case "integer", "number": return 1815
        case "boolean": return false
        case "array": return .array([value(of: schema["items"] ?? .null)])
        case "object":
            var object = JSONObject()
            for member in schema["properties"]?.object?.members ?? [] {
                object[member.key] = value(of: member.value)
            }
            return .object(object)
        default: return "Ada Lovelace"
        }
    }

    private func answerChat(_ body: JSONValue, _ text: String, on connection: LoopbackConnection) {
        let reply = reply(to: body, text)
        let messages = body["messages"]?.array ?? []
        let answersTool = messages.last?["role"]?.string == "tool"
        var message: JSONValue = ["role": "assistant", "content": .string(reply.text)]
        var reason: JSONValue = "stop"
        if let call = reply.call, !answersTool, body["tools"] != nil {
            let function: JSONValue = [
                "name": .string(call.name), "arguments": .string(call.arguments),
            ]
            message = [
                "tool_calls": [
                    ["index": 0, "id": "call_1", "type": "function", "function": function]
                ]
            ]
            reason = "tool_calls"
        }
        let usage: JSONValue = ["prompt_tokens": 12, "completion_tokens": 9, "total_tokens": 21]
        let model = body["model"] ?? "stand-in"
        if body["stream"]?.bool != true {
            let choice: JSONValue = ["index": 0, "message": message, "finish_reason": reason]
            connection.respond(json: ["model": model, "choices": [choice], "usage": usage])
            return
        }
        connection.beginEvents()
        connection.write(event: ["model": model, "choices": [["index": 0, "delta": message]]])
        connection.write(event: [
            "choices": [["index": 0, "delta": [:], "finish_reason": reason]]
        ])
        connection.write(event: ["choices": [], "usage": usage])
        connection.writeEvent("[DONE]")
        connection.endChunks()
    }

    private func answerAnthropic(
        _ body: JSONValue, _ text: String, on connection: LoopbackConnection
    ) {
        let reply = JSONValue.string(reply(to: body, text).text)
        let model = body["model"] ?? "stand-in"
        if body["stream"]?.bool != true {
            connection.respond(json: [
                "type": "message", "role": "assistant", "model": model, "stop_reason": "end_turn",
                "content": [["type": "text", "text": reply]],
                "usage": ["input_tokens": 12, "output_tokens": 9],
            ])
            return
        }
        let usage: JSONValue = ["input_tokens": 12, "output_tokens": 1]
        let delta: JSONValue = ["type": "text_delta", "text": reply]
        let events: [JSONValue] = [
            [
                "type": "message_start",
                "message": ["id": "m_1", "role": "assistant", "model": model, "usage": usage],
            ],
            [
                "type": "content_block_start", "index": 0,
                "content_block": ["type": "text", "text": ""],
            ],
            ["type": "content_block_delta", "index": 0, "delta": delta],
            ["type": "content_block_stop", "index": 0],
            [
                "type": "message_delta", "delta": ["stop_reason": "end_turn"],
                "usage": ["output_tokens": 9],
            ],
            ["type": "message_stop"],
        ]
        connection.beginEvents()
        for event in events { connection.write(event: event) }
        connection.endChunks()
    }

    // MARK: The rest

    private static func embeddings(of body: JSONValue) -> String {
        let count = body["input"]?.array?.count ?? 1
        let rows = (0..<count).map { #"{"index":\#($0),"embedding":[0.25,-0.5,0.125]}"# }
        return #"{"data":[\#(rows.joined(separator: ","))],"usage":{"prompt_tokens":3}}"#
    }

    /// What is asked with GET, and for the number of tokens, by the end of its path.
    private static let accounts = [
        "models": #"{"data":[{"id":"llama3.2"},{"id":"gpt-5.5"},{"id":"qwen3-32b"}]}"#,
        "key": #"{"data":{"limit":10,"limit_remaining":7.5,"usage":2.5}}"#,
        "credits": #"{"data":{"total_credits":20,"total_usage":12.7}}"#,
        "balance": #"{"balance_infos":[{"currency":"USD","total_balance":"11.00"}]}"#,
        "count_tokens": #"{"input_tokens":54}"#,
    ]
}

extension LoopbackConnection {
    fileprivate func respond(json: JSONValue) {
        respond(body: String(decoding: JSONWriter.bytes(of: json), as: UTF8.self))
    }

    fileprivate func write(event: JSONValue) {
        writeEvent(String(decoding: JSONWriter.bytes(of: event), as: UTF8.self))
    }

    fileprivate func tellNotFound() {
        respond(status: 404, body: #"{"error":{"message":"no such path"}}"#)
    }
}
