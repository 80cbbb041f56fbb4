#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder of its own for one test; it goes with the last reference.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() {
        var template = Array("/tmp/chatmd-test-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, let made = mkdtemp(start) else {
                fatalError("mkdtemp: \(errno)")
            }
            return String(cString: made)
        }
    }

    deinit {
        Self.removeAll(at: path)
    }

    private static func removeAll(at path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let isFolder = entry.pointee.d_type == UInt8(DT_DIR)
                if isFolder { removeAll(at: "\(path)/\(name)") } else { unlink("\(path)/\(name)") }
            }
            closedir(folder)
        }
        rmdir(path)
    }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    public func write(_ name: String, _ text: String) -> String {
        let path = file(name)
        guard let stream = fopen(path, "w") else { fatalError("\(path): \(errno)") }
        defer { fclose(stream) }
        fwrite(text, 1, text.utf8.count, stream)
        return path
    }

    /// The bytes of a file; nil where there is none.
    public func read(_ name: String) -> [UInt8]? {
        guard let stream = fopen(file(name), "r") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    public func text(_ name: String) -> String? {
        read(name).map { String(decoding: $0, as: UTF8.self) }
    }
}
