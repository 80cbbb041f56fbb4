import LLMCore
import TestSupport
import Testing

@testable import chatmd

/// What doc/tools.md says is what the program does.
@Suite struct ToolsDocumentTests {
    private let text: String
    private let lines: [Substring]

    init() throws {
        text = try #require(Snapshot(inCheckout: "doc/tools.md").text)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func theConfigurationsAreRead() throws {
        var blocks: [String] = []
        for opening in lines.indices where lines[opening] == "```toml" {
            blocks.append(lines[(opening + 1)...].prefix { $0 != "```" }.joined(separator: "\n"))
        }
        #expect(blocks.count == 2)
        for block in blocks {
            let config = try ConfigFile(parsing: Array(block.utf8))
            #expect(config.warnings.isEmpty)
        }
        let config = try ConfigFile(parsing: Array(blocks[0].utf8))
        #expect(
            config.tools.tools(of: ["everything"]).map(\.tool.name) == [
                "run_tests", "read_file", "search_files", "get_weather", "calculator",
                "current_time", "list_files",
            ])
    }

    @Test func theTableNamesEveryKeyOfATool() {
        #expect(rows(under: "| key | meaning |").map { $0[0] } == ToolDefinition.keys)
    }

    @Test func theDefaultsAreThoseOfTheTable() throws {
        let rows = rows(under: "| key | meaning |")
        let program = CommandTool(command: ["x"])
        let meaning = { (key: String) in rows.first { $0[0] == key }?[1] ?? "" }
        #expect(meaning("timeout_s").contains("; \(program.milliseconds / 1000)"))
        #expect(meaning("output_limit_kb").contains("; \(program.outputLimit >> 10)"))
        for name in ChildEnvironment.usual { #expect(meaning("env").contains("`\(name)`")) }
    }

    @Test func theTableNamesEveryBuiltInToolAndItsArguments() {
        let rows = rows(under: "| tool | arguments | gives |")
        #expect(rows.map { $0[0] } == BuiltInTool.all.map(\.tool.name))
        for (row, tool) in zip(rows, BuiltInTool.all) {
            for argument in tool.tool.parameters["properties"]?.object?.members ?? [] {
                #expect(row[1].contains("`\(argument.key)`") || row[1] == argument.key)
            }
        }
    }

    /// "`A` is `B`", wherever that is said of the calculator.
    @Test func theSumsAreRight() throws {
        let start = try #require(lines.firstIndex(of: "### calculator"))
        let end = try #require(lines.firstIndex(of: "### The file tools"))
        let words = lines[start..<end].joined(separator: " ")
            .split(separator: "`", omittingEmptySubsequences: false)
        var count = 0
        for index in words.indices.dropFirst(2)
        where words[index - 1].split(separator: " ") == ["is"] {
            count += 1
            let value = try Calculation.value(of: String(words[index - 2])).text
            #expect(value == String(words[index]), "\(words[index - 2])")
        }
        #expect(count >= 6)
        for error in ["unexpected ) at 7", "division by zero at 3"] {
            #expect(words.contains(Substring(error)))
        }
        #expect(throws: ExpressionError("unexpected )", at: 7)) {
            try Calculation.value(of: "1 + 2 ) + 3")
        }
        #expect(throws: ExpressionError("division by zero", at: 3)) {
            try Calculation.value(of: "1 / 0")
        }
    }

    @Test func everyFunctionIsNamed() {
        let words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        for function in CalculatorFunction.all { #expect(words.contains(function.name)) }
    }

    @Test func theLimitsAreThoseOfTheProgram() {
        let limits = [
            "up to \(Real.maximumDigits / 1000) 000 digits", "shown to \(Real.shownDigits)",
            "computed to \(Real.keptDigits)", "at most \(FileExcerpt.maximumSize >> 10) kB",
            "up to \(BuiltInTool.maximumListing) files", "up to \(FileSearch.maximumLines) lines",
            "up to \(FileSearch.maximumFile >> 20) MB",
        ]
        let flat = lines.joined(separator: " ")
        for limit in limits { #expect(flat.contains(limit), "\(limit)") }
        #expect(Real.rightDigits == 50 && FileWalk.maximumDepth == 12)
    }

    @Test func theReservedNamesAreNamed() {
        for name in Toolbox.reservedNames { #expect(text.contains("`\(name)`")) }
    }

    /// The cells of a table, without backticks around a whole cell.
    private func rows(under header: Substring) -> [[String]] {
        guard let start = lines.firstIndex(of: header) else { return [] }
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { row in
            row.dropFirst().dropLast().split(separator: "|").map { cell in
                let text = cell.drop { $0 == " " }
                let cell = text.hasSuffix(" ") ? text.dropLast() : text
                let isCode = cell.hasPrefix("`") && cell.filter { $0 == "`" }.count == 2
                return String(isCode && cell.hasSuffix("`") ? cell.dropFirst().dropLast() : cell)
            }
        }
    }
}
