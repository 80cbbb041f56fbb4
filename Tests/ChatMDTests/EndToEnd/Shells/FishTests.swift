import Testing

/// What a real fish offers.
@Suite(.enabled(if: Shell.path(of: "fish") != nil, "fish is not here"))
struct FishTests {
    private func offers(_ line: String) throws -> [String] {
        try Shell("fish").offers(for: line)
    }

    @Test func aCommandIsOffered() throws {
        #expect(try offers("chatmd appe") == ["append"])
    }

    @Test func onlyOptionsOfTheCommandAreOffered() throws {
        #expect(try offers("chatmd complete --form") == ["--format"])
        // Where nothing begins so, fish looks into what options are for.
        #expect(try !offers("chatmd append --form").contains("--format"))
    }

    @Test func conversationsGoBeforeOtherFiles() throws {
        let offers = try offers("chatmd append ")
        #expect(Array(offers.prefix(4)) == ["chat.md", "docs/", "home/", "it's.md"])
        #expect(offers.suffix(2) == ["aaa.txt", "list.txt"])
    }

    @Test func namesOfFilesMayHoldAnything() throws {
        #expect(try offers("chatmd append my") == ["my notes.md"])
        #expect(try offers("chatmd append \"my n") == ["my notes.md"])
        #expect(try offers("chatmd append my\\ n") == ["my notes.md"])
        #expect(try offers("chatmd append docs/we") == ["docs/we$ird`touch x`.md"])
    }

    @Test func aValueMayStandInTheSameArgument() throws {
        #expect(try offers("chatmd append -m work/l") == ["work/llama3:8b"])
        #expect(try offers("chatmd append --model=work/l") == ["--model=work/llama3:8b"])
        #expect(try offers("chatmd append -mwork/l") == ["-mwork/llama3:8b"])
        #expect(try offers("chatmd append --schema=li") == ["--schema=list.txt"])
        #expect(try offers("chatmd import -Oli") == ["-Olist.txt"])
    }

    @Test func aSettingWaitsForItsValue() throws {
        #expect(try offers("chatmd append -o tempe") == ["temperature="])
        #expect(try offers("chatmd append -o comments=st") == ["comments=strip"])
        #expect(try offers("chatmd append -o comments st") == ["strip"])
    }

    @Test func whatIsOnesOwnIsOffered() throws {
        #expect(try offers("chatmd append -t my") == ["my preset"])
        #expect(try offers("chatmd append -T get_") == ["get_weather"])
        #expect(try offers("chatmd append -m wick") == ["wicked$(touch PWNED)"])
    }

    @Test func afterTwoDashesThereAreFiles() throws {
        #expect(try offers("chatmd append -- ch") == ["chat.md"])
    }

    @Test func aFolderIsOfferedWhereOneIsWanted() throws {
        #expect(try offers("chatmd append --record d") == ["docs/"])
        #expect(try offers("chatmd append --record=d") == ["--record=docs/"])
    }
}
