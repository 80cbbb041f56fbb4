import LLMCore
import MarkdownHistory

/// The lines of the event protocol. `doc/protocol.md` describes them; the Neovim plugin reads them.
enum NDJSONEvent {
    static func start(
        _ start: ReplyStart, continuing reply: UnfinishedReply? = nil
    ) -> JSONObject {
        var event = JSONObject([
            ("type", "start"),
            ("protocol", 1),
            ("provider", .string(start.provider)),
            ("model", .string(start.model)),
            ("messages", JSONValue(start.messages)),
            ("input_tokens_estimate", JSONValue(start.inputTokensEstimate)),
        ])
        event["cached"] = start.isCached ? true : nil
        event["continues_at"] = reply.map { reply in
            [
                "offset": JSONValue(reply.end), "line": JSONValue(reply.line),
                "column": JSONValue(reply.column),
            ]
        }
        return event
    }

    static func text(_ chunk: String) -> JSONObject {
        JSONObject([("type", "text"), ("chunk", .string(chunk))])
    }

    static func reasoning(_ text: String) -> JSONObject {
        JSONObject([("type", "reasoning"), ("text", .string(text))])
    }

    static func warning(_ warning: Diagnostic, path: String?) -> JSONObject {
        var event = JSONObject([("type", "warning"), ("message", .string(warning.message))])
        event["hint"] = warning.hint.map(JSONValue.string)
        event["path"] = path.map(JSONValue.string)
        if warning.line > 0 {
            event["line"] = JSONValue(warning.line)
            event["column"] = JSONValue(warning.column)
        }
        return event
    }

    static func log(_ entry: LogEntry) -> JSONObject {
        var event = JSONObject([
            ("type", "log"),
            ("level", .string(entry.level.rawValue)),
            ("message", .string(entry.message)),
        ])
        for field in entry.fields.members { event.append(field.key, field.value) }
        return event
    }

    /// `call` is the call's id, and so is `id` where the event has no request's.
    static func toolCall(_ call: ToolCall) -> JSONObject {
        JSONObject([
            ("type", "tool_call"),
            ("id", .string(call.id)),
            ("call", .string(call.id)),
            ("name", .string(call.name)),
            ("arguments", .string(call.arguments)),
        ])
    }

    static func approval(_ plan: CallPlan) -> JSONObject {
        var event = toolCall(plan.call)
        event["type"] = "approval"
        if !plan.command.isEmpty {
            event["command"] = .array(plan.command.map(JSONValue.string))
            event["cwd"] = plan.folder.map(JSONValue.string)
        }
        return event
    }

    static func toolResult(_ result: ToolResult) -> JSONObject {
        JSONObject([
            ("type", "tool_result"),
            ("id", .string(result.callID)),
            ("call", .string(result.callID)),
            ("name", .string(result.name)),
            ("content", .string(result.content)),
            ("is_error", .bool(result.isError)),
        ])
    }

    static func retry(_ retry: Retry) -> JSONObject {
        JSONObject([
            ("type", "retry"),
            ("attempt", JSONValue(retry.attempt)),
            ("max_attempts", JSONValue(retry.maxAttempts)),
            ("delay_ms", JSONValue(retry.delay)),
            ("code", .string(retry.error.code.rawValue)),
            ("status", JSONValue(retry.error.status)),
            ("message", .string(retry.error.message)),
            ("provider", .string(retry.provider)),
            ("model", .string(retry.model)),
        ])
    }

    static func usage(_ usage: Usage) -> JSONObject {
        var event = JSONObject([("type", "usage")])
        for member in members(of: usage).members { event.append(member.key, member.value) }
        return event
    }

    static func members(of usage: Usage) -> JSONObject {
        var event = JSONObject([
            ("input_tokens", JSONValue(usage.inputTokens)),
            ("output_tokens", JSONValue(usage.outputTokens)),
        ])
        event["cached_input_tokens"] = usage.cachedInputTokens.map { JSONValue($0) }
        event["reasoning_tokens"] = usage.reasoningTokens.map { JSONValue($0) }
        event["cost_usd"] = usage.cost.map { JSONValue($0) }
        return event
    }

    static func done(_ summary: ReplySummary) -> JSONObject {
        var event = JSONObject([
            ("type", "done"),
            ("finish_reason", .string(summary.finishReason.rawValue)),
            ("model", .string(summary.model)),
        ])
        event["cached"] = summary.isCached ? true : nil
        event["request_id"] = summary.requestID.map(JSONValue.string)
        event["response_id"] = summary.responseID.map(JSONValue.string)
        event["rounds"] = JSONValue(summary.rounds)
        event["duration_ms"] = JSONValue(summary.duration)
        event["first_token_ms"] = summary.firstToken.map { JSONValue($0) }
        return event
    }

    static func error(_ failure: Failure) -> JSONObject {
        var event = JSONObject([
            ("type", "error"),
            ("code", .string(failure.code.rawValue)),
            ("message", .string(failure.message)),
        ])
        event["hint"] = failure.hint.map(JSONValue.string)
        event["status"] = JSONValue(failure.status)
        event["provider"] = failure.provider.map(JSONValue.string)
        event["request_id"] = failure.requestID.map(JSONValue.string)
        event["retry_after_ms"] = failure.retryAfter.map { JSONValue($0) }
        event["path"] = failure.path.map(JSONValue.string)
        event["line"] = failure.line.map { JSONValue($0) }
        event["column"] = failure.column.map { JSONValue($0) }
        event["answer"] = failure.answer.map(JSONValue.string)
        return event
    }
}
