#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An empty folder of one test's own; it goes when nobody holds it any more.
public final class TemporaryFolder: Sendable {
    /// Absolute, without symbolic links.
    public let path: String

    public init() throws {
        var template = Array("/tmp/chatmd-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil, let resolved = realpath(template, nil) else {
            throw SystemError("mkdtemp")
        }
        defer { free(resolved) }
        path = String(cString: resolved)
    }

    deinit {
        Self.remove(path)
    }

    /// The path of what is called `name` in here.
    public func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, with the folders on the way to it; returns its path.
    @discardableResult
    public func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = self(name)
        for (index, character) in name.enumerated() where character == "/" {
            mkdir(self(String(name.prefix(index))), 0o777)
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw SystemError("open \(path)") }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            guard count > 0 else { throw SystemError("write \(path)") }
            rest = rest.dropFirst(count)
        }
        return path
    }

    @discardableResult
    public func write(_ name: String, _ text: String) throws -> String {
        try write(name, Array(text.utf8))
    }

    /// What the file holds; nil where there is none.
    public func bytes(_ name: String) -> [UInt8]? { wholeFile(self(name)) }

    /// The same as text.
    public func text(_ name: String) -> String? {
        bytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Waits until the file fulfils the condition; false if it does not within a minute. Nobody
    /// tells when another program writes to a file, so it is looked at every millisecond.
    public func wait(for name: String, until condition: (String) -> Bool) -> Bool {
        for _ in 0..<60_000 {
            if let text = text(name), condition(text) { return true }
            poll(nil, 0, 1)
        }
        return false
    }

    /// The names in the folder, in order.
    public var names: [String] { Self.names(in: path) }

    /// The same of any folder; none where it cannot be read.
    public static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in names(in: path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}

/// The bytes of a file; nil where it cannot be read.
public func wholeFile(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return readToEnd(of: descriptor)
}

/// Reads until the end, or until nothing can be read any more.
func readToEnd(of descriptor: Int32, _ receive: ([UInt8]) -> Void) {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 {
            receive(Array(buffer[..<count]))
        } else if count == 0 || errno != EINTR {
            return
        }
    }
}

func readToEnd(of descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    readToEnd(of: descriptor) { bytes += $0 }
    return bytes
}

func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
