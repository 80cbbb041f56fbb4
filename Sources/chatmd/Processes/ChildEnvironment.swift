/// The variables that a program started by chatmd gets: never all of ours, which hold keys.
enum ChildEnvironment {
    /// What programs need to find their way.
    static let usual = ["PATH", "HOME", "LANG", "USER", "TMPDIR"]

    /// `NAME=value` for the usual variables and those that are named, where they are set.
    static func variables(_ others: [String] = [], of environment: Environment) -> [String] {
        (usual + others.filter { !usual.contains($0) }).compactMap { name in
            environment[name].map { "\(name)=\($0)" }
        }
    }
}
