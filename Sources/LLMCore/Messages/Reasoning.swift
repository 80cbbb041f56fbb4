/// A stretch of reasoning. As text it is never sent back; its block is, where the provider asks.
public struct Reasoning: Hashable, Sendable {
    /// May be empty: some providers keep the text to themselves.
    public var text: String
    public var block: ProviderBlock?

    public init(text: String, block: ProviderBlock? = nil) {
        self.text = text
        self.block = block
    }
}

/// What a provider wants to see again, unchanged, when its tool calls are answered: signed or
/// encrypted reasoning.
///
/// No other provider could read it, so it is sent only in the wire format it came in.
public struct ProviderBlock: Hashable, Sendable {
    public var wireFormat: WireFormatName
    /// As it stood in the provider's answer, or as its streamed pieces make it up.
    public var value: JSONValue

    public init(wireFormat: WireFormatName, value: JSONValue) {
        self.wireFormat = wireFormat
        self.value = value
    }
}
