import LLMCore

/// What a request is known by in the cache: all of it but who asks.
struct CacheKey: Equatable {
    /// The name of the entry, by method, URL and body. Two requests may share it.
    let name: String
    /// The request as the entry keeps it: no two requests share that.
    let request: RedactedRequest

    /// nil for a request that holds a secret: without it, it would be another one.
    init?(_ request: HTTPRequest) {
        guard request.secrets.redacted(in: request.body) == request.body else { return nil }
        var bare = request
        bare.credential = nil
        bare.headers = HTTPHeaders()
        for field in request.headers.fields where !field.isCredential {
            bare.headers.append(field.name, field.value)
        }
        var shown = RedactedRequest(bare)
        shown.headers["User-Agent"] = nil
        self.request = shown
        var hash = StableHash()
        for part in [Array(shown.method.utf8), Array(shown.url.utf8), request.body] {
            hash.add(part)
            // So that no byte can change sides.
            hash.add([0])
        }
        name = hash.text
    }

    /// What the entry's file of the request holds.
    var bytes: [UInt8] { JSONWriter.indentedBytes(of: .object(request.json)) }
}

/// A hash that is the same in every process: FNV-1a, 64 bits.
struct StableHash {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    /// Sixteen digits.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
