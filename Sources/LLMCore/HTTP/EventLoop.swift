#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The one place where the program waits: for the network, for a reader of its output, and
/// meanwhile for anything else that may happen.
///
/// Watched descriptors and the tick are served during every wait. One thread only.
public final class EventLoop {
    private struct Watch {
        var descriptor: Int32
        var events: Int16
        var action: () -> Void
    }

    private struct Tick {
        var interval: Int
        var next: Int
        var action: () -> Void
    }

    private var watches: [Watch] = []
    private var tick: Tick?

    /// Whether every wait ends at once with `LLMError.cancelled`.
    public private(set) var isCancelled = false

    public init() {}

    /// Calls `action` whenever `descriptor` can be read without waiting, or has ended.
    ///
    /// The action must read, or call `unwatch` at the end of the input: what stays readable is
    /// reported again at once.
    public func watch(_ descriptor: Int32, _ action: @escaping () -> Void) {
        unwatch(descriptor)
        watches.append(Watch(descriptor: descriptor, events: Int16(POLLIN), action: action))
    }

    /// The same for a descriptor that is written to.
    public func watchWritable(_ descriptor: Int32, _ action: @escaping () -> Void) {
        unwatch(descriptor)
        watches.append(Watch(descriptor: descriptor, events: Int16(POLLOUT), action: action))
    }

    public func unwatch(_ descriptor: Int32) {
        watches.removeAll { $0.descriptor == descriptor }
    }

    /// Calls `action` every so many milliseconds, as long as something waits.
    public func startTicking(everyMilliseconds interval: Int, _ action: @escaping () -> Void) {
        tick = Tick(interval: interval, next: Clock.milliseconds() + interval, action: action)
    }

    public func stopTicking() {
        tick = nil
    }

    /// Ends the running wait and every later one; to be called from a watch's action or the tick.
    public func cancel() {
        isCancelled = true
    }

    /// Makes waiting possible again after `cancel`.
    public func reset() {
        isCancelled = false
    }

    // MARK: Waiting

    /// Waits until `descriptor` takes further bytes, or can never take any again.
    public func waitUntilWritable(_ descriptor: Int32) throws(LLMError) {
        let poller = SystemPoller(writing: descriptor)
        while !poller.isWritable { try turn(with: poller, atMost: nil) }
    }

    /// Waits that many milliseconds.
    public func wait(milliseconds: Int) throws(LLMError) {
        let end = Clock.milliseconds() + milliseconds
        let poller = SystemPoller()
        while true {
            let left = end - Clock.milliseconds()
            if left <= 0 { return }
            try turn(with: poller, atMost: left)
        }
    }

    /// Serves watches and tick until `condition` holds.
    public func run(until condition: () -> Bool) throws(LLMError) {
        let poller = SystemPoller()
        while !condition() { try turn(with: poller, atMost: nil) }
    }

    /// Serves watches and tick once, waiting so long for them at most.
    public func turn(atMost milliseconds: Int?) throws(LLMError) {
        try turn(with: SystemPoller(), atMost: milliseconds)
    }

    /// Serves what is ready now, without waiting.
    public func poll() throws(LLMError) {
        if isCancelled { throw .cancelled }
        if watches.isEmpty && tick == nil { return }
        try turn(with: SystemPoller(), atMost: 0)
    }

    /// One wait: until a watched descriptor, the poller's own or the time limit is ready.
    func turn(with poller: some DescriptorPoller, atMost limit: Int?) throws(LLMError) {
        if isCancelled { throw .cancelled }
        var descriptors = watches.map {
            pollfd(fd: $0.descriptor, events: $0.events, revents: 0)
        }
        var timeout = limit
        if let tick {
            let left = max(0, tick.next - Clock.milliseconds())
            timeout = min(limit ?? left, left)
        }
        try poller.wait(for: &descriptors, atMost: timeout)

        if let tick, tick.next <= Clock.milliseconds() {
            self.tick?.next = Clock.milliseconds() + tick.interval
            tick.action()
        }
        for ready in descriptors where ready.revents != 0 {
            // An action may have removed a later watch.
            watches.first { $0.descriptor == ready.fd }?.action()
        }
        if isCancelled { throw .cancelled }
    }
}

/// Waits on descriptors of its own and on those handed in, whose `revents` it fills in.
protocol DescriptorPoller: AnyObject {
    func wait(for descriptors: inout [pollfd], atMost milliseconds: Int?) throws(LLMError)
}

/// poll(2), with at most one descriptor of its own: one that is written to.
private final class SystemPoller: DescriptorPoller {
    private let written: Int32?
    private(set) var isWritable = false

    init(writing descriptor: Int32? = nil) {
        written = descriptor
    }

    func wait(for descriptors: inout [pollfd], atMost milliseconds: Int?) throws(LLMError) {
        if let written {
            descriptors.append(pollfd(fd: written, events: Int16(POLLOUT), revents: 0))
        }
        let timeout = Int32(clamping: milliseconds ?? -1)
        if systemPoll(&descriptors, nfds_t(descriptors.count), timeout) < 0 {
            let code = errno
            for index in descriptors.indices { descriptors[index].revents = 0 }
            if code != EINTR {
                throw LLMError(.internal, "poll: \(String(cString: strerror(code)))")
            }
        }
        if written != nil, let own = descriptors.popLast() { isWritable = own.revents != 0 }
    }
}

/// The name would otherwise be taken for the method of `EventLoop`.
private func systemPoll(_ descriptors: inout [pollfd], _ count: nfds_t, _ timeout: Int32) -> Int32 {
    poll(&descriptors, count, timeout)
}

/// The monotonic clock.
enum Clock {
    static func milliseconds() -> Int {
        Int(seconds() * 1000)
    }

    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
