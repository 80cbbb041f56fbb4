import LLMCore
import MarkdownHistory

/// A time zone by its name, read from the machine's time zone data.
///
/// The C library knows one zone at a time, that of the variable TZ, which belongs to the whole
/// process: changing it for a moment would change it for whoever reads the clock meanwhile.
struct NamedZone {
    /// As IANA spells it; nil where the machine does not say.
    let name: String?
    private let content: Content

    private enum Content {
        case file(ZoneFile)
        case rule(ZoneRule)
    }

    /// - Throws: where nobody knows the zone.
    init(_ name: String, _ environment: Environment) throws(ToolError) {
        self.name = name
        if Self.isName(name), let file = Self.file(at: Self.folder(environment) + "/" + name) {
            content = .file(file)
        } else if name == "UTC" {
            content = .rule(.utc)
        } else {
            throw ToolError(
                FileContents.exists(at: Self.folder(environment))
                    ? "there is no time zone `\(name)`; give an IANA name such as Europe/Berlin or UTC"
                    : "this machine has no time zone data, so only UTC is known")
        }
    }

    /// The zone of this machine, or of the variable TZ.
    init(_ environment: Environment) {
        guard let variable = environment["TZ"] else {
            let path = "/etc/localtime"
            content = Self.file(at: path).map(Content.file) ?? .rule(.utc)
            name = WorkTree.resolved(path).flatMap(Self.name)
            return
        }
        let text = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
        if let zone = try? NamedZone(text, environment) {
            self = zone
        } else if text.hasPrefix("/"), let file = Self.file(at: text) {
            (content, name) = (.file(file), Self.name(text))
        } else {
            (content, name) = (.rule(ZoneRule(text) ?? .utc), nil)
        }
    }

    func period(at seconds: Int) -> ZoneRule.Period {
        switch content {
        case .file(let file): file.period(at: seconds)
        case .rule(let rule): rule.period(at: seconds)
        }
    }

    private static func folder(_ environment: Environment) -> String {
        environment["TZDIR"] ?? "/usr/share/zoneinfo"
    }

    private static func file(at path: String) -> ZoneFile? {
        (try? FileContents.bytes(at: path)).flatMap { ZoneFile($0) }
    }

    /// Letters, digits, `_`, `+`, `-` and `/`: nothing that leaves the folder.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("/")
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || "_+-/".utf8.contains(byte)
            }
    }

    /// What follows `zoneinfo/` in the path of a zone's file.
    private static func name(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        guard let index = parts.lastIndex(of: "zoneinfo"), index + 1 < parts.count else {
            return nil
        }
        return parts[(index + 1)...].joined(separator: "/")
    }
}
