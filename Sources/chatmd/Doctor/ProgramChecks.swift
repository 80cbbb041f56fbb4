import LLMCore
import MarkdownHistory

/// Which programs and libraries are at work here.
struct ProgramChecks {
    private let environment: Environment
    private let own: String?
    private(set) var all: [Finding] = []

    private static let oldestNeovim = VersionNumber(in: "0.7.2")
    private static let milliseconds = 5000

    init(_ environment: Environment) {
        self.environment = environment
        own = Executable.own
        all.append(
            Finding(
                .ok, "chatmd", [Version.current, own].compactMap(\.self).joined(separator: ", ")))
        if let other = otherProgram { all.append(other) }
        all.append(Self.finding(about: CurlVersion.current))
        all.append(Finding(.ok, "libcmark", MarkdownLibrary.version))
        all.append(neovim)
        all.append(plugin)
    }

    /// The chatmd that shells run, where that is another one.
    private var otherProgram: Finding? {
        guard let own, let path = Executable.path(of: "chatmd", in: environment),
            let resolved = WorkTree.resolved(path), resolved != own
        else { return nil }
        let version = firstLine(of: path).flatMap { VersionNumber(in: $0) }
        let isSame = version?.description == Version.current
        return Finding(
            isSame ? .note : .warning, "chatmd",
            "a shell runs another one, \(version?.description ?? "of unknown version"), \(path)",
            hint: isSame ? nil : "remove the older one, or put the newer one first on PATH")
    }

    static func finding(about curl: CurlVersion) -> Finding {
        guard let tls = curl.tls else {
            return Finding(
                .error, "libcurl", "\(curl.number) cannot encrypt",
                hint: "install a libcurl with TLS; without it only servers on this machine answer")
        }
        let protocols = ["HTTP/1.1"] + (curl.hasHTTP2 ? ["HTTP/2"] : [])
        let parts = [curl.number, tls] + protocols + curl.encodings
        return Finding(.ok, "libcurl", parts.joined(separator: ", "))
    }

    // MARK: Neovim

    private var neovim: Finding {
        guard let path = Executable.path(of: "nvim", in: environment) else {
            return Finding(.note, "Neovim", "not found on PATH")
        }
        guard let line = firstLine(of: path), let version = VersionNumber(in: line) else {
            return Finding(
                .warning, "Neovim", "`\(path) --version` does not tell a version",
                hint: "run it yourself to see what is wrong")
        }
        if let oldest = Self.oldestNeovim, version < oldest {
            return Finding(
                .warning, "Neovim", "\(version), \(path), is too old for the plugin",
                hint: "install Neovim \(oldest) or newer")
        }
        return Finding(.ok, "Neovim", "\(version), \(path)")
    }

    private var plugin: Finding {
        guard let own, let files = PluginFiles(besideProgram: own) else {
            return Finding(
                .note, "plugin", "not beside this program",
                hint: "`:checkhealth chatmd` in Neovim tells which one is loaded there")
        }
        return Self.finding(about: files)
    }

    static func finding(about files: PluginFiles) -> Finding {
        guard files.version != Version.current else {
            return Finding(.ok, "plugin", "\(Version.current), \(files.folder)")
        }
        let version = files.version ?? "of unknown version"
        return Finding(
            .warning, "plugin",
            "\(version), \(files.folder), does not fit chatmd \(Version.current)",
            hint: "run `make build` in that folder, or update it")
    }

    /// What a program prints first when it is asked for its version.
    private func firstLine(of program: String) -> String? {
        let call = ChildProcess.Call(
            program: program, arguments: [program, "--version"],
            environment: ChildEnvironment.variables(of: environment),
            outputLimit: 4 << 10, milliseconds: Self.milliseconds)
        guard let outcome = try? ChildProcess.run(call), outcome.ending == .exit(0) else {
            return nil
        }
        let line = outcome.output.bytes.prefix { $0 != UInt8(ascii: "\n") }
        return String(decoding: line, as: UTF8.self)
    }
}
