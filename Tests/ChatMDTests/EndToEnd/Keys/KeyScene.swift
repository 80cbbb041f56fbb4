import LLMCore
import TestSupport
import Testing

/// A scene in which every provider has a key of its own, and one of them is asked.
struct KeyScene {
    /// With capitals, as real keys have them.
    static let key = "sk-Test-Aa0Bb1Cc2Dd3Ee4Ff5Gg6"
    static let model = "m-Fixture"

    let row: KeyRow
    var scene: Scene
    /// What must not be seen: the key, unless it is an odd one.
    var key: String

    init(
        _ row: KeyRow, key: String = KeyScene.key, config: String = "",
        _ handler: @escaping LoopbackServer.Handler
    ) throws {
        self.row = row
        self.key = key
        scene = try Scene(handler)
        try write(config: config)
        scene.environment["XAI_API_KEY"] = nil
        for provider in BuiltInProviders.all {
            guard let variable = provider.keyVariable else { continue }
            scene.environment[variable] = provider.id == row.id ? key : Self.decoy(provider.id)
        }
        try scene.folder.write("chat.md", conversation())
    }

    static func decoy(_ id: String) -> String { "sk-Other-\(id)-9Zz8Yy7Xx6Ww5" }

    func write(config: String) throws {
        try scene.write(
            config: """
                [retry]
                max_retries = 0
                initial_delay_ms = 1
                max_delay_ms = 1
                [providers.\(row.id)]
                wire_format = "\(row.format.rawValue)"
                base_url = "\(scene.server.baseURL)"
                \(config)
                """)
    }

    func conversation(_ frontMatter: String = "") -> String {
        "+++\nmodel = \"\(row.id)/\(Self.model)\"\n\(frontMatter)+++\n\nhi\n"
    }

    // MARK: Running

    func run(_ arguments: [String]) throws -> ChatMDProcess.Outcome {
        try scene.start(arguments).outcome()
    }

    /// Runs the command the way that somebody reads it, on the conversation as it stands in the file.
    func run(_ output: KeyOutput, _ options: [String] = []) throws -> ChatMDProcess.Outcome {
        let chat = scene.folder.text("chat.md") ?? ""
        guard output == .rpc else {
            let outcome = try scene.start(output.arguments + options).outcome()
            if output == .append {
                try scene.folder.write("appended.md", scene.folder.bytes("chat.md")!)
            }
            try scene.folder.write("chat.md", chat)
            return outcome
        }
        let process = try scene.start(output.arguments + options, input: .open)
        let text = Scene.escaped(chat)
        process.write("{\"type\":\"complete\",\"id\":1,\"text\":\"\(text)\"}\n")
        return try process.outcome()
    }

    // MARK: What must not be

    /// Neither the streams nor any file hold the key, in any spelling; nor another provider's.
    func expectNoKey(
        in outcome: ChatMDProcess.Outcome, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for text in [outcome.text, outcome.errors] + texts(in: scene.folder.path) {
            for spelling in Self.spellings(of: key) {
                #expect(
                    !text.lowercased().contains(spelling), "\(text)", sourceLocation: sourceLocation
                )
            }
            #expect(!text.contains("sk-Other-"), "\(text)", sourceLocation: sourceLocation)
        }
    }

    /// The beginning of the key, in lower case; base64 of all but its end, for each place it may
    /// have in a longer text.
    private static func spellings(of key: String) -> [String] {
        let core = key.filter { !" \"'\r\n".contains($0) }
        let start = String(core.prefix(12)).lowercased()
        let inBase64 = (0...2).map { padding in
            let text = base64(Array(repeating: 0x20, count: padding) + Array(core.utf8))
            return String(text.dropFirst(padding == 0 ? 0 : 4).prefix(12)).lowercased()
        }
        return [start, start.replacing("/", with: "%2f"), start.replacing("/", with: "\\/")]
            + inBase64
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let digits: [Character] = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count - 2, by: 3) {
            let group = bytes[start..<start + 3].reduce(0) { $0 << 8 | Int($1) }
            for shift in [18, 12, 6, 0] { text.append(digits[group >> shift & 63]) }
        }
        return text
    }

    private func texts(in folder: String) -> [String] {
        TemporaryFolder.names(in: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            guard let bytes = wholeFile(path), !bytes.isEmpty else { return texts(in: path) }
            return [path, String(decoding: bytes, as: UTF8.self)]
        }
    }

    /// The key travelled in the provider's own header, as it should, and nowhere else; no other key
    /// travelled at all.
    func expectKeyInItsHeaderOnly(
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(!scene.server.requests.isEmpty, sourceLocation: sourceLocation)
        for request in scene.server.requests {
            let (header, prefix) = row.header
            #expect(request[header] == prefix + key, sourceLocation: sourceLocation)
            let holders = request.headers.filter { $0.value.contains(key) }
            #expect(holders.count == 1, sourceLocation: sourceLocation)
            #expect(
                !request.text.contains(key) && !request.path.contains(key),
                sourceLocation: sourceLocation)
            let all = request.headers.map(\.value).joined() + request.path + request.text
            #expect(!all.contains("sk-Other-"), sourceLocation: sourceLocation)
        }
    }
}

/// A way to read what comes of a request.
enum KeyOutput: CaseIterable {
    case text, ndjson, json, chunk, rpc, append

    var arguments: [String] {
        switch self {
        case .text: ["chat.md"]
        case .ndjson: ["chat.md", "--format", "ndjson"]
        case .json: ["chat.md", "--format", "json"]
        case .chunk: ["complete", "chat.md", "--chunk"]
        case .rpc: ["complete", "--rpc"]
        case .append: ["append", "chat.md"]
        }
    }
}

/// A provider that takes a key, in one of the formats it may be spoken to in.
struct KeyRow: CustomTestStringConvertible {
    var provider: Provider
    var format: WireFormatName

    var id: String { provider.id }
    var testDescription: String { "\(id), \(format.rawValue)" }

    /// Every provider in its own format, and the format that none has for its own.
    static let all =
        BuiltInProviders.all.filter { $0.keyVariable != nil }
        .map { KeyRow(provider: $0, format: $0.wireFormat) }
        + [KeyRow(provider: BuiltInProviders.ollama, format: .ollama)]

    /// Every format once.
    static let formats = [
        KeyRow(provider: BuiltInProviders.xAI, format: .openAIChat),
        KeyRow(provider: BuiltInProviders.openAI, format: .openAIResponses),
        KeyRow(provider: BuiltInProviders.ollama, format: .ollama),
        KeyRow(provider: BuiltInProviders.anthropic, format: .anthropic),
        KeyRow(provider: BuiltInProviders.gemini, format: .gemini),
    ]

    /// The header that is to carry the key, and what stands before it.
    var header: (name: String, prefix: String) {
        switch provider.authentication {
        case .bearer: ("authorization", "Bearer ")
        case .header(let name): (name, "")
        }
    }
}
