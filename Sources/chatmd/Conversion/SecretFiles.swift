import Spelling

/// Files that hold keys, by name and by content.
///
/// Names that begin with a dot (`.env`, `.netrc`, `.npmrc`, `.ssh`) are refused before.
enum SecretFiles {
    private static let names: Set<String> = [
        "id_rsa", "id_dsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk",
        "credentials", "credentials.json", "credentials.toml", "credentials.yml",
        "credentials.yaml", "client_secret.json", "service-account.json", "secrets.json",
        "secrets.toml", "secrets.yml", "secrets.yaml", "netrc", "_netrc", "htpasswd", "shadow",
        "master.key", "kubeconfig", "terraform.tfstate",
    ]

    private static let endings = [
        ".pem", ".key", ".p12", ".pfx", ".p8", ".jks", ".keystore", ".kdbx", ".ppk", ".env",
        ".ovpn", ".tfstate", ".keytab",
    ]

    static func hasSecretName(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || endings.contains { name.hasSuffix($0) }
    }

    /// Whether the text begins as a private key does: `-----BEGIN … PRIVATE KEY-----`.
    static func beginsAsPrivateKey(_ bytes: [UInt8]) -> Bool {
        let text = bytes.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }.prefix(80)
        guard text.starts(with: "-----BEGIN ".utf8) else { return false }
        let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
        return String(decoding: line, as: UTF8.self).mentions("PRIVATE KEY")
    }
}
