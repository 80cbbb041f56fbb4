import Testing

@testable import MarkdownHistory

@Suite struct RoleLineTests {
    @Test(arguments: Role.allCases)
    func everyRoleHasALine(role: Role) {
        #expect(RoleLine(line: Array("# === \(role.spelling) ===".utf8)) == RoleLine(role))
        #expect(RoleLine(role).text == "# === \(role.spelling) ===")
    }

    @Test func aLabelStandsInParentheses() {
        #expect(read("# === USER (Ada) ===") == RoleLine(.user, label: "Ada"))
        #expect(read("# === USER (Ada (1)) ===") == RoleLine(.user, label: "Ada (1)"))
        #expect(read("# === NOTE (a) === (b) ===") == RoleLine(.note, label: "a) === (b"))
        #expect(read("# === USER (é) ===") == RoleLine(.user, label: "é"))
    }

    @Test func aLabelHasOneToSixtyFourBytesWithoutControlCharacters() {
        #expect(read("# === USER () ===") == nil)
        #expect(read("# === USER (\(String(repeating: "a", count: 64))) ===") != nil)
        #expect(read("# === USER (\(String(repeating: "a", count: 65))) ===") == nil)
        #expect(read("# === USER (a\tb) ===") == nil)
        #expect(read("# === USER (a\u{7F}b) ===") == nil)
    }

    @Test func blanksMayFollowUpTo255Bytes() {
        #expect(read("# === USER === \t ") == RoleLine(.user))
        let line = "# === USER ==="
        #expect(read(line + String(repeating: " ", count: 255 - line.utf8.count)) != nil)
        #expect(read(line + String(repeating: " ", count: 256 - line.utf8.count)) == nil)
    }

    @Test(arguments: [
        "", "#", "# === User ===", " # === USER ===", "# === USER === #", "# === USER\u{A0}===",
        "## === USER ===", "# ===  USER ===", "#\t=== USER ===", "# === USER ====",
        "x# === USER ===", "# === USERS ===", "# === USER (a)===", "# === USER(a) ===",
        "# === *USER* ===", "# === &#85;SER ===", "\u{FEFF}# === USER ===",
    ])
    func nothingElseIsOne(line: String) {
        #expect(read(line) == nil)
    }

    /// The two halves of the predicate agree: a prefix can begin a role line exactly when some
    /// continuation is one. The continuations tried suffice, as a line's end decides alone.
    @Test func whatCanBeginOneIsExact() {
        let lines = [
            "# === USER ===   ", "# === ASSISTANT (a model) === ", "# === NOTE (a) === (b) ===",
            "# === TOOL (\(String(repeating: "x", count: 64))) ===", "# === USERS ===",
            "# === USER (\(String(repeating: "x", count: 66))) ===", "# === USER (a\tb) ===",
            "# === SYSTEM  ===", "#= === USER ===", "# === USER ()) ===", "# === USER ===x",
        ]
        let ends = ["", "a) ===", ") ===", " ===", "===", "==", "=", "(a) ===", " (a) ==="]
        for line in lines {
            let bytes = Array(line.utf8)
            for count in 0...bytes.count {
                let prefix = bytes[..<count]
                let tails = bytes.indices.map { Array(bytes[$0...]) }
                let roles = Role.allCases.map { Array("# === \($0.spelling) ===".utf8) }
                let whole = roles.filter { $0.starts(with: prefix) }
                let continuations = ends.map { Array($0.utf8) } + tails
                let canBe =
                    !whole.isEmpty
                    || continuations.contains { RoleLine(line: prefix + $0) != nil }
                    || Role.allCases.contains {
                        "# === \($0.spelling) (a) ===".utf8.starts(with: prefix)
                    }
                #expect(
                    RoleLine.canBegin(with: prefix) == canBe,
                    "\(String(decoding: prefix, as: UTF8.self))"
                )
            }
        }
    }

    private func read(_ line: String) -> RoleLine? {
        RoleLine(line: Array(line.utf8))
    }
}
