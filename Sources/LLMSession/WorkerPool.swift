import LLMCore

/// The threads of one session: as many as it has replies under way, and a few that wait.
///
/// A waiting one keeps its connections, so the next request need not shake hands again.
final class WorkerPool: Sendable {
    private static let mostIdle = 4

    private let makeTransport: TransportFactory
    private let idle = Guarded<[Worker]>([])
    private let limits = Guarded(RateLimits())

    init(_ makeTransport: @escaping TransportFactory) {
        self.makeTransport = makeTransport
    }

    /// Reads a reply on a thread of the pool; what it gives goes into the channel.
    func read(
        into channel: ReplyChannel, _ open: @escaping @Sendable (LLMClient) -> ReplyStream
    ) throws(LLMError) {
        let worker = try freeWorker()
        worker.run { [self] client in
            client.takeTurn = { [limits] provider, now in
                limits.with { $0.takeTurn(at: provider, now: now) }
            }
            let rest = channel.fill(from: open(client), interruptedBy: worker.interrupt)
            // Before the reader sees the end: the request that follows on it takes this worker.
            giveBack(worker)
            channel.finish(rest)
        }
    }

    private func freeWorker() throws(LLMError) -> Worker {
        if let worker = idle.with({ $0.popLast() }) { return worker }
        return try Worker(makeTransport)
    }

    private func giveBack(_ worker: Worker) {
        idle.with { idle in
            if idle.count < Self.mostIdle { idle.append(worker) }
        }
    }
}
