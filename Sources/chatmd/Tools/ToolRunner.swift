import LLMCore

/// Runs what a reply calls: looks at each call, asks where it must, runs side by side what may run.
///
/// Whatever is wrong with a call goes back to the model as the call's result; only a cancel, and what
/// keeps us from asking, end the run.
final class ToolRunner {
    private let tools: [ChosenTool]
    private let context: ToolContext
    private let approver: any ToolApprover
    private let loop: EventLoop
    private lazy var keeper = makeGuard()
    private let makeGuard: () -> ChildGuard?

    /// - Parameter makeGuard: called when the first program is run.
    init(
        _ tools: [ChosenTool], context: ToolContext, approver: any ToolApprover, loop: EventLoop,
        makeGuard: @escaping () -> ChildGuard? = { nil }
    ) {
        self.makeGuard = makeGuard
        self.tools = tools
        self.context = context
        self.approver = approver
        self.loop = loop
    }

    /// What the model is told it may call.
    var definitions: [Tool] { tools.map(\.definition.tool) }

    /// Runs one reply's calls.
    ///
    /// - Parameters:
    ///   - results: one a call, in their order; those that are missing when it throws were not run to
    ///     their end.
    ///   - tell: gets each result as it is there.
    func run(
        _ calls: [ToolCall], into results: inout [ToolResult?],
        tell: (ToolResult) throws(Failure) -> Void
    ) throws(Failure) {
        results = calls.map { _ in nil }
        var running: [(index: Int, program: RunningProgram)] = []
        for (index, call) in calls.enumerated() {
            switch try begin(call) {
            case .over(let result):
                results[index] = result
                try tell(result)
            case .running(let program):
                running.append((index, program))
            }
        }
        while !running.isEmpty {
            try ChildProcess.waitForOne(of: running.map(\.program.process), loop: loop)
            for (index, program) in running {
                guard let result = program.result(of: calls[index]) else { continue }
                results[index] = result
                try tell(result)
            }
            running.removeAll { results[$0.index] != nil }
        }
    }

    private enum Beginning {
        case over(ToolResult)
        case running(RunningProgram)
    }

    private func begin(_ call: ToolCall) throws(Failure) -> Beginning {
        let plan: CallPlan
        do throws(ToolError) {
            plan = try CallPlan(call, among: tools, context)
        } catch {
            return .over(call.result(error.message, isError: true))
        }
        if let refusal = try refusal(of: plan) {
            return .over(call.result(refusal, isError: true))
        }
        do throws(ToolError) {
            switch plan.chosen.definition.action {
            case .builtIn(let tool):
                return .over(call.result(try tool.run(plan.arguments, context)))
            case .command(let tool):
                return .running(
                    try RunningProgram(
                        plan, tool, context, loop: loop, keptBy: keeper))
            }
        } catch {
            return .over(call.result(error.message, isError: true))
        }
    }

    /// Why a call is not run; nil where it is.
    private func refusal(of plan: CallPlan) throws(Failure) -> String? {
        switch plan.chosen.approval {
        case .always: nil
        case .never: "the user's configuration does not allow this tool"
        case .ask: try approver.refusal(of: plan)
        }
    }
}
