/// Names that stand for several tools each, and that may hold one another.
public struct ToolCollections: Hashable, Sendable {
    public struct Collection: Hashable, Sendable {
        public var name: String
        /// Names of tools and of other collections.
        public var members: [String]
    }

    /// In the order in which they were defined first.
    public private(set) var all: [Collection] = []

    public init() {}

    public var names: [String] { all.map(\.name) }

    /// The members of a collection; nil where there is none of that name.
    public subscript(name: String) -> [String]? {
        all.first { $0.name == name }?.members
    }

    /// Defines a collection, or replaces the one of that name.
    public mutating func define(_ name: String, as members: [String]) {
        if let index = all.firstIndex(where: { $0.name == name }) {
            all[index].members = members
        } else {
            all.append(Collection(name: name, members: members))
        }
    }

    /// Takes a name out of all collections, and the collection of that name away.
    public mutating func remove(_ name: String) {
        all.removeAll { $0.name == name }
        for index in all.indices { all[index].members.removeAll { $0 == name } }
    }

    /// The tools that the names stand for: each once, in order. What is no collection is a tool.
    public func tools(of names: [String]) -> [String] {
        var tools: [String] = []
        var seen: Set<String> = []
        // From the end, so that the next name is the last one.
        var rest = Array(names.reversed())
        while let name = rest.popLast() {
            guard seen.insert(name).inserted else { continue }
            if let members = self[name] {
                rest += members.reversed()
            } else {
                tools.append(name)
            }
        }
        return tools
    }

    /// The way on which a collection holds itself, as in `[a, b, a]`; nil where it does not.
    public func circle(from name: String) -> [String]? {
        var seen: Set<String> = []
        func way(from member: String) -> [String]? {
            for next in self[member] ?? [] {
                if next == name { return [member, next] }
                if seen.insert(next).inserted, let rest = way(from: next) { return [member] + rest }
            }
            return nil
        }
        return way(from: name)
    }
}
