/// Takes keys out of bytes that come in pieces, wherever a piece ends: the pieces it gives, joined,
/// are the whole without the keys.
///
/// What may be the beginning of a key is held back until more has come.
public struct SecretFilter {
    private var stages: [Stage]

    public init(_ secrets: [Secret]) {
        stages = secrets.map { Stage(secret: $0) }
    }

    /// Whether a key was among what came.
    public var hasFound: Bool { stages.contains(where: \.hasFound) }

    public mutating func consume(_ bytes: [UInt8]) -> [UInt8] { pass(bytes, isLast: false) }

    /// What was held back; nothing may come after it.
    public mutating func finish() -> [UInt8] { pass([], isLast: true) }

    private mutating func pass(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        var bytes = bytes
        for index in stages.indices { bytes = stages[index].pass(bytes, isLast: isLast) }
        return bytes
    }

    private struct Stage {
        let secret: Secret
        var held: [UInt8] = []
        var hasFound = false

        mutating func pass(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
            held += bytes
            var result: [UInt8] = []
            let (taken, hasFound) = secret.redact(held, isLast: isLast, into: &result)
            held.removeFirst(taken)
            if hasFound { self.hasFound = true }
            return result
        }
    }
}

extension SecretFilter: CustomReflectable {
    /// Without what is held back, which may be most of a key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
