/// Something that a model may ask for while it answers.
public struct Tool: Hashable, Sendable {
    public var name: String
    public var description: String
    /// A JSON Schema for the arguments, of type `object`.
    public var parameters: JSONValue
    /// Whether the provider is to hold the model to the schema; nil leaves it to the provider.
    public var isStrict: Bool?

    public init(
        name: String,
        description: String,
        parameters: JSONValue,
        isStrict: Bool? = nil
    ) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.isStrict = isStrict
    }
}

extension Tool {
    /// Whether every provider takes a tool of that name: one to 64 of `A-Z`, `a-z`, `0-9`, `_`, `-`.
    public static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

/// Which tools a model may, or must, use.
public enum ToolChoice: Hashable, Sendable {
    case auto
    case none
    /// At least one of them.
    case required
    case tool(String)
}

/// A model's wish to have a tool run.
public struct ToolCall: Hashable, Sendable {
    /// What the result refers to. Where a provider gives none, it is made up, unique in a message.
    public var id: String
    public var name: String
    /// The JSON text as the model gave it, `{}` where it gave none. A reply that was cut off at
    /// its token limit may leave it cut as well.
    public var arguments: String
    /// Gemini's thought signature, which must be sent back with the call.
    public var signature: String?
    /// Whether it calls one of OpenAI's custom tools, which `extra` can bring in. These are given a
    /// text, which is the member `input` of the arguments here.
    public var isCustom: Bool

    public init(
        id: String, name: String, arguments: String, signature: String? = nil,
        isCustom: Bool = false
    ) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.signature = signature
        self.isCustom = isCustom
    }

    /// What a custom tool was given.
    var customInput: JSONValue {
        (try? JSONParser.parse(arguments))?["input"] ?? .string(arguments)
    }
}

/// What running a tool gave.
public struct ToolResult: Hashable, Sendable {
    public var callID: String
    /// The tool's name: Gemini wants to see it again.
    public var name: String
    public var content: String
    public var isError: Bool

    public init(callID: String, name: String, content: String, isError: Bool = false) {
        self.callID = callID
        self.name = name
        self.content = content
        self.isError = isError
    }
}

extension ToolCall {
    /// What running this call gave.
    public func result(_ content: String, isError: Bool = false) -> ToolResult {
        ToolResult(callID: id, name: name, content: content, isError: isError)
    }
}
