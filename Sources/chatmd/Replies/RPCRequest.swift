import ConfigText
import LLMCore
import MarkdownHistory

/// The first line of an `--rpc` session.
struct RPCRequest {
    /// What is to be answered.
    private enum Content {
        /// A conversation as its file has it.
        case text([UInt8])
        case messages([Message])
    }

    private let path: String?
    private let content: Content
    let addsDelimiters: Bool
    /// Whether the reply at the end of the text is gone on with.
    private let continues: Bool
    /// Whether the client can be asked before a tool runs.
    let canApprove: Bool
    private var options: JSONObject

    init(_ json: JSONValue?) throws(Failure) {
        guard let json, json.object != nil else {
            throw Failure.usage("--rpc: the first line is not a JSON object")
        }
        guard json["type"]?.string == "complete" else {
            throw Failure.usage("--rpc: the first line must have the type \"complete\"")
        }
        content = try Self.content(of: json)
        canApprove = try Self.flag("can_approve", of: json)
        continues = try Self.flag("continue", of: json)
        path = json["path"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        guard let options = (json["options"] ?? [:]).object else {
            throw Failure.usage("--rpc: \"options\" is not an object")
        }
        addsDelimiters = try Self.flag("add_delimiters", of: .object(options))
        self.options = options
        self.options["add_delimiters"] = nil
        if case .messages = content, addsDelimiters || continues {
            let name = continues ? "continue" : "add_delimiters"
            throw Failure.usage("--rpc: \"\(name)\" needs a \"text\", and messages are none")
        }
    }

    private static func content(of json: JSONValue) throws(Failure) -> Content {
        switch (json["text"], json["messages"]) {
        case (nil, nil):
            throw Failure.usage("--rpc: the request has neither \"text\" nor \"messages\"")
        case (.some, .some):
            throw Failure.usage("--rpc: \"text\" and \"messages\" contradict each other")
        case (let text?, nil):
            guard let text = text.string else {
                throw Failure.usage("--rpc: \"text\" is no string")
            }
            return .text(Array(text.utf8))
        case (nil, let messages?):
            return .messages(try Self.messages(messages))
        }
    }

    private static func flag(_ name: String, of json: JSONValue) throws(Failure) -> Bool {
        guard let flag = (json[name] ?? false).bool else {
            throw Failure.usage("--rpc: \"\(name)\" must be true or false")
        }
        return flag
    }

    /// What is to be done, and where a text is answered, what that grows by.
    func prepare(_ invocation: Invocation) throws(Failure) -> (ReplyRun, AppendPlan?) {
        if continues {
            for name in [Option.Name.schema, .attachment] where invocation.arguments.has(name) {
                throw Failure.usage(
                    "--rpc: \"continue\" goes on with a reply, so there is no --\(name.rawValue)")
            }
        }
        let settings = try settings(over: try invocation.settings())
        let attachments = try invocation.attachments(besides: "the request")
        switch content {
        case .text(let text):
            let file = try Command.chatFile(parsing: text, path: path)
            let plan =
                continues
                ? try AppendPlan(continuing: file, path: path) : try AppendPlan(file, path: path)
            let run = try ReplyRun(
                plan.history, path: path, commandLine: settings, attachments: attachments,
                continues: continues, environment: invocation.environment)
            return (run, plan)
        case .messages(let messages):
            let run = try ReplyRun(
                answering: messages, path: path, commandLine: settings, attachments: attachments,
                environment: invocation.environment)
            return (run, nil)
        }
    }

    /// The request's options, keys as in front matter, over those of the command line.
    private func settings(over layer: SettingsLayer) throws(Failure) -> SettingsLayer {
        var layer = layer
        for member in options.members where !member.value.isNull {
            guard let key = SettingKey(named: member.key), SettingKey.options.contains(key) else {
                throw Failure.usage("--rpc: unknown option \"\(member.key)\"")
            }
            do throws(ConfigError) {
                try layer.set(key, to: ConfigValue(allowingNull: member.value))
            } catch {
                throw Failure.usage("--rpc: \(error.message)")
            }
        }
        return layer
    }
}

// MARK: - Messages

extension RPCRequest {
    private static let roles: [String: MessageRole] = [
        "system": .system, "user": .user, "assistant": .assistant,
    ]

    private static func messages(_ json: JSONValue) throws(Failure) -> [Message] {
        guard let elements = json.array else {
            throw Failure.usage("--rpc: \"messages\" is not an array")
        }
        var messages: [Message] = []
        for (index, element) in elements.enumerated() {
            guard let role = element["role"]?.string.flatMap({ roles[$0] }) else {
                throw Failure.usage(
                    "--rpc: messages[\(index)] needs a \"role\": system, user or assistant")
            }
            guard let content = element["content"]?.string else {
                throw Failure.usage("--rpc: messages[\(index)] needs a text as \"content\"")
            }
            messages.append(Message(role: role, text: content))
        }
        return messages
    }
}
