extension JSONValue {
    /// What a `$ref` leads to in this document: `#`, or a JSON Pointer after it, `#/$defs/place`.
    ///
    /// nil for anything else: other documents are never fetched.
    ///
    /// - Parameter steps: grows by how many names and bytes were looked at.
    func target(of reference: String, steps: inout Int) -> JSONValue? {
        guard reference.hasPrefix("#") else { return nil }
        let pointer = Array(reference.utf8.dropFirst())
        steps += pointer.count
        if pointer.isEmpty { return self }
        guard pointer[0] == UInt8(ascii: "/"), let decoded = Self.percentDecoded(pointer) else {
            return nil
        }
        var value = self
        for token in decoded.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            steps += value.object?.members.count ?? 0
            guard let next = value.child(Self.unescaped(token)) else { return nil }
            value = next
        }
        return value
    }

    private func child(_ name: String) -> JSONValue? {
        switch self {
        case .object(let object):
            object.members.last { ExactText($0.key) == ExactText(name) }?.value
        case .array(let elements):
            Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        default: nil
        }
    }

    /// RFC 6901, section 4: `~1` before `~0`.
    private static func unescaped(_ token: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var rest = token
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "~"), rest.first == UInt8(ascii: "0") {
                rest.removeFirst()
                bytes.append(UInt8(ascii: "~"))
            } else if byte == UInt8(ascii: "~"), rest.first == UInt8(ascii: "1") {
                rest.removeFirst()
                bytes.append(UInt8(ascii: "/"))
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func percentDecoded(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let decoded = UInt8(digits, radix: 16) else { return nil }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
