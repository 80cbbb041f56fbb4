import TestSupport
import Testing

/// Completions as they are typed into a real bash and a real zsh: what the line's words are afterwards.
@Suite struct KeyboardTests {
    static let shells = ["bash", "zsh"].filter { Shell.path(of: $0) != nil }

    private func expect(
        _ typed: String, _ words: String..., in shell: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try Shell(shell).arguments(after: typed, sourceLocation: sourceLocation)
        #expect(found == words, sourceLocation: sourceLocation)
    }

    @Test(arguments: shells)
    func aCommandIsCompleted(shell: String) throws {
        try expect("chatmd app\t", "chatmd", "append", in: shell)
    }

    @Test(arguments: shells)
    func anOptionOfTheCommandIsCompleted(shell: String) throws {
        try expect("chatmd complete --fo\t", "chatmd", "complete", "--format", in: shell)
        // `append` has none.
        try expect("chatmd append --fo\t", "chatmd", "append", "--fo", in: shell)
    }

    @Test(arguments: shells)
    func aConversationGoesBeforeOtherFiles(shell: String) throws {
        try expect("chatmd append c\t", "chatmd", "append", "chat.md", in: shell)
        try expect("chatmd append l\t", "chatmd", "append", "list.txt", in: shell)
    }

    @Test(arguments: shells)
    func namesOfFilesAreQuoted(shell: String) throws {
        try expect("chatmd append my\t", "chatmd", "append", "my notes.md", in: shell)
        try expect("chatmd append \"my\t", "chatmd", "append", "my notes.md", in: shell)
        try expect("chatmd append my\\ n\t", "chatmd", "append", "my notes.md", in: shell)
        try expect("chatmd append it\t", "chatmd", "append", "it's.md", in: shell)
        try expect(
            "chatmd append docs/we\t", "chatmd", "append", "docs/we$ird`touch x`.md", in: shell)
    }

    @Test(arguments: shells)
    func aModelMayHoldAColon(shell: String) throws {
        let model = "work/llama3:8b"
        try expect("chatmd append -m work/\t", "chatmd", "append", "-m", model, in: shell)
        try expect("chatmd append -m work/llama3:\t", "chatmd", "append", "-m", model, in: shell)
    }

    @Test(arguments: shells)
    func aValueMayStandInTheSameArgument(shell: String) throws {
        try expect(
            "chatmd append --model=work/l\t", "chatmd", "append", "--model=work/llama3:8b",
            in: shell)
        try expect(
            "chatmd append --model=work/llama3:\t", "chatmd", "append", "--model=work/llama3:8b",
            in: shell)
        try expect(
            "chatmd append -mwork/l\t", "chatmd", "append", "-mwork/llama3:8b", in: shell)
        try expect(
            "chatmd complete --format=nd\t", "chatmd", "complete", "--format=ndjson", in: shell)
        try expect(
            "chatmd append --schema=li\t", "chatmd", "append", "--schema=list.txt", in: shell)
        try expect("chatmd import -Oli\t", "chatmd", "import", "-Olist.txt", in: shell)
    }

    @Test(arguments: shells)
    func aSettingWaitsForItsValue(shell: String) throws {
        try expect(
            "chatmd append -o temp\t0.2", "chatmd", "append", "-o", "temperature=0.2", in: shell)
        try expect(
            "chatmd append -o comments=st\t", "chatmd", "append", "-o", "comments=strip", in: shell)
        try expect(
            "chatmd append -o comments st\t", "chatmd", "append", "-o", "comments", "strip",
            in: shell)
    }

    @Test(arguments: shells)
    func whatIsOnesOwnIsCompleted(shell: String) throws {
        try expect("chatmd append -t rev\t", "chatmd", "append", "-t", "review", in: shell)
        try expect("chatmd append -t my\t", "chatmd", "append", "-t", "my preset", in: shell)
        try expect("chatmd append -m two\t", "chatmd", "append", "-m", "two words", in: shell)
        try expect("chatmd append -m \"two\t", "chatmd", "append", "-m", "two words", in: shell)
        try expect("chatmd append -T get\t", "chatmd", "append", "-T", "get_weather", in: shell)
    }

    @Test(arguments: shells)
    func noNameIsRun(shell: String) throws {
        try expect(
            "chatmd append -m evil\t", "chatmd", "append", "-m", "evil;touch PWNED", in: shell)
        try expect(
            "chatmd append -m wick\t", "chatmd", "append", "-m", "wicked$(touch PWNED)", in: shell)
        try expect(
            "chatmd append -m bad\t", "chatmd", "append", "-m", "bad`touch PWNED`", in: shell)
    }

    @Test(arguments: shells)
    func whatIsTypedIsNotRunToBeCompleted(shell: String) throws {
        let scene = try Shell(shell)
        _ = try scene.arguments(after: "chatmd append -m '$(touch PWNED)' ch\t")
        _ = try scene.arguments(after: "chatmd append -m '`touch PWNED`' ch\t")
    }

    @Test(arguments: shells)
    func afterTwoDashesThereAreFiles(shell: String) throws {
        try expect("chatmd append -- c\t", "chatmd", "append", "--", "chat.md", in: shell)
    }

    @Test(arguments: shells)
    func topicsAndShellsAreCompleted(shell: String) throws {
        try expect("chatmd help priv\t", "chatmd", "help", "privacy", in: shell)
        try expect("chatmd completions z\t", "chatmd", "completions", "zsh", in: shell)
    }

    @Test(arguments: shells)
    func aFolderIsCompletedWhereOneIsWanted(shell: String) throws {
        // zsh takes its slash back where something else is typed.
        let folder = shell == "zsh" ? "docs" : "docs/"
        try expect("chatmd append --record d\t", "chatmd", "append", "--record", folder, in: shell)
        try expect("chatmd append --record a\t", "chatmd", "append", "--record", "a", in: shell)
    }
}
