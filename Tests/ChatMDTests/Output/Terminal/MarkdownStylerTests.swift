import TestSupport
import Testing

@testable import chatmd

/// Styles as they are written here: `{bold}# Title{}`.
@Suite struct MarkdownStylerTests {
    private static let names: [(String, String)] = [
        ("1", "bold"), ("2", "dim"), ("3", "italic"), ("32", "green"), ("35", "magenta"),
        ("36", "cyan"),
    ]

    private func styled(_ text: String, isConversation: Bool = false) -> String {
        var styler = MarkdownStyler(isConversation: isConversation)
        let bytes = styler.consume(text.utf8) + styler.finish()
        return String(decoding: bytes, as: UTF8.self).replacing(/\u{1B}\[([0-9;]*)m/) { match in
            let codes = match.1.split(separator: ";").filter { $0 != "0" }
            return "{"
                + codes.map { code in Self.names.first { $0.0 == code }?.1 ?? "?" }
                .joined(separator: " ") + "}"
        }
    }

    // MARK: Lines

    @Test(arguments: [
        ("# One", "{bold}# One{}"), ("###### Six\n", "{bold}###### Six{}\n"),
        ("#", "{bold}#{}"), ("   ## in", "{bold}   ## in{}"),
        ("#one", "#one"), ("####### seven", "####### seven"), ("    # code", "    # code"),
        ("\\# no", "\\# no"),
    ])
    func headings(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test(arguments: [
        ("# === USER ===", "{bold magenta}# === USER ==={}"),
        ("# === ASSISTANT (*a*) ===\n", "{bold magenta}# === ASSISTANT (*a*) ==={}\n"),
        ("# === USED ===", "{bold}# === USED ==={}"),
        (" # === USER ===", "{bold} # === USER ==={}"),
        ("\\# === USER ===", "\\# === USER ==="), ("# ===", "{bold}# ==={}"),
    ])
    func headingsOfRolesAreTold(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test(arguments: [
        ("---", "{dim}---{}"), ("* * *\n", "{dim}* * *{}\n"), ("__ _", "{dim}__ _{}"),
        ("--", "--"), ("--- a", "--- a"), ("*.*", "*.*"),
    ])
    func thematicBreaks(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test(arguments: [
        ("- a", "{bold}- {}a"), ("* a", "{bold}* {}a"), ("+ a", "{bold}+ {}a"),
        ("12) a", "{bold}12) {}a"), ("- 1. a", "{bold}- 1. {}a"),
        ("  - **a**", "{bold}  - **a**{}"),
        ("-a", "-a"), ("1.5 a", "1.5 a"), ("1234567890. a", "1234567890. a"),
        ("a\n2024. b", "a\n2024. b"), ("a\n1. b", "a\n{bold}1. {}b"), ("a\n- b", "a\n{bold}- {}b"),
        ("- [ ] todo", "{bold}- {}[ ] todo"),
    ])
    func itemsOfLists(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test(arguments: [
        ("> a", "{green}> a{}"), ("> a\nb\n\nc", "{green}> a{}\n{green}b{}\n\nc"),
        (">> a", "{green}>> a{}"), ("- > a", "{bold}- {green}> a{}"),
        ("> # a", "{green}> {bold}# a{}"), ("> - a", "{green}> {bold}- {green}a{}"),
        ("    > a", "    > a"),
    ])
    func quotes(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test func tablesAreText() {
        #expect(styled("| a | `b` |\n|---|:-:|\n") == "| a | {cyan}`b`{} |\n|---|:-:|\n")
    }

    @Test func codeThatIsIndentedIsPlain() {
        #expect(styled("a\n\n    *b*\n\t`c`") == "a\n\n    *b*\n\t`c`")
        #expect(styled("a\n    *b*") == "a\n    {italic}*b*{}")
    }

    @Test func frontMatterIsDimWhereItMayBe() {
        let text = "+++\n# a\n+++ x\n+++\n# b"
        let shown = "{dim}+++{}\n{dim}# a{}\n{dim}+++ x{}\n{dim}+++{}\n{bold}# b{}"
        #expect(styled(text, isConversation: true) == shown)
        #expect(styled("---\na: 1\n...\n*b*", isConversation: true).hasSuffix("{}\n{italic}*b*{}"))
        #expect(styled(text).hasPrefix("+++\n{bold}# a{}"))
        #expect(styled("a\n---\n# b", isConversation: true) == "a\n{dim}---{}\n{bold}# b{}")
    }

    // MARK: Fences

    @Test(arguments: [
        (
            "```\n# a\n\n*b*\n```\nc",
            "{dim cyan}```{}\n{cyan}# a{}\n\n{cyan}*b*{}\n{dim cyan}```{}\nc"
        ),
        ("~~~ py `x`\na\n~~~", "{dim cyan}~~~ py `x`{}\n{cyan}a{}\n{dim cyan}~~~{}"),
        ("````\n```\n`````  \nb", "{dim cyan}````{}\n{cyan}```{}\n{dim cyan}`````  {}\nb"),
        ("```\n~~~\n``` x\n```", "{dim cyan}```{}\n{cyan}~~~{}\n{cyan}``` x{}\n{dim cyan}```{}"),
        ("```\n    ```\n   ```", "{dim cyan}```{}\n{cyan}    ```{}\n{dim cyan}   ```{}"),
        ("```\n# === USER ===", "{dim cyan}```{}\n{cyan}# === USER ==={}"),
        ("``\na", "{cyan}``{}\na"),
    ])
    func fences(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test func aBacktickBehindAFenceMakesItCodeInALine() {
        #expect(styled("```a``` b\nc") == "{dim cyan}```a{cyan}```{} b\nc")
    }

    @Test func aFenceEndsWithItsItem() {
        #expect(
            styled("1. a\n   ```\n   b\n\n   c\nd")
                == "{bold}1. {}a\n{dim cyan}   ```{}\n{cyan}   b{}\n\n{cyan}   c{}\nd")
        #expect(
            styled("- ```\n  b\n  ```\nc")
                == "{bold}- {dim cyan}```{}\n{cyan}  b{}\n{dim cyan}  ```{}\nc")
        #expect(
            styled("- a\n  - b\n\n    ~~~\n    c\n    ~~~\n")
                == "{bold}- {}a\n{bold}  - {}b\n\n{dim cyan}    ~~~{}\n{cyan}    c{}\n{dim cyan}    ~~~{}\n"
        )
    }

    @Test func aFenceEndsWithItsQuote() {
        #expect(
            styled("> ```\n> a\nb")
                == "{green}> {dim cyan}```{}\n{green}> {cyan}a{}\nb")
    }

    // MARK: In a line

    @Test(arguments: [
        ("a `b` c", "a {cyan}`b`{} c"), ("``a ` b`` c", "{cyan}``a ` b``{} c"),
        ("`*a*` \\`b\\`", "{cyan}`*a*`{} \\`b\\`"), ("`a\nb", "{cyan}`a{}\nb"),
        ("`\\` a", "{cyan}`\\`{} a"),
    ])
    func code(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test(arguments: [
        ("**a** b", "{bold}**a**{} b"), ("*a* b", "{italic}*a*{} b"), ("_a_ b", "{italic}_a_{} b"),
        ("__a__ b", "{bold}__a__{} b"), ("***a*** b", "{bold italic}***a***{} b"),
        ("**a *b* c** d", "{bold}**a {bold italic}*b*{bold} c**{} d"),
        ("(**a**), \"*b*\"", "({bold}**a**{}), \"{italic}*b*{}\""),
        ("日本**語**字", "日本{bold}**語**{}字"), ("**a\nb", "{bold}**a{}\nb"),
        ("**`a`**", "{bold}**{bold cyan}`a`{bold}**{}"),
    ])
    func emphasis(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test(arguments: [
        "2 * 3 * 4", "2**8", "a*b*c", "snake_case_name", "*.txt", "** a **", "a ****", "a ***** b",
        "\\*a\\*", "_", "x_", "5*", "a **", "(*)",
    ])
    func whatMayBeNoEmphasisIsPlain(text: String) { #expect(styled(text) == text) }

    @Test(arguments: [
        ("[a](http://b_c_d) e", "[a]{dim}(http://b_c_d){} e"),
        ("[a](b(c)d) e", "[a]{dim}(b(c)d){} e"), ("![a](b) c", "![a]{dim}(b){} c"),
        ("**[a](b)**", "{bold}**[a]{bold dim}(b){bold}**{}"),
        ("a](b) [c] (d)", "a](b) [c] (d)"), ("\\[a](b)", "\\[a](b)"),
        ("[a](b\nc", "[a]{dim}(b{}\nc"),
    ])
    func targetsOfLinks(text: String, shown: String) { #expect(styled(text) == shown) }

    @Test func linesMayEndAsInDOS() {
        #expect(
            styled("# a\r\n```\r\nb\r\n```\r\nc\r\n")
                == "{bold}# a\r{}\n{dim cyan}```\r{}\n{cyan}b\r{}\n{dim cyan}```\r{}\nc\r\n")
    }
}
