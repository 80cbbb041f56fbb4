/// Asks on the terminal of a chat, where the answer is typed as in a shell.
final class ChatApprover: ToolApprover {
    private let approver: any ToolApprover
    private let editor: LineEditor

    init(_ approver: any ToolApprover, _ editor: LineEditor) {
        self.approver = approver
        self.editor = editor
    }

    func refusal(of plan: CallPlan) throws(Failure) -> String? {
        try editor.lendTerminal { () throws(Failure) in try approver.refusal(of: plan) }
    }
}
