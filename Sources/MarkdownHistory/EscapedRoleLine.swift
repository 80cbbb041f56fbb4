/// The rule that keeps text from starting a section: in what chatmd writes, a line of zero or more
/// backslashes and a role line gets one backslash more; on reading, such a line loses one.
///
/// It needs no state, so it holds inside code fences too, and any number of backslashes survives.
enum EscapedRoleLine {
    /// Whether a line read from a file loses its first backslash.
    static func isEscaped(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == .backslash && RoleLine(line: line.drop { $0 == .backslash }) != nil
    }
}
