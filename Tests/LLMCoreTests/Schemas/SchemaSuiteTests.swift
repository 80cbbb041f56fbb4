import LLMCore
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// JSON Schema's own test suite, where `CHATMD_SCHEMA_SUITE` names its folder `tests`.
///
/// Left out is what leads into other documents or is not of the common vocabulary.
@Suite(.enabled(if: SchemaSuite.folder != nil, "CHATMD_SCHEMA_SUITE is not set"))
struct SchemaSuiteTests {
    @Test(arguments: ["draft2020-12", "draft7"])
    func valuesAreJudgedAsTheSuiteJudgesThem(draft: String) throws {
        for file in SchemaSuite.files(of: draft) {
            for group in try #require(try JSONParser.parse(try RecordedStream.read(file)).array) {
                let schema = try #require(group["schema"])
                guard SchemaSuite.isCommon(schema, group["description"]?.string ?? "") else {
                    continue
                }
                for test in group["tests"]?.array ?? [] {
                    let found = JSONSchema(schema).violations(of: try #require(test["data"]))
                    let name = test["description"]?.string ?? ""
                    #expect(found.isEmpty == test["valid"]?.bool, "\(file): \(name): \(found)")
                }
            }
        }
    }
}

private enum SchemaSuite {
    static let folder = getenv("CHATMD_SCHEMA_SUITE").map { String(cString: $0) }

    static func files(of draft: String) -> [String] {
        let path = "\(folder ?? "")/\(draft)"
        return RecordedStream.entries(of: path).sorted()
            .filter { $0.hasSuffix(".json") && !$0.hasPrefix("unevaluated") }
            .map { "\(path)/\($0)" }
    }

    static func isCommon(_ schema: JSONValue, _ description: String) -> Bool {
        // Draft-07 alone has it so.
        if description == "ref overrides any sibling keywords" { return false }
        let text = String(decoding: JSONWriter.bytes(of: schema), as: UTF8.self)
        let foreign = [
            #""$id":"#, #""$anchor":"#, #""$dynamicRef":"#, #""$ref":"http"#, "unevaluated",
        ]
        return !foreign.contains(where: text.contains)
    }
}
