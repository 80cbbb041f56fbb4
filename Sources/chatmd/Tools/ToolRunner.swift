import LLMCore

/// Runs what a reply calls: looks at each call, asks where it must, then runs side by side what may
/// run. Nothing runs while somebody is asked: its time would go by, and a cancel would lose it.
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

    /// How many run at the same time; a model may call a thousand.
    private static let maximumPrograms = 16

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
        var waiting: [(index: Int, plan: CallPlan)] = []
        for (index, call) in calls.enumerated() {
            switch try look(at: call) {
            case .success(let plan): waiting.append((index, plan))
            case .failure(let error):
                let result = call.result(error.message, isError: true)
                results[index] = result
                try tell(result)
            }
        }
        waiting.reverse()
        var running: [(index: Int, program: RunningProgram)] = []
        while !waiting.isEmpty || !running.isEmpty {
            while running.count < Self.maximumPrograms, let (index, plan) = waiting.popLast() {
                switch begin(plan) {
                case .over(let result):
                    results[index] = result
                    try tell(result)
                case .running(let program):
                    running.append((index, program))
                }
            }
            if running.isEmpty { break }
            try ChildProcess.waitForOne(of: running.map(\.program.process), loop: loop)
            for (index, program) in running {
                guard let result = program.result(of: calls[index]) else { continue }
                results[index] = result
                try tell(result)
            }
            running.removeAll { results[$0.index] != nil }
        }
    }

    /// What will run for a call, or why nothing does, in words for the model.
    private func look(at call: ToolCall) throws(Failure) -> Result<CallPlan, ToolError> {
        let plan: CallPlan
        do throws(ToolError) {
            plan = try CallPlan(call, among: tools, context)
        } catch {
            return .failure(error)
        }
        return try refusal(of: plan).map { .failure(ToolError($0)) } ?? .success(plan)
    }

    private enum Beginning {
        case over(ToolResult)
        case running(RunningProgram)
    }

    private func begin(_ plan: CallPlan) -> Beginning {
        do throws(ToolError) {
            switch plan.chosen.definition.action {
            case .builtIn(let tool):
                return .over(plan.call.result(try tool.run(plan.arguments, context)))
            case .command(let tool):
                return .running(
                    try RunningProgram(plan, tool, context, loop: loop, keptBy: keeper))
            }
        } catch {
            return .over(plan.call.result(error.message, isError: true))
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
