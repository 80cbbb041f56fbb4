import TestSupport
import Testing

@testable import LLMCore

@Suite struct ServerSentEventParserTests {
    /// What the pieces give, the open event at the end included.
    private func events(_ pieces: [[UInt8]]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for piece in pieces { events += try parser.consume(piece) }
        if let last = parser.finish() { events.append(last) }
        return events
    }

    /// The same events whole, byte by byte and cut in two at every position.
    private func events(_ text: String) throws -> [ServerSentEvent] {
        let bytes = Array(text.utf8)
        let whole = try events([bytes])
        #expect(try events(bytes.map { [$0] }) == whole)
        for cut in bytes.indices {
            #expect(
                try events([Array(bytes[..<cut]), [], Array(bytes[cut...])]) == whole, "\(cut)")
        }
        return whole
    }

    private func data(_ text: String) throws -> [String] {
        try events(text).map { String(decoding: $0.data, as: UTF8.self) }
    }

    // MARK: Events

    @Test func aBlankLineEndsAnEvent() throws {
        #expect(try data("data: one\n\ndata: two\n\n") == ["one", "two"])
    }

    @Test func severalBlankLinesEndItOnce() throws {
        #expect(try data("data: one\n\n\n\ndata: two\n\n\n") == ["one", "two"])
    }

    @Test func blankLinesAtTheStartAreNothing() throws {
        #expect(try data("\n\r\n\rdata: one\n\n") == ["one"])
    }

    @Test func dataLinesAreJoinedByLineFeeds() throws {
        #expect(try data("data: one\ndata: two\n\n") == ["one\ntwo"])
    }

    @Test func emptyDataLinesCount() throws {
        #expect(try data("data\ndata\n\n") == ["\n"])
    }

    @Test func oneEmptyDataLineIsAnEmptyEvent() throws {
        #expect(try data("data:\n\n") == [""])
    }

    @Test func anEventWithoutDataIsNone() throws {
        #expect(try events("event: ping\n\nid: 1\n\n").isEmpty)
    }

    @Test func anEmptyStreamHasNoEvents() throws {
        #expect(try events("").isEmpty)
    }

    // MARK: Line ends

    @Test func lineFeedEndsALine() throws {
        #expect(try data("data: a\ndata: b\n\n") == ["a\nb"])
    }

    @Test func carriageReturnAndLineFeedEndOneLine() throws {
        #expect(try data("data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n") == ["a\nb", "c"])
    }

    @Test func carriageReturnAloneEndsALine() throws {
        #expect(try data("data: a\rdata: b\r\rdata: c\r\r") == ["a\nb", "c"])
    }

    @Test(arguments: ["\n\r", "\n\r\n", "\r\n\n", "\r\r\n", "\r\n\r", "\r\n\r\n", "\n\n", "\r\r"])
    func anyTwoLineEndsAreABlankLine(_ ends: String) throws {
        #expect(try data("data: a\(ends)data: b\(ends)") == ["a", "b"])
    }

    @Test(arguments: ["\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}", "\0"])
    func noOtherCharacterEndsALine(_ character: String) throws {
        #expect(try data("data: a\(character)b\n\n") == ["a\(character)b"])
    }

    // MARK: Fields

    @Test func oneSpaceAfterTheColonIsDropped() throws {
        #expect(try data("data: a\n\n") == ["a"])
    }

    @Test func noSpaceAfterTheColonIsNeeded() throws {
        #expect(try data("data:a\n\n") == ["a"])
    }

    @Test func onlyOneSpaceIsDropped() throws {
        #expect(try data("data:  a\n\n") == [" a"])
    }

    @Test func aTabIsNotDropped() throws {
        #expect(try data("data:\ta\n\n") == ["\ta"])
    }

    @Test func spacesAtTheEndStay() throws {
        #expect(try data("data: a \n\n") == ["a "])
    }

    @Test func furtherColonsBelongToTheValue() throws {
        #expect(try data("data: a: b::\n\n") == ["a: b::"])
    }

    @Test(arguments: [
        "Data: x", "dat: x", "datab: x", "data : x", " data: x", "database: x", "x", "dataevent",
    ])
    func unknownFieldsAreIgnored(_ line: String) throws {
        #expect(try data("\(line)\ndata: a\n\n") == ["a"])
    }

    @Test func aLongUnknownFieldThatBeginsLikeAKnownOneIsIgnored() throws {
        #expect(try data("dataaaaaaaaaaaaaaaa: x\nevent-name: y\ndata: a\n\n") == ["a"])
    }

    @Test func retryIsIgnored() throws {
        #expect(try data("retry: 1000\n\ndata: a\n\n") == ["a"])
    }

    @Test func theEventFieldNamesTheEvent() throws {
        #expect(
            try events("event: error\ndata: a\n\n") == [
                ServerSentEvent(name: "error", data: [0x61])
            ])
    }

    @Test func theNameHoldsForOneEvent() throws {
        #expect(try events("event: x\ndata: a\n\ndata: b\n\n").map(\.name) == ["x", ""])
    }

    @Test func theLastNameWins() throws {
        #expect(try events("event: x\ndata: a\nevent: y\n\n").map(\.name) == ["y"])
    }

    @Test func theNameOfAnEventWithoutDataIsForgotten() throws {
        #expect(try events("event: ping\n\ndata: a\n\n").map(\.name) == [""])
    }

    @Test func anIdHoldsUntilTheNext() throws {
        #expect(
            try events("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n").map(\.id) == ["1", "1", ""])
    }

    @Test func anIdWithNULIsIgnored() throws {
        #expect(try events("id: 1\nid: 2\0\ndata: a\n\n").map(\.id) == ["1"])
    }

    // MARK: Comments

    @Test func aLineThatBeginsWithAColonIsAComment() throws {
        #expect(try data(": keep-alive\n\n:\n\ndata: a\n:data: x\n\n") == ["a"])
    }

    @Test func aCommentDoesNotEndAnEvent() throws {
        #expect(try data("data: a\n: comment\ndata: b\n\n") == ["a\nb"])
    }

    // MARK: Byte order mark

    @Test func aByteOrderMarkAtTheStartIsSkipped() throws {
        #expect(try data("\u{FEFF}data: a\n\n") == ["a"])
    }

    @Test func aSecondByteOrderMarkIsPartOfTheLine() throws {
        #expect(try data("\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n") == ["b"])
    }

    @Test func aByteOrderMarkInDataStays() throws {
        #expect(try data("data: \u{FEFF}a\n\n") == ["\u{FEFF}a"])
    }

    @Test func aByteOrderMarkAloneIsABlankLine() throws {
        #expect(try data("\u{FEFF}\ndata: a\n\n") == ["a"])
    }

    // MARK: The end

    @Test func anEventWithoutItsBlankLineIsGivenAtTheEnd() throws {
        #expect(try data("data: a\n") == ["a"])
    }

    @Test func aLineWithoutItsEndIsGivenAtTheEnd() throws {
        #expect(try data("data: a\n\ndata: b") == ["a", "b"])
    }

    @Test func whatTheEndLeftOpenIsMarked() throws {
        #expect(try events("data: a\n\ndata: b").map(\.isTerminated) == [true, false])
    }

    @Test(arguments: [
        "data: a\n\n", "data: a\r\r", "data: a\r\n\r\n", "data: a\n\r", "data: a\r\n\r",
    ])
    func aBlankLineAtTheVeryEndTerminates(_ text: String) throws {
        #expect(try events(text).map(\.isTerminated) == [true])
    }

    @Test(arguments: ["d", "data", ": comment", "event: x", "id: 1", "\u{FEFF}"])
    func anEndWithoutDataLeavesNothing(_ text: String) throws {
        #expect(try events(text).filter { !$0.data.isEmpty }.isEmpty)
    }

    @Test func finishingTwiceGivesTheEventOnce() throws {
        var parser = ServerSentEventParser()
        _ = try parser.consume(Array("data: a".utf8))
        #expect(parser.finish() != nil)
        #expect(parser.finish() == nil)
    }

    // MARK: Bytes

    @Test func aCharacterCutInTwoIsWhole() throws {
        #expect(try data("data: é€😀\n\n") == ["é€😀"])
    }

    @Test func bytesThatAreNotUTF8PassUnchanged() throws {
        var parser = ServerSentEventParser()
        let events = try parser.consume(Array("data: ".utf8) + [0xFF, 0xC3, 0x0A, 0x0A])
        #expect(events.map(\.data) == [[0xFF, 0xC3]])
    }

    // MARK: Size

    @Test func anEventBeyondTheLimitIsRefused() throws {
        var parser = ServerSentEventParser()
        let piece = [UInt8](repeating: 0x61, count: 8 << 20)
        let error = #expect(throws: LLMError.self) {
            for _ in 0...ServerSentEventParser.maximumEventSize / piece.count {
                _ = try parser.consume(piece)
            }
        }
        #expect(error?.code == .protocol)
    }

    @Test func manySmallLinesOfOneEventAreCountedTogether() throws {
        var parser = ServerSentEventParser()
        let line = Array("data: ".utf8) + [UInt8](repeating: 0x61, count: 4 << 20) + [0x0A]
        #expect(throws: LLMError.self) { for _ in 0..<20 { _ = try parser.consume(line) } }
    }

    /// Were the line copied for each piece, this would move 50 GB.
    @Test(.timeLimit(.minutes(1))) func aLongLineInSmallPiecesIsNotCopiedAgainAndAgain() throws {
        var parser = ServerSentEventParser()
        _ = try parser.consume(Array("data: ".utf8))
        let piece = [UInt8](repeating: 0x61, count: 1 << 10)
        for _ in 0..<10 << 10 { #expect(try parser.consume(piece).isEmpty) }
        #expect(try parser.consume([0x0A, 0x0A]).map(\.data.count) == [10 << 20])
    }

    @Test func piecesNeverChangeWhatIsRead() throws {
        var random = SeededGenerator()
        let words = [
            "data", "data:", "data: a", "event: e", "id: 7", ":", "x", "\n", "\n", "\r", "\r\n",
            "\n\n", "é",
        ]
        for _ in 0..<500 {
            let count = Int.random(in: 0..<20, using: &random)
            let text = (0..<count).map { _ in words.randomElement(using: &random)! }.joined()
            var pieces: [[UInt8]] = [[]]
            for byte in text.utf8 {
                if Bool.random(using: &random) { pieces.append([]) }
                pieces[pieces.count - 1].append(byte)
            }
            #expect(try events(pieces) == events([Array(text.utf8)]), "\(random)")
        }
    }
}
