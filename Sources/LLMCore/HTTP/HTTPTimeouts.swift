/// How long to wait for a silent server, in seconds. There is no limit to the whole.
public struct HTTPTimeouts: Hashable, Sendable {
    /// For a connection, name lookup and TLS included.
    public var connect: Double
    /// From the request to the first byte of the body: models think.
    public var firstByte: Double
    /// Between two pieces of the body.
    public var betweenBytes: Double

    public init(connect: Double = 10, firstByte: Double = 300, betweenBytes: Double = 120) {
        self.connect = connect
        self.firstByte = firstByte
        self.betweenBytes = betweenBytes
    }

    /// Whole milliseconds, as system calls take them: any number of seconds will do.
    static func milliseconds(_ seconds: Double) -> Int {
        Int(min(max(0, seconds * 1000), Double(Int32.max)).rounded(.up))
    }

    /// `300`, `0.2`: seconds without needless digits.
    static func text(_ seconds: Double) -> String {
        Int(exactly: seconds).map(String.init) ?? "\(seconds)"
    }
}
