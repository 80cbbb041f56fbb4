import Testing

@testable import chatmd

@Suite struct ChatLineTests {
    @Test func aSlashAndAWordIsACommand() {
        #expect(ChatLine("/model  grok-3 ") == .command(.model, argument: "grok-3"))
        #expect(ChatLine("/EXIT") == .command(.exit, argument: ""))
        #expect(ChatLine("/exti") == .unknown("exti", meant: "exit"))
    }

    @Test func anythingElseIsAMessage() {
        #expect(ChatLine("hi") == .message("hi"))
        #expect(ChatLine("//model") == .message("/model"))
        #expect(ChatLine(" /model") == .message(" /model"))
        #expect(ChatLine("/etc/passwd") == .message("/etc/passwd"))
        #expect(ChatLine("/") == .message("/"))
        #expect(ChatLine("/model\nx") == .message("/model\nx"))
        #expect(ChatLine(" \n") == .nothing)
    }
}

@Suite struct FoldedTextsTests {
    @Test func aLongTextComesBackWhole() {
        var folds = FoldedTexts()
        let text = String(repeating: "ü\n", count: 100)
        let mark = folds.fold(text)
        #expect(mark == "[text 1: 100 lines, 300 B]")
        #expect(folds.fold(text) == mark)
        #expect(folds.unfold("a \(mark) b [text 2: x]") == "a \(text) b [text 2: x]")
    }

    @Test func aShortOneStaysAsItIs() {
        var folds = FoldedTexts()
        #expect(folds.fold("a\nb") == "a\nb")
    }
}

@Suite struct CompletionTests {
    @Test func whatAllHaveInCommonIsAdded() {
        let completion = Completion(of: "a/b", among: ["a/bcd", "a/bce", "x"])
        #expect(completion.addition == "c")
        #expect(completion.list == "bcd  bce")
        #expect(Completion(of: "y", among: ["x"]).addition == "")
    }
}
