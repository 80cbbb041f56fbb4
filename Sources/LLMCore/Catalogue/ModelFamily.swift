/// What models of one make have in common, so that a new one is treated like its siblings.
struct ModelFamily: Sendable {
    /// The id of the provider who makes or serves them.
    let vendor: String
    /// Of the names; `*` stands for anything. The first family with a pattern that fits counts.
    let patterns: [String]
    var thinking: ThinkingStyle?
    /// Where the catalogue lists none.
    var efforts: [ReasoningEffort] = []
    /// What all of them can, and what none of them does.
    var grants: ModelAbilities = []
    var denials: ModelAbilities = []
    /// Takes a thinking budget although that is not its own style.
    var takesBudget = false
    var refuses: [Parameter] = []
    /// Of two such parameters it takes one; the second is refused.
    var conflict: (Parameter, Parameter)?
    var needsMaxCompletionTokens = false
    var forcedCalls = ForcedCalls.always
    /// Why, after a colon.
    var reason = ""
}

// MARK: - Finding

extension ModelFamily {
    /// The family of a model by its name.
    ///
    /// At a provider of somebody's own (a gateway, a server in the company) a model thinks like its
    /// family, but nothing is refused in its name: such a server may take, drop or translate what the
    /// maker would not.
    static func of(_ name: String, at providerID: String) -> ModelFamily {
        let vendor = providerID == "azure" ? "openai" : providerID
        if all.contains(where: { $0.vendor == vendor }) {
            return all.first { $0.vendor == vendor && $0.fits(name) } ?? unknown(at: vendor)
        }
        // `vendor/name` is how gateways spell it.
        let last = name.split(separator: "/").last.map { String($0) } ?? name
        guard var family = all.first(where: { $0.patterns != ["*"] && $0.fits(last) }) else {
            return unknown(at: vendor)
        }
        family.refuses = []
        family.denials = []
        family.conflict = nil
        family.forcedCalls = .always
        return family
    }

    private static func unknown(at vendor: String) -> ModelFamily {
        ModelFamily(vendor: vendor, patterns: [])
    }

    private func fits(_ name: String) -> Bool {
        patterns.contains { Self.matches(Array(name.utf8), Array($0.utf8)) }
    }

    /// Goes back to the last `*` and lets it take one byte more, as long as the rest does not fit.
    static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (at, next) = (0, 0)
        var star: (pattern: Int, name: Int)?
        while at < name.count {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                star = (next, at)
                next += 1
            } else if next < pattern.count, pattern[next] == name[at] {
                at += 1
                next += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                (at, next) = (last.name + 1, last.pattern + 1)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
