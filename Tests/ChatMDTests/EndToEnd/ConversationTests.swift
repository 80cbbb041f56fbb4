import LLMCore
import TestSupport
import Testing

/// One conversation, asked and answered in every way there is.
///
/// The file has what real ones have: front matter, a first message without a heading, a long answer
/// full of headings, rules and fences, then a short question.
@Suite(.serialized) struct ConversationTests {
    static let chat = Snapshot(fixture: "chats/front-matter-and-fences.md").path
    static let reply = ["1 + 1 is ", "**2**.\n\n```sh\n", "expr 1 + 1\n```\n"]
    static let answer = "1 + 1 is **2**.\n\n```sh\nexpr 1 + 1\n```"

    private let scene: Scene
    private let original: [UInt8]

    init() throws {
        let pieces = Self.reply.map(Scene.escaped)
        scene = try Scene { _, connection in connection.respondWithReply(pieces) }
        original = try #require(wholeFile(Self.chat))
        try scene.folder.write("chat.md", original)
    }

    /// What lies between the headings, cut by hand: the text before the first one and the ones
    /// after, without outer blank lines.
    private func expectThreeMessages(
        in original: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text = String(decoding: original, as: UTF8.self)
        let body = try #require(text.split(separator: "+++\n", maxSplits: 2).last)
        let first = try #require(body.split(separator: "\n# === ASSISTANT ===\n").first)
        let rest = body.dropFirst(first.count + "\n# === ASSISTANT ===\n".count)
        let second = try #require(rest.split(separator: "\n# === USER ===\n").first)
        let third = rest.dropFirst(second.count + "\n# === USER ===\n".count)
        let expected = [("user", first), ("assistant", second), ("user", third)]
            .map { [$0, Self.trimmed($1)] }
        #expect(try scene.sentMessages() == expected, sourceLocation: sourceLocation)

        let request = try #require(scene.server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/v1/chat/completions")
        #expect(request["authorization"] == "Bearer \(Scene.key)")
        #expect(request["content-type"] == "application/json")
        let sent = try scene.sentBody()
        #expect(sent["model"] == "grok-3")
        #expect(sent["stream"] == true)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == "\n" }
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }

    private func expectUntouched(_ outcome: ChatMDProcess.Outcome) {
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(scene.folder.bytes("chat.md") == original)
    }

    @Test func itIsAnsweredAsText() throws {
        let outcome = try scene.run("complete", "chat.md")
        expectUntouched(outcome)
        #expect(outcome.text == Self.answer + "\n")
        try expectThreeMessages(in: original)
    }

    @Test func aFileAloneIsTheSame() throws {
        let outcome = try scene.run("chat.md")
        expectUntouched(outcome)
        #expect(outcome.text == Self.answer + "\n")
    }

    @Test func itIsAnsweredFromStandardInput() throws {
        for arguments in [["complete"], ["complete", "-"], ["-"], []] {
            let process = try scene.start(arguments, input: .bytes(original))
            let outcome = try process.outcome()
            expectUntouched(outcome)
            #expect(outcome.text == Self.answer + "\n")
        }
    }

    @Test func itIsAnsweredAsEvents() throws {
        let outcome = try scene.run("complete", "chat.md", "--format", "ndjson")
        expectUntouched(outcome)
        let events = try Events(outcome)
        #expect(events.types.first == "start")
        #expect(events.types.suffix(2) == ["usage", "done"])
        #expect(events.text == Self.reply.joined())
        let start = try #require(events.first("start"))
        #expect(start["protocol"] == 1)
        #expect(start["provider"] == "xai")
        #expect(start["model"] == "grok-3")
        #expect(start["messages"] == 3)
        let done = try events.end()
        #expect(done["finish_reason"] == "stop")
        #expect(done["model"] == "scripted")
        #expect(done["response_id"] == "reply-1")
        try expectThreeMessages(in: original)
    }

    @Test func itIsAnsweredInPlace() throws {
        let outcome = try scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "")
        #expect(outcome.errors == "")
        let added = "\n# === ASSISTANT ===\n\n\(Self.answer)\n\n# === USER ===\n"
        #expect(scene.folder.bytes("chat.md") == original + [UInt8](added))
        try expectThreeMessages(in: original)
    }

    @Test func itIsAnsweredToAnEditor() throws {
        let request: JSONValue = [
            "type": "complete", "id": 7, "path": .string(scene.folder("chat.md")),
            "text": .string(String(decoding: original, as: UTF8.self)),
        ]
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(String(decoding: JSONWriter.bytes(of: request), as: UTF8.self) + "\n")
        let outcome = try process.outcome()
        expectUntouched(outcome)
        let events = try Events(outcome)
        #expect(events.text == Self.reply.joined())
        #expect(events.all.allSatisfy { $0["id"] == 7 })
        #expect(try events.end()["finish_reason"] == "stop")
        try expectThreeMessages(in: original)
    }

    @Test func itIsAnsweredInChatvimsProtocol() throws {
        let process = try scene.start(
            ["complete", "--chunk", "--add-delimiters"], input: .bytes(original))
        let outcome = try process.outcome()
        expectUntouched(outcome)
        let lines = try Events(outcome)
        #expect(lines.all.allSatisfy { $0.object?.members.map(\.key) == ["chunk"] })
        #expect(
            lines.text == "\n# === ASSISTANT ===\n\n\(Self.answer)\n\n# === USER ===\n\n")
        try expectThreeMessages(in: original)
    }

    @Test func chatvimsChunksWithoutDelimitersAreTheModelsText() throws {
        let process = try scene.start(["complete", "--chunk"], input: .bytes(original))
        #expect(try Events(try process.outcome()).text == Self.reply.joined())
    }

    @Test func chunksWithDelimitersAreWhatAppendAdds() throws {
        let printed = try scene.run("chat.md", "--format", "ndjson", "--add-delimiters")
        expectUntouched(printed)
        let text = try scene.run("chat.md", "--add-delimiters")
        expectUntouched(text)
        _ = try scene.run("append", "chat.md")
        let appended = try #require(scene.folder.bytes("chat.md"))
        #expect(appended.starts(with: original))
        #expect([UInt8](try Events(printed).text) == Array(appended.dropFirst(original.count)))
        #expect(text.output == Array(appended.dropFirst(original.count)))
    }

    /// The conversation that the project began with, where the checkout has it beside it.
    @Test(
        .enabled(
            if: wholeFile(Self.firstConversation) != nil, "\(Self.firstConversation) is absent"))
    func theFirstConversationIsThreeMessages() throws {
        let original = try #require(wholeFile(Self.firstConversation))
        try scene.folder.write("first.md", original)
        let outcome = try scene.run("append", "first.md")
        #expect(outcome.ending == .exit(0))
        try expectThreeMessages(in: original)
        let after = try #require(scene.folder.bytes("first.md"))
        let end = original.last == UInt8(ascii: "\n") ? "" : "\n"
        let added = "\(end)\n# === ASSISTANT ===\n\n\(Self.answer)\n\n# === USER ===\n"
        #expect(after == original + [UInt8](added))
    }

    static let firstConversation =
        Snapshot.testsFolder + "/../../shared/conversations/streaming-from-lua.md"
}
