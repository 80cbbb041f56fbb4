#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The process environment, as a value that tests can fill.
struct Environment: Sendable {
    let lookUp: @Sendable (String) -> String?
    /// Whether no provider is asked: then a key that is not there is not missed.
    var isOffline = false

    static let process = Environment { name in getenv(name).map { String(cString: $0) } }

    init(lookUp: @escaping @Sendable (String) -> String?) {
        self.lookUp = lookUp
    }

    /// The value of a variable; an empty one counts as absent, as the XDG specification has it.
    subscript(name: String) -> String? {
        guard let value = lookUp(name), !value.isEmpty else { return nil }
        return value
    }

    /// Where the user's configuration lives: `$XDG_CONFIG_HOME/chatmd`, or `~/.config/chatmd`.
    var configFolder: String? {
        if let folder = self["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/chatmd" }
        return self["HOME"].map { $0 + "/.config/chatmd" }
    }

    /// Where chatmd keeps what can be had again: `$XDG_CACHE_HOME/chatmd`, or `~/.cache/chatmd`.
    var cacheFolder: String? {
        if let folder = self["XDG_CACHE_HOME"], folder.hasPrefix("/") { return folder + "/chatmd" }
        return self["HOME"].map { $0 + "/.cache/chatmd" }
    }

    /// Where chatmd keeps what people did: `$XDG_STATE_HOME/chatmd`, or `~/.local/state/chatmd`.
    var stateFolder: String? {
        if let folder = self["XDG_STATE_HOME"], folder.hasPrefix("/") { return folder + "/chatmd" }
        return self["HOME"].map { $0 + "/.local/state/chatmd" }
    }

    /// A path of the configuration, with the user's home in place of `~`; nil where there is none.
    func expanded(_ path: String) -> String? {
        path.hasPrefix("~") ? self["HOME"].map { $0 + path.dropFirst() } : path
    }
}
