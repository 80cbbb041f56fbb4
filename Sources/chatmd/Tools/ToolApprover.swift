import LLMCore

/// Who is asked before a tool runs.
protocol ToolApprover: AnyObject {
    /// Why a call may not run, in words for the model; nil where it may.
    func refusal(of plan: CallPlan) throws(Failure) -> String?
}

/// Nobody is there to ask, and that means no.
final class NobodyToAsk: ToolApprover {
    func refusal(of plan: CallPlan) throws(Failure) -> String? {
        "this call needs the user's consent, and nobody is there to give it"
    }
}

extension Invocation {
    /// Who can be asked on this terminal.
    func approver(_ loop: EventLoop, _ status: StatusLine?) -> any ToolApprover {
        TerminalApprover(loop: loop, status: status) ?? NobodyToAsk()
    }
}

extension ToolApprover {
    static var denial: String { "the user did not allow this call" }
}
