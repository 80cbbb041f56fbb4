/// The members of a JSON object, in the order they were written.
///
/// A name may occur twice, as in JSON; looking it up gives the last, as most readers do. Look-up
/// is linear: provider objects have a dozen members.
public struct JSONObject: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public var key: String
        public var value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    public private(set) var members: [Member]

    public init() {
        members = []
    }

    public init(_ pairs: some Sequence<(String, JSONValue)>) {
        members = pairs.map { Member(key: $0.0, value: $0.1) }
    }

    /// Empty, with room for that many members.
    init(minimumCapacity: Int) {
        members = []
        members.reserveCapacity(minimumCapacity)
    }

    public var isEmpty: Bool { members.isEmpty }

    /// Setting replaces the member in its place, adds it at the end, or with nil removes it.
    public subscript(key: String) -> JSONValue? {
        get { members.last { $0.key == key }?.value }
        set {
            guard let newValue else {
                members.removeAll { $0.key == key }
                return
            }
            if let index = members.lastIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    /// Adds a member at the end without looking for one of the same name.
    public mutating func append(_ key: String, _ value: JSONValue) {
        members.append(Member(key: key, value: value))
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}
