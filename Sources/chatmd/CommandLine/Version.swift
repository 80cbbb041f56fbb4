/// The version of the program; the Neovim plugin compares its own with it.
enum Version {
    static let current = "0.1.0"
    /// The day that the manual bears, so that one version always prints the same.
    static let date = "2026-11-28"
    /// How servers are told who asks.
    static let userAgent = "chatmd/\(current)"
}
