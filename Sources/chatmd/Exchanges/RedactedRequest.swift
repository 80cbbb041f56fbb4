import LLMCore

/// A request without its secrets, as `--dry-run` prints it and files keep it.
struct RedactedRequest: Equatable {
    var method: String
    var url: String
    /// Names and values; the transport's own are among them.
    var headers: JSONObject
    /// nil where nothing is sent.
    var body: JSONValue?

    init(_ request: HTTPRequest) {
        let request = request.redacted
        method = request.method
        url = request.url.description
        headers = JSONObject(request.headers.fields.map { ($0.name, .string($0.value)) })
        headers.append("User-Agent", .string(Version.userAgent))
        if request.body.isEmpty { return }
        body =
            (try? JSONParser.parse(request.body, atMost: .max))
            ?? .string(String(decoding: request.body, as: UTF8.self))
    }

    /// Reads what was kept; nil where it is no request.
    init?(_ json: JSONValue) {
        guard let method = json["method"]?.string, let url = json["url"]?.string,
            let headers = json["headers"]?.object
        else { return nil }
        self.method = method
        self.url = url
        self.headers = headers
        body = json["body"]
    }

    var json: JSONObject {
        var json = JSONObject([
            ("method", .string(method)), ("url", .string(url)), ("headers", .object(headers)),
        ])
        json["body"] = body
        return json
    }

    /// As HTTP writes it, with the body as people read it.
    var text: String {
        var text = "\(method) \(url)\n"
        for header in headers.members { text += "\(header.key): \(header.value.string ?? "")\n" }
        guard let body else { return text }
        return text + "\n" + String(decoding: JSONWriter.indentedBytes(of: body), as: UTF8.self)
    }
}
