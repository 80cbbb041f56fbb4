/// A rough count of tokens without a tokenizer.
///
/// Four ASCII bytes count as one token, as do three bytes of any other text (one Chinese or
/// Japanese character, one and a half Cyrillic letters), plus four for each message's frame.
/// English prose is met within about 15 %; code, tables and rare scripts may be off by half.
public enum TokenEstimate {
    public static func tokens(in text: String) -> Int {
        var ascii = 0
        var other = 0
        for byte in text.utf8 {
            if byte < 0x80 { ascii += 1 } else { other += 1 }
        }
        return (ascii + 3) / 4 + (other + 2) / 3
    }

    public static func tokens(in messages: [Message]) -> Int {
        messages.reduce(0) { $0 + 4 + tokens(in: $1.text) }
    }
}
