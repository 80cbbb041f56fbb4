@testable import LLMCore

/// Compares a request that was recorded with one that was built: objects without regard to order,
/// numbers by value.
struct RequestComparison {
    /// What is not compared, by path, with the reason. A path is like `messages[].content`; one that
    /// begins with `*.` holds at any depth.
    let ignored: [String: String]

    /// Each as `path: recorded, built`; empty where the two ask for the same.
    func differences(_ recorded: JSONValue, _ built: JSONValue) -> [String] {
        var found: [String] = []
        compare(recorded, built, "", &found)
        return found
    }

    private func compare(
        _ recorded: JSONValue?, _ built: JSONValue?, _ path: String, _ found: inout [String]
    ) {
        let name = path.split(separator: ".").last.map { "*." + $0 } ?? ""
        if ignored[path] != nil || ignored[name] != nil { return }
        switch (recorded, built) {
        case (.object(let left)?, .object(let right)?):
            let keys = left.members.map(\.key)
            for key in keys + right.members.map(\.key).filter({ !keys.contains($0) }) {
                compare(left[key], right[key], path.isEmpty ? key : "\(path).\(key)", &found)
            }
        case (.array(let left)?, .array(let right)?) where left.count == right.count:
            for (left, right) in zip(left, right) { compare(left, right, path + "[]", &found) }
        case (.number?, .number?) where recorded?.double == built?.double:
            break
        default:
            if recorded != built { found.append("\(path): \(text(recorded)), \(text(built))") }
        }
    }

    private func text(_ value: JSONValue?) -> String {
        value.map { String(decoding: JSONWriter.bytes(of: $0), as: UTF8.self) } ?? "nothing"
    }
}
