#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What Tab offers on a chat's line.
enum ChatCompletions {
    /// nil in a message.
    ///
    /// - Parameters:
    ///   - line: up to the cursor.
    ///   - models: names for `/model`.
    static func completion(of line: String, models: () -> [String]) -> Completion? {
        guard line.hasPrefix("/"), !line.hasPrefix("//") else { return nil }
        guard let blank = line.firstIndex(of: " ") else {
            // What takes an argument is followed by one.
            let words = ChatCommand.allCases.map { command in
                "/" + command.rawValue + ([.attach, .model].contains(command) ? " " : "")
            }
            return Completion(of: line, among: words)
        }
        let argument = String(line[blank...].drop { $0 == " " })
        switch ChatCommand(rawValue: String(line[..<blank].dropFirst())) {
        case .attach: return Completion(of: argument, among: files(beginning: argument))
        case .model: return Completion(of: argument, among: models())
        default: return nil
        }
    }

    /// Paths with a slash after folders. Hidden ones only where a dot asks for them.
    private static func files(beginning text: String) -> [String] {
        let folder = text.lastIndex(of: "/").map { String(text[...$0]) } ?? ""
        let name = text.dropFirst(folder.count)
        let place = expanded(folder.isEmpty ? "./" : folder)
        guard let entries = opendir(place) else { return [] }
        defer { closedir(entries) }
        var paths: [String] = []
        while let entry = readdir(entries) {
            let found = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if found == "." || found == ".." || found.hasPrefix(".") && !name.hasPrefix(".") {
                continue
            }
            // On the line it would look like another one, or be two lines.
            if TerminalText.visibleInLine(found) != found { continue }
            paths.append(folder + found + (NewFile.isFolder(place + found) ? "/" : ""))
        }
        return paths
    }

    /// With the home folder in the place of `~/`, as a shell has it.
    static func expanded(_ path: String) -> String {
        path.hasPrefix("~/") ? Environment.process.expanded(path) ?? path : path
    }
}
