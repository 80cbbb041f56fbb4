/// The version of the program; the Neovim plugin compares its own with it.
enum Version {
    static let current = "0.1.0"
    /// How servers are told who asks.
    static let userAgent = "chatmd/\(current)"
}
