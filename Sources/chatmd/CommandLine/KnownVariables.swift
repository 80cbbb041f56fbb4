import LLMCore

/// The variables that chatmd reads, for help and the manual.
enum KnownVariables {
    struct Variable {
        let name: String
        let meaning: String
    }

    /// Those of the providers, from their table.
    static var keys: [Variable] {
        BuiltInProviders.all.flatMap { provider in
            provider.keyVariables.map { name in
                Variable(
                    name: name,
                    meaning: "the key of \(provider.name)"
                        + (provider.requiresKey ? "" : ", where its server wants one"))
            }
        }
    }

    static var addresses: [Variable] {
        BuiltInProviders.all.compactMap { provider in
            provider.baseURLVariable.map {
                Variable(name: $0, meaning: "another address for \(provider.name)")
            }
        }
    }

    static let others = [
        Variable(
            name: "XDG_CONFIG_HOME", meaning: "the folder that chatmd/config.toml is in (~/.config)"
        ),
        Variable(
            name: "XDG_CACHE_HOME", meaning: "the folder that chatmd keeps answers in (~/.cache)"),
        Variable(
            name: "XDG_STATE_HOME",
            meaning: "the folder of chats' history (~/.local/state)"),
        Variable(
            name: "VISUAL, EDITOR",
            meaning: "what `chatmd config edit` and /edit in a chat open"),
        Variable(name: "EDITRC", meaning: "your keys in a chat, in libedit's words (~/.editrc)"),
        Variable(name: "NO_COLOR", meaning: "if set, no colour anywhere"),
        Variable(name: "CLICOLOR_FORCE", meaning: "if set and not 0, colour in pipes too"),
        Variable(name: "CLICOLOR", meaning: "`0` means no colour"),
        Variable(name: "TERM", meaning: "`dumb` means no colour and no cursor movement"),
        Variable(name: "TZ", meaning: "the zone of the tool `current_time`"),
        Variable(
            name: "https_proxy, http_proxy, all_proxy, no_proxy",
            meaning: "proxies, and the hosts that need none"),
        Variable(
            name: "SSL_CERT_FILE, CURL_CA_BUNDLE", meaning: "the certificates that are trusted"),
    ]

    static var all: [Variable] { keys + addresses + others }
}

/// The files that chatmd looks for, for help and the manual.
enum KnownFiles {
    static let all: [(path: String, meaning: String)] = [
        ("~/.config/chatmd/config.toml", "your own configuration; `chatmd config edit` opens it"),
        ("~/.config/chatmd/.env", "keys, as lines like XAI_API_KEY=…"),
        (
            ".chatmd.toml",
            "settings of a folder, from the root of the git work tree down"
        ),
        (".env", "keys, at the root of a work tree that does not track it"),
        ("~/.cache/chatmd", "answers that are kept, where [cache] says so"),
        (
            "~/.local/state/chatmd/history",
            "what was typed in chats, to be called back with the up key"
        ),
    ]
}
