import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Waits for what is typed, in the event loop, and tells what is no character.
final class KeyReader {
    enum Key: Equatable {
        case character(Unicode.Scalar)
        case paste(String)
        /// Alt-Enter.
        case newLine
        /// Ctrl-C.
        case interrupt
        /// Ctrl-Z.
        case suspend
        /// A signal that ends the chat, or the terminal is gone.
        case end
    }

    private let loop: EventLoop
    private var typed = TypedText()
    private var hasEnded = false

    private static let pasteStart = Array("[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)
    /// How long the rest of a key may be on its way, in milliseconds.
    private static let escapeTime = 50

    init(_ loop: EventLoop) {
        self.loop = loop
    }

    func next() -> Key {
        while !hasEnded {
            switch typed.next() {
            case nil: hasEnded = !read()
            case "\u{3}": return .interrupt
            case "\u{1A}": return .suspend
            case "\u{1B}": return afterEscape()
            case let scalar?: return .character(scalar)
            }
        }
        hasEnded = false
        return .end
    }

    /// What Escape, and what comes right after it, means.
    private func afterEscape() -> Key {
        while typed.isBeginning(of: Self.pasteStart), read(within: Self.escapeTime) {}
        if typed.skip(Self.pasteStart) { return .paste(pastedText()) }
        let isNewLine = typed.skip([UInt8(ascii: "\r")]) || typed.skip([UInt8(ascii: "\n")])
        return isNewLine ? .newLine : .character("\u{1B}")
    }

    private func pastedText() -> String {
        while true {
            if let bytes = typed.take(before: Self.pasteEnd) { return TypedText.pasted(bytes) }
            guard read() else {
                hasEnded = true
                return TypedText.pasted(typed.takeAll())
            }
        }
    }

    /// Waits for more; false when the time is over, after a signal that ends the chat, and when the
    /// terminal is gone.
    private func read(within milliseconds: Int? = nil) -> Bool {
        var isOpen = true
        var hasRead = false
        loop.watch(StandardStream.input) { [self] in
            var chunk = [UInt8](repeating: 0, count: 64 << 10)
            let count = systemRead(StandardStream.input, &chunk, chunk.count)
            if count > 0 { typed.append(chunk[..<count]) }
            isOpen = count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN)
            hasRead = true
        }
        defer { loop.unwatch(StandardStream.input) }
        let end = milliseconds.map { MonotonicClock.now + $0 }
        do throws(LLMError) {
            while !hasRead {
                let left = end.map { $0 - MonotonicClock.now }
                if let left, left <= 0 { return false }
                try loop.turn(atMost: left)
            }
        } catch {
            return false
        }
        return isOpen
    }
}
