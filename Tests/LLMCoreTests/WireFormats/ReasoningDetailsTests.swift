import Testing

@testable import LLMCore

@Suite struct ReasoningDetailsTests {
    private func block(_ pieces: String...) throws -> JSONValue? {
        var details = ReasoningDetails()
        for piece in pieces { details.append(try JSONValue(parsing: piece)) }
        return details.block?.value
    }

    @Test func piecesOfOneDetailAreJoined() throws {
        #expect(
            try block(
                #"[{"type":"reasoning.text","text":"a","index":0,"signature":null}]"#,
                #"[{"type":"reasoning.text","text":"b","index":0}]"#,
                #"[{"type":"reasoning.text","signature":"s","index":0}]"#)
                == JSONValue(
                    parsing: #"[{"type":"reasoning.text","text":"ab","index":0,"signature":"s"}]"#))
    }

    @Test func anotherIndexOrTypeIsAnotherDetail() throws {
        let pieces = [
            #"{"type":"reasoning.text","text":"a","index":0}"#,
            #"{"type":"reasoning.text","text":"b","index":1}"#,
            #"{"type":"reasoning.encrypted","data":"c","index":1}"#,
        ]
        let all = "[\(pieces.joined(separator: ","))]"
        #expect(try block(all) == JSONValue(parsing: all))
    }

    @Test func nothingIsNoBlock() throws {
        #expect(try block("[]", "null", "{}", "[1]") == nil)
    }
}
