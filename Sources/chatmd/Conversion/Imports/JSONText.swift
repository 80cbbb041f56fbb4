import LLMCore
import MarkdownHistory

/// A file of JSON, or of JSONL: one value a line.
struct JSONText {
    /// The values, and on which line each begins.
    let values: [(value: JSONValue, line: Int)]

    init(parsing bytes: [UInt8]) throws(MarkdownHistoryError) {
        let source = try SourceText(bytes)
        let start = source.start(ofLine: 1)
        do throws(JSONError) {
            values = [(try JSONParser.parse(Array(bytes[start...]), atMost: .max), 1)]
        } catch {
            let lines = (1..<source.lineCount + 1).filter { !Self.isBlank(source.line($0)) }
            guard lines.count > 1,
                (try? JSONParser.parse(Array(source.line(lines[0])))) != nil
            else {
                let offset = min(start + error.offset, bytes.count)
                let line = source.line(at: offset)
                throw MarkdownHistoryError(
                    line: line, column: offset - source.start(ofLine: line) + 1,
                    message: "this is no JSON: \(error.message)"
                )
            }
            values = try Self.values(on: lines, of: source)
        }
    }

    private static func values(
        on lines: [Int], of source: SourceText
    ) throws(MarkdownHistoryError) -> [(JSONValue, Int)] {
        var values: [(JSONValue, Int)] = []
        for line in lines {
            do throws(JSONError) {
                values.append((try JSONParser.parse(Array(source.line(line)), atMost: .max), line))
            } catch {
                throw MarkdownHistoryError(
                    line: line, column: error.offset + 1,
                    message: "this line is no JSON: \(error.message)",
                    hint: "in JSONL every line is one conversation"
                )
            }
        }
        return values
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
}
