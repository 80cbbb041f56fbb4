/// A string that equals another where their bytes do.
///
/// Swift's own strings are equal by canonical equivalence, which takes `é` for an `e` with an
/// accent after it; in JSON they are different names.
struct ExactText: Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (one: ExactText, other: ExactText) -> Bool {
        one.text.utf8.count == other.text.utf8.count && one.text.utf8.elementsEqual(other.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// The names in an object, to be looked up as often as there are members in another.
struct NameLookup {
    private let members: [JSONObject.Member]
    private var positions: [ExactText: Int] = [:]

    init(_ object: JSONObject) {
        members = object.members
        guard members.count > 8 else { return }
        for (index, member) in members.enumerated() { positions[ExactText(member.key)] = index }
    }

    /// The member of that name, the last of several; nil where there is none.
    func value(of name: String) -> JSONValue? {
        let name = ExactText(name)
        guard members.count > 8 else {
            return members.last { ExactText($0.key) == name }?.value
        }
        return positions[name].map { members[$0].value }
    }
}

extension JSONObject {
    /// About how much work it is to look at all names, in steps of a few dozen bytes.
    var weightOfNames: Int { members.reduce(1) { $0 + 1 + $1.key.utf8.count / 64 } }
}
