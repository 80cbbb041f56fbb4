import Testing

@testable import MarkdownHistory

@Suite struct LastAnswerTests {
    private func aside(_ text: String) throws -> String? {
        try ChatFile(parsing: Array(text.utf8)).settingLastAnswerAside()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func theAnswerBecomesANote() throws {
        #expect(
            try aside("Q\n\n# === ASSISTANT ===\n\nA\n\n# === USER ===\n")
                == "Q\n\n# === NOTE (earlier answer) ===\n\nA\n\n")
    }

    @Test func soDoItsThoughtsAndResultsAndNothingBeforeTheQuestion() throws {
        #expect(
            try aside(
                "Q\n\n# === ASSISTANT ===\n\nA\n\n# === USER ===\n\nQ2\n\n"
                    + "# === NOTE (reasoning) ===\n\nhm\n\n# === ASSISTANT ===\n\nB\n\n"
                    + "# === TOOL ===\n\nx\n\n# === NOTE (mine) ===\n\nkeep\n\n# === ASSISTANT (m) ===\n\nC"
            )
                == "Q\n\n# === ASSISTANT ===\n\nA\n\n# === USER ===\n\nQ2\n\n"
                + "# === NOTE (earlier answer, reasoning) ===\n\nhm\n\n# === NOTE (earlier answer) ===\n\nB\n\n"
                + "# === NOTE (earlier answer) ===\n\nx\n\n# === NOTE (mine) ===\n\nkeep\n\n"
                + "# === NOTE (earlier answer, m) ===\n\nC")
    }

    @Test func aLabelThatHasNoRoomIsLeftOut() throws {
        let label = String(repeating: "m", count: 64)
        #expect(
            try aside("Q\n\n# === ASSISTANT (\(label)) ===\n\nA\n")
                == "Q\n\n# === NOTE (earlier answer) ===\n\nA\n")
    }

    @Test(arguments: [
        "", "Q", "# === ASSISTANT ===\n\nA\n",
        "Q\n\n# === ASSISTANT ===\n\nA\n\n# === USER ===\n\nQ2\n",
    ])
    func whereNoAnswerEndsTheFileThereIsNone(text: String) throws {
        #expect(try aside(text) == nil)
    }
}
