/// The version of the program; the Neovim plugin compares its own with it.
enum Version {
    static let current = "0.1.0"
}
