#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A text that a test expects, in a file of its own.
///
/// `RECORD_SNAPSHOTS=1` writes the files anew; `git diff` then shows what has changed.
public struct Snapshot {
    public let path: String

    /// `name` in the folder `Snapshots` beside the package's tests of that name.
    public init(_ name: String, of tests: String) {
        path = "\(Self.testsFolder)/\(tests)/Snapshots/\(name)"
    }

    /// A file of `Tests/Fixtures`, which others read too.
    public init(fixture name: String) {
        path = "\(Self.testsFolder)/Fixtures/\(name)"
    }

    /// A file of the checkout, by its path there.
    public init(inCheckout path: String) {
        self.path = "\(Self.testsFolder)/../\(path)"
    }

    /// The recorded text; nil where nothing was recorded. Records `text` first where that is
    /// asked for.
    public func recorded(orRecording text: String) -> String? {
        if getenv("RECORD_SNAPSHOTS") != nil {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                _ = Array(text.utf8).withUnsafeBytes { systemWrite(descriptor, $0) }
                close(descriptor)
            }
        }
        return self.text
    }

    /// The file as it stands; nil where there is none.
    public var text: String? { wholeFile(path).map { String(decoding: $0, as: UTF8.self) } }

    /// `Tests` in the checkout.
    public static let testsFolder: String = {
        var path = #filePath
        for _ in 0..<2 { path = String(path[..<path.lastIndex(of: "/")!]) }
        return path
    }()
}
