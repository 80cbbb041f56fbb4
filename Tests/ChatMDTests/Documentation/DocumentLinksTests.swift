import TestSupport
import Testing

/// Links from one document to another lead to a file, and to a heading in it.
@Suite struct DocumentLinksTests {
    /// The lines outside of code blocks.
    private static func prose(_ text: String) -> [Substring] {
        var fence: Substring?
        return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let marks = line.prefix { $0 == "`" }
            if marks.count >= 3 {
                fence = fence == nil ? marks : line == fence ? nil : fence
                return false
            }
            return fence == nil
        }
    }

    /// What stands between `](` and `)`.
    private static func targets(in text: String) -> [String] {
        prose(text).joined(separator: "\n").split(separator: "](").dropFirst().map {
            String($0.prefix { $0 != ")" })
        }
    }

    /// The names that GitHub gives to headings.
    private static func anchors(in text: String) -> [String] {
        prose(text).filter { $0.hasPrefix("#") }.map { line in
            String(
                line.drop { $0 == "#" }.dropFirst().lowercased().compactMap { character in
                    if character == " " { return "-" }
                    let isKept = character.isLetter || character.isNumber
                    return isKept || character == "-" || character == "_" ? character : nil
                })
        }
    }

    @Test(arguments: DocumentationTests.documents + ["CONTRIBUTING.md"])
    func linksLeadSomewhere(_ document: String) throws {
        let text = try #require(Snapshot(inCheckout: document).text)
        let folder = document.hasPrefix("doc/") ? "doc/" : ""
        for target in Self.targets(in: text) where !target.contains(":") {
            let parts = target.split(separator: "#", omittingEmptySubsequences: false)
            guard parts[0].isEmpty || parts[0].hasSuffix(".md") else { continue }
            let path = parts[0].isEmpty ? document : folder + parts[0]
            let goal = try #require(
                Snapshot(inCheckout: path).text, "\(document) leads to \(target)")
            if parts.count > 1 {
                let anchors = Self.anchors(in: goal)
                #expect(anchors.contains(String(parts[1])), "\(document) leads to \(target)")
            }
        }
    }
}
