import LLMCore

/// Everything that was looked at, section by section.
struct DoctorReport: Equatable {
    struct Section: Equatable {
        let name: String
        var findings: [Finding]
    }

    private(set) var sections: [Section] = []

    /// A section may come in several pieces, one after the other.
    mutating func add(_ findings: [Finding], to name: String) {
        if sections.last?.name == name {
            sections[sections.count - 1].findings += findings
        } else {
            sections.append(Section(name: name, findings: findings))
        }
    }

    func count(of status: Finding.Status) -> Int {
        sections.reduce(0) { count, section in
            count + section.findings.count { $0.status == status }
        }
    }

    /// 0 where nothing is an error, the configuration's status where it is at fault, else 1.
    var exitStatus: Int32 {
        let errors = sections.flatMap(\.findings).filter { $0.status == .error }
        guard !errors.isEmpty else { return ExitCode.answered }
        let isConfiguration = errors.contains { $0.code == .invalidConfig }
        return ExitCode.status(for: isConfiguration ? .invalidConfig : .internal)
    }

    var json: JSONValue {
        [
            "version": .string(Version.current),
            "errors": JSONValue(count(of: .error)),
            "warnings": JSONValue(count(of: .warning)),
            "sections": .array(
                sections.map { section in
                    ["name": .string(section.name), "checks": .array(section.findings.map(\.json))]
                }),
        ]
    }
}

extension Finding {
    fileprivate var json: JSONValue {
        var json = JSONObject([
            ("name", .string(name)), ("status", .string(status.rawValue)),
            ("message", .string(message)),
        ])
        json["hint"] = hint.map { .string($0) }
        return .object(json)
    }
}
