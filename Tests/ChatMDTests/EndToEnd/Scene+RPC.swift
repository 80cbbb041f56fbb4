import LLMCore
import TestSupport
import Testing

extension Scene {
    /// Hands a request to `complete --rpc`, and leaves its input open until it ends by itself.
    func answer(
        _ members: KeyValuePairs<String, JSONValue>, _ arguments: String...,
        ending: ChatMDProcess.Ending = .exit(0), sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Events {
        var request = JSONObject([("type", "complete"), ("id", 7)])
        for (key, value) in members { request[key] = value }
        let process = try start(["complete", "--rpc"] + arguments, input: .open)
        process.write(
            String(decoding: JSONWriter.bytes(of: .object(request)), as: UTF8.self) + "\n")
        let outcome = try process.outcome()
        #expect(outcome.ending == ending, sourceLocation: sourceLocation)
        #expect(outcome.errors == "", sourceLocation: sourceLocation)
        let events = try Events(outcome)
        #expect(events.all.allSatisfy { $0["id"] == 7 }, sourceLocation: sourceLocation)
        return events
    }
}
