import ConfigText
import LLMCore
import MarkdownHistory

extension SettingsLayer {
    /// Sets what `--schema` says: a file of JSON, JSON itself, or fields in short form.
    mutating func set(schema text: String) throws(Failure) {
        let schema = try Self.schema(text)
        guard schema.object != nil else {
            throw Failure.usage("--schema: a JSON Schema is an object, `{ … }`")
        }
        do throws(ConfigError) {
            try set(.responseFormat, to: ConfigValue(allowingNull: ["schema": schema]))
        } catch {
            throw Failure.usage("--schema: \(error.message)")
        }
    }

    private static func schema(_ text: String) throws(Failure) -> JSONValue {
        if text == "-" {
            throw Failure.usage(
                "--schema reads no stdin: the conversation may come from there",
                hint: "name a file, or the fields: --schema 'name, age int'")
        }
        let first = text.utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if first == UInt8(ascii: "{") {
            do throws(JSONError) {
                return try JSONParser.parse(text)
            } catch {
                throw Failure.usage(
                    "--schema: this is no JSON: \(error.message) (byte \(error.offset + 1))")
            }
        }
        let isPath = text.utf8.contains(UInt8(ascii: "/")) || text.hasSuffix(".json")
        guard isPath || FileContents.exists(at: text) else {
            return try ShortSchema(parsing: text).schema
        }
        let bytes = try contents(ofSchema: text)
        do throws(MarkdownHistoryError) {
            let json = try JSONText(parsing: bytes)
            guard json.values.count == 1 else {
                throw MarkdownHistoryError(
                    line: json.values[1].line, column: 1, message: "a schema is one JSON object")
            }
            return json.values[0].value
        } catch {
            throw Failure(error, path: text)
        }
    }

    private static func contents(ofSchema path: String) throws(Failure) -> [UInt8] {
        do throws(ChatFileError) {
            return try FileContents.bytes(at: path)
        } catch {
            var failure = Failure(error)
            if error.isMissing {
                failure.hint = "check the name; fields hold no slash: --schema 'name, age int'"
            }
            throw failure
        }
    }
}

extension Settings {
    /// What the answer is held to; nil where any text will do. Throws where the schema is none.
    func answerCheck() throws(Failure) -> AnswerCheck? {
        guard let check = AnswerCheck(options.responseFormat) else { return nil }
        guard let fault = check.faults.first else { return check }
        let code: Failure.Code
        switch stack.layer(setting: .responseFormat)?.origin {
        case .conversation: code = .invalidFile
        case .commandLine: code = .usage
        default: code = .invalidConfig
        }
        throw Failure(
            code, "the schema of the answer is wrong at \(fault)",
            at: stack.place(of: .responseFormat))
    }
}
