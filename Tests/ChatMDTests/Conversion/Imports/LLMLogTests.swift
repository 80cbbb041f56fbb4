import LLMCore
import Testing

@testable import chatmd

@Suite struct LLMLogTests {
    private func files(_ json: String) throws -> [String] {
        let responses = try #require(LLMLog.responses(in: try JSONParser.parse(json)))
        return try LLMLog(responses).conversations.map {
            String(decoding: try $0.file(), as: UTF8.self)
        }
    }

    private func response(_ members: String) -> String {
        #"{"conversation_id": "c", "prompt": "a", "response": "b", "model": "m", \#(members) "x": 1}"#
    }

    @Test func conversationsAreToldApart() throws {
        let other = #"{"conversation_id": "d", "prompt": "e", "response": "f"}"#
        let texts = try files("[\(response("")),\(other),\(response(""))]")
        #expect(texts.count == 2)
        #expect(texts[0].split(separator: "# === ASSISTANT ===").count == 3)
    }

    @Test func anAttachmentIsNeverRead() throws {
        let text = try files(
            "["
                + response(
                    #"""
                    "attachments": [{"type": "image/png", "path": "/home/ada/a.png", "url": null},
                     {"type": "image/png", "url": "file:///etc/passwd"},
                     {"type": "image/png", "url": "https://example.org/a.png"}],
                    """#) + "]")[0]
        #expect(!text.contains("](/home") && !text.contains("](file"))
        #expect(text.contains("\"path\": \"/home/ada/a.png\""))
        #expect(text.contains("a\n\n![](https://example.org/a.png)\n"))
    }

    @Test func anImageInAPromptIsText() throws {
        let json = #"[{"conversation_id": "c", "prompt": "![a](b)", "response": "c"}]"#
        #expect(try files(json)[0].contains("\n\\![a](b)\n"))
    }

    @Test func anotherModelIsTheLabel() throws {
        let text = try files("[\(response("")),\(response(#""model": "n/1","#))]")[0]
        #expect(text.contains("# === ASSISTANT ===") && text.contains("# === ASSISTANT (n/1) ==="))
    }

    @Test func aChangedSystemMessageStandsWhereItChanges() throws {
        let text = try files(
            "[\(response(#""system": "s","#)),\(response(#""system": "s","#)),"
                + "\(response(#""system": "t","#))]")[0]
        #expect(text.split(separator: "# === SYSTEM ===").count == 3)
    }

    @Test func aSchemaOfSomeResponsesIsNoSetting() throws {
        let schema = #""schema_json": {"type": "object"},"#
        #expect(try files("[\(response(schema))]")[0].contains("response_format = "))
        let text = try files("[\(response(schema)),\(response(""))]")[0]
        #expect(!text.contains("response_format = "))
        #expect(text.contains("\"schema_json\": {"))
    }

    @Test func aFailedToolIsAnError() throws {
        let call = #""tool_calls": [{"name": "f", "arguments": {}, "tool_call_id": "1"}],"#
        let result = #"""
            "tool_results": [
              {"name": "f", "output": "x", "tool_call_id": "1", "exception": "E"}],
            """#
        let text = try files("[\(response(call)),\(response(result))]")[0]
        #expect(text.contains("``` tool_result f 1 error\nx\n```"))
    }

    @Test func reasoningStandsBeforeTheReply() throws {
        let text = try files("[\(response(#""reasoning": "r","#))]")[0]
        #expect(text.contains("# === NOTE (reasoning) ===\n\nr\n\n# === ASSISTANT ===\n\nb\n"))
    }
}
