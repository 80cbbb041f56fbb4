import ConfigText
import LLMCore
import MarkdownHistory

/// Reads a session of aichat: YAML with a model, parameters, and messages much like OpenAI's.
///
/// aichat moves what it has summed up into `compressed_messages`. Here the whole conversation is
/// written, and the summary becomes a note.
struct AIChatSession {
    let conversation: ImportedConversation

    private static let maximumSize = 64 << 20

    init(parsing bytes: [UInt8]) throws(MarkdownHistoryError) {
        let table: ConfigTable
        do throws(ConfigError) {
            table = try YAMLParser.parse(bytes, maximumSize: Self.maximumSize)
        } catch {
            throw MarkdownHistoryError(
                line: error.line, column: error.column, message: error.message,
                hint: "expected a session of aichat: `model:` and `messages:` in YAML")
        }
        do throws(OpenAIImport.Problem) {
            conversation = try OpenAIImport(.object(Self.request(table))).conversation
        } catch {
            throw MarkdownHistoryError(
                line: table["messages"]?.position.line ?? 1, column: 1,
                message: (error.place.isEmpty ? "" : "`\(error.place)`: ") + error.message,
                hint: "expected a session of aichat: `model:` and `messages:` in YAML")
        }
    }

    /// Whether a line begins the messages of a session.
    static func isMessages(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "messages:".utf8) || line.starts(with: "compressed_messages:".utf8)
    }

    /// The session in OpenAI's format.
    private static func request(_ table: ConfigTable) -> JSONObject {
        var request = JSONObject(table.entries.map { ($0.key, JSONValue($0.value)) })
        if let model = request["model"]?.string { request["model"] = .string(name(of: model)) }
        guard request["messages"]?.array != nil || request["compressed_messages"] != nil else {
            return request
        }
        let old = request.take("compressed_messages")?.array ?? []
        var new = request["messages"]?.array ?? []
        if !old.isEmpty, var summary = new.first?.object, summary["role"]?.string == "system" {
            summary["role"] = "aichat's summary of what stands before"
            new[0] = .object(summary)
        }
        request["messages"] = .array((old + new).flatMap(messages))
        return request
    }

    /// `openai:gpt-4o` as `openai/gpt-4o`.
    private static func name(of model: String) -> String {
        guard let colon = model.firstIndex(of: ":") else { return model }
        let client = String(model[..<colon])
        return "\(ImportedSettings.known(client) ?? client)/\(model[model.index(after: colon)...])"
    }

    /// aichat keeps calls and results together, in one message of the tool.
    private static func messages(_ message: JSONValue) -> [JSONValue] {
        guard var content = message["content"]?.object, let results = content["tool_results"]?.array
        else { return [message] }
        content["tool_results"] = nil
        content["sequence"] = nil
        let text = content.takeText("text") ?? ""
        var call = JSONObject([("role", "assistant"), ("content", .string(text))])
        call["tool_calls"] = .array(
            results.map { result in
                let id = result["call"]?["id"]
                return [
                    "id": id ?? .null,
                    "function": [
                        "name": result["call"]?["name"] ?? .null,
                        "arguments": result["call"]?["arguments"] ?? .object(JSONObject()),
                    ],
                ]
            })
        if !content.isEmpty { call["content_rest"] = .object(content) }
        return [.object(call)]
            + results.map { result in
                let output = result["output"] ?? .null
                let text =
                    output.string ?? String(decoding: JSONWriter.bytes(of: output), as: UTF8.self)
                var message = JSONObject([("role", "tool"), ("content", .string(text))])
                message["tool_call_id"] = result["call"]?["id"]
                message["name"] = result["call"]?["name"]
                return .object(message)
            }
    }
}
