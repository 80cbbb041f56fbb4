#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The inputs in `Tests/Fuzz/corpus`.
public enum FuzzCorpus {
    /// Names of the files, in order.
    public static let names: [String] = {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".md") { names.append(name) }
        }
        return names.sorted()
    }()

    /// nil where the file cannot be read.
    public static func bytes(of name: String) -> [UInt8]? { wholeFile("\(path)/\(name)") }

    private static let path = Snapshot.testsFolder + "/Fuzz/corpus"
}
