/// A value that equals another where JSON Schema says so: `1` is `1.0`, and members have no order.
struct SchemaEquality: Hashable {
    let value: JSONValue

    init(_ value: JSONValue) {
        self.value = value
    }

    static func == (one: SchemaEquality, other: SchemaEquality) -> Bool {
        switch (one.value, other.value) {
        case (.null, .null): return true
        case (.bool(let flag), .bool(let otherFlag)): return flag == otherFlag
        case (.number(let text), .number(let otherText)):
            return text == otherText || DecimalNumber(text) == DecimalNumber(otherText)
        case (.string(let text), .string(let otherText)):
            return ExactText(text) == ExactText(otherText)
        case (.unpairedString(let bytes), .unpairedString(let otherBytes)):
            return bytes == otherBytes
        case (.array(let elements), .array(let others)):
            return elements.count == others.count
                && zip(elements, others).allSatisfy { SchemaEquality($0) == SchemaEquality($1) }
        case (.object(let object), .object(let otherObject)):
            let (members, others) = (object.sortedMembers, otherObject.sortedMembers)
            return members.count == others.count
                && zip(members, others).allSatisfy {
                    ExactText($0.key) == ExactText($1.key)
                        && SchemaEquality($0.value) == SchemaEquality($1.value)
                }
        default: return false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch value {
        case .null: hasher.combine(0)
        case .bool(let flag): hasher.combine(flag)
        case .number(let text): hasher.combine(DecimalNumber(text))
        case .string(let text): hasher.combine(ExactText(text))
        case .unpairedString(let bytes): hasher.combine(bytes)
        case .array(let elements):
            hasher.combine(elements.count)
            for element in elements { hasher.combine(SchemaEquality(element)) }
        case .object(let object):
            for member in object.sortedMembers {
                hasher.combine(ExactText(member.key))
                hasher.combine(SchemaEquality(member.value))
            }
        }
    }
}

extension JSONObject {
    /// By their names' bytes; of several with one name the last.
    fileprivate var sortedMembers: [Member] {
        let sorted = members.enumerated().sorted { one, other in
            let (key, otherKey) = (one.element.key.utf8, other.element.key.utf8)
            if key.elementsEqual(otherKey) { return one.offset < other.offset }
            return key.lexicographicallyPrecedes(otherKey)
        }
        var members: [Member] = []
        for (_, member) in sorted {
            if let last = members.last, ExactText(last.key) == ExactText(member.key) {
                members.removeLast()
            }
            members.append(member)
        }
        return members
    }
}

extension JSONValue {
    /// About how much work it is to compare it: its values, and a share of its bytes.
    ///
    /// - Parameter depth: nil is the answer for what is nested deeper, and must not be compared.
    func weight(depth: Int) -> Int? {
        switch self {
        case .null, .bool: return 1
        case .number(let text): return 4 + text.utf8.count / 16
        case .string(let text): return 1 + text.utf8.count / 64
        case .unpairedString(let bytes): return 1 + bytes.count / 64
        case .array(let elements): return Self.weight(of: elements, atLeast: 1, depth)
        case .object(let object):
            let parts = object.members.map(\.value)
            return Self.weight(of: parts, atLeast: object.weightOfNames, depth)
        }
    }

    private static func weight(of parts: [JSONValue], atLeast own: Int, _ depth: Int) -> Int? {
        guard depth > 0 else { return nil }
        var sum = own
        for part in parts {
            guard let weight = part.weight(depth: depth - 1) else { return nil }
            sum += weight
        }
        return sum
    }
}
