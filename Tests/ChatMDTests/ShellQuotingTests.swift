import Testing

@testable import chatmd

@Suite struct ShellQuotingTests {
    @Test(arguments: [
        ("/home/u/.env", "/home/u/.env"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'"),
        ("$(x)", "'$(x)'"), ("é", "'é'"), ("-", "-"),
    ])
    func aTextIsOneWordOfAShell(text: String, word: String) {
        #expect(text.shellWord == word)
        #expect(text.shellQuoted == (word.hasPrefix("'") ? word : "'\(word)'"))
    }
}
