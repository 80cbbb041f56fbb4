/// Keys and their values, in the order in which the text names them.
///
/// The order is kept because some tables are passed on: a JSON schema reads differently when its
/// properties are sorted.
public struct ConfigTable: Equatable, Sendable {
    public struct Entry: Equatable, Sendable {
        public var key: String
        /// Where the key is written first: a table may be opened in several places.
        public var keyPosition: SourcePosition
        public var value: ConfigValue

        public init(key: String, keyPosition: SourcePosition, value: ConfigValue) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    public var entries: [Entry]

    public init(entries: [Entry] = []) {
        self.entries = entries
    }

    public subscript(key: String) -> ConfigValue? {
        entries.first { $0.key == key }?.value
    }
}
