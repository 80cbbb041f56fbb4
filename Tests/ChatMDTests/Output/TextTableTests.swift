import Testing

@testable import chatmd

@Suite struct TextTableTests {
    @Test func columnsAreAsWideAsTheirWidestCell() {
        var table = TextTable([("NAME", .left), ("SIZE", .right), ("NOTE", .left)])
        table.append(["a", "12345", "x"])
        table.append(["longer", "1", ""])
        #expect(
            table.text == """
                NAME     SIZE  NOTE
                a       12345  x
                longer      1

                """)
    }

    @Test func foreignTextIsMadeVisible() {
        var table = TextTable([("NAME", .left)])
        table.append(["a\u{1B}[31m\u{202E}"])
        #expect(table.text == "NAME\na^[[31m<U+202E>\n")
    }

    @Test func foreignTextStaysInItsRow() {
        var table = TextTable([("NAME", .left)])
        table.append(["a\nb\tc"])
        #expect(table.text == "NAME\na^Jb^Ic\n")
    }
}
