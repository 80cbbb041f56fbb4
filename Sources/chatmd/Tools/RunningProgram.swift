import LLMCore

/// A program that answers a call.
final class RunningProgram {
    let process: ChildProcess
    private let limit: Int
    private let seconds: String

    init(
        _ plan: CallPlan, _ tool: CommandTool, _ context: ToolContext, loop: EventLoop,
        keptBy keeper: ChildGuard?
    ) throws(ToolError) {
        limit = tool.outputLimit
        seconds = tool.seconds
        guard let program = Executable.path(of: tool.command[0], in: context.environment) else {
            throw ToolError("there is no program `\(tool.command[0])` to run")
        }
        let call = ChildProcess.Call(
            program: program, arguments: tool.command,
            environment: ChildEnvironment.variables(tool.variables, of: context.environment),
            folder: plan.folder, input: Array(plan.call.arguments.utf8),
            outputLimit: tool.outputLimit, milliseconds: tool.milliseconds)
        do throws(Failure) {
            process = try ChildProcess(call, loop: loop, keptBy: keeper)
        } catch {
            throw ToolError(error.message)
        }
    }

    /// What it gave; nil while it runs.
    ///
    /// A program that fails tells the model why in what it wrote, on stderr too. What is no UTF-8 text
    /// cannot be sent.
    func result(of call: ToolCall) -> ToolResult? {
        guard let outcome = process.outcome else { return nil }
        let output = text(outcome.output)
        switch outcome.ending {
        case .exit(0):
            guard let output else {
                return call.result("the output is not UTF-8 text", isError: true)
            }
            return call.result(output)
        case .exit(let status):
            return failure(call, "it ended with status \(status)", output, outcome)
        case .signal(let number):
            return failure(call, "it was ended by signal \(number)", output, outcome)
        case .timedOut:
            return failure(call, "it took longer than \(seconds) s", output, outcome)
        }
    }

    private func failure(
        _ call: ToolCall, _ reason: String, _ output: String?, _ outcome: ChildProcess.Outcome
    ) -> ToolResult {
        let texts = [reason, output ?? "", text(outcome.errors) ?? ""].filter { !$0.isEmpty }
        return call.result(texts.joined(separator: "\n"), isError: true)
    }

    /// With a mark where it was cut; nil for what is no text.
    private func text(_ cut: ChildProcess.CutText) -> String? {
        var bytes = cut.bytes
        if cut.dropped > 0 { bytes.removeLast(Self.unfinished(bytes)) }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        let dropped = cut.dropped + cut.bytes.count - bytes.count
        if dropped == 0 { return text }
        return "\(text)\n[cut: \(dropped) more byte\(dropped == 1 ? "" : "s")]"
    }

    /// How many bytes at the end are a character that a cut went through.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        let following = bytes.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
        guard let lead = bytes.dropLast(following).last, lead >= 0xC0 else { return 0 }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        return following + 1 < length ? following + 1 : 0
    }
}
