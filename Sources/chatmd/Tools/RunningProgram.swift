import LLMCore

/// A program that answers a call.
final class RunningProgram {
    let process: ChildProcess
    private let limit: Int
    private let seconds: Int

    init(
        _ plan: CallPlan, _ tool: CommandTool, _ context: ToolContext, loop: EventLoop,
        keptBy keeper: ChildGuard?
    ) throws(ToolError) {
        limit = tool.outputLimit
        seconds = tool.milliseconds / 1000
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
        // The cut may go through a character.
        if cut.dropped > 0 {
            let kept = bytes.reversed().drop { $0 & 0xC0 == 0x80 }.count
            if let lead = kept > 0 ? bytes[kept - 1] : nil, lead >= 0xC0 {
                bytes.removeLast(bytes.count - kept + 1)
            }
        }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        return cut.dropped == 0 ? text : "\(text)\n[cut: \(cut.dropped) more bytes]"
    }
}
