import ConfigText
import LLMCore
import MarkdownHistory

/// The first line of an `--rpc` session.
struct RPCRequest {
    var path: String?
    var text: [UInt8]
    var addsDelimiters: Bool
    /// Whether the reply at the end of the text is gone on with.
    var continues: Bool
    /// Whether the client can be asked before a tool runs.
    var canApprove: Bool
    private var options: JSONObject

    init(_ json: JSONValue?) throws(Failure) {
        guard let json, json.object != nil else {
            throw Failure.usage("--rpc: the first line is not a JSON object")
        }
        guard json["type"]?.string == "complete" else {
            throw Failure.usage("--rpc: the first line must have the type \"complete\"")
        }
        guard let text = json["text"]?.string else {
            throw Failure.usage("--rpc: the request has no \"text\"")
        }
        canApprove = try Self.flag("can_approve", of: json)
        continues = try Self.flag("continue", of: json)
        path = json["path"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        self.text = Array(text.utf8)
        guard let options = (json["options"] ?? [:]).object else {
            throw Failure.usage("--rpc: \"options\" is not an object")
        }
        addsDelimiters = try Self.flag("add_delimiters", of: .object(options))
        self.options = options
        self.options["add_delimiters"] = nil
    }

    private static func flag(_ name: String, of json: JSONValue) throws(Failure) -> Bool {
        guard let flag = (json[name] ?? false).bool else {
            throw Failure.usage("--rpc: \"\(name)\" must be true or false")
        }
        return flag
    }

    /// What is sent of the text, and what it grows by.
    func plan() throws(Failure) -> AppendPlan {
        let file = try Command.chatFile(parsing: text, path: path)
        return continues
            ? try AppendPlan(continuing: file, path: path) : try AppendPlan(file, path: path)
    }

    func run(_ plan: AppendPlan, _ invocation: Invocation) throws(Failure) -> ReplyRun {
        if continues {
            for name in [Option.Name.schema, .attachment] where invocation.arguments.has(name) {
                throw Failure.usage(
                    "--rpc: \"continue\" goes on with a reply, so there is no --\(name.rawValue)")
            }
        }
        return try ReplyRun(
            plan.history, path: path, commandLine: try settings(over: try invocation.settings()),
            attachments: try invocation.attachments(besides: "the request"), continues: continues,
            environment: invocation.environment)
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
