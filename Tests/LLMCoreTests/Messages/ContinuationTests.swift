import Testing

@testable import LLMCore

@Suite struct ContinuationTests {
    private let question = Message(role: .user, text: "Count.")
    private let begun = Message(role: .assistant, text: "1, 2, \n")

    @Test func aQuestionIsSentAsItIs() {
        let continuation = Continuation(of: [question], takesPrefill: false)
        #expect(continuation.messages == [question])
        #expect(!continuation.isPrefill)
    }

    @Test func aBegunReplyIsThePrefill() {
        let continuation = Continuation(of: [question, begun], takesPrefill: true)
        #expect(continuation.messages == [question, begun])
        #expect(continuation.isPrefill)
    }

    @Test func withoutPrefillAMessageAsksForTheRest() {
        let continuation = Continuation(of: [question, begun], takesPrefill: false)
        #expect(continuation.messages == [question, begun, .goOn])
        #expect(!continuation.isPrefill)
    }

    @Test func theEndIsTrimmedWhereItMustBe() {
        let continuation = Continuation(
            of: [question, begun], takesPrefill: true, trimsEnd: true)
        #expect(continuation.messages.last == Message(role: .assistant, text: "1, 2,"))
    }

    @Test func blankPartsAtTheEndAreTrimmedAway() {
        let message = Message(role: .assistant, parts: [.text("a b "), .text("\n\n"), .text(" ")])
        let continuation = Continuation(of: [message], takesPrefill: true, trimsEnd: true)
        #expect(continuation.messages == [Message(role: .assistant, text: "a b")])
    }
}
