extension JSONObject {
    /// Takes over the members of `other`: where both have an object, its members are merged in turn,
    /// anything else is replaced.
    mutating func merge(_ other: JSONObject) {
        for member in other.members {
            if case .object(var nested) = self[member.key], let addition = member.value.object {
                nested.merge(addition)
                self[member.key] = .object(nested)
            } else {
                self[member.key] = member.value
            }
        }
    }
}
