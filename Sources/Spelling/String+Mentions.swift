extension String {
    /// Whether the words stand somewhere in the text.
    ///
    /// The library's own `contains` for this comes with the regular expressions, which would be a
    /// seventh of the binary; `scripts/build` leaves them out.
    public func mentions(_ words: String) -> Bool {
        guard let first = words.utf8.first else { return true }
        return utf8.indices.contains { index in
            utf8[index] == first && utf8[index...].starts(with: words.utf8)
        }
    }
}
