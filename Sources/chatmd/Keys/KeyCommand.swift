import ConfigText
import LLMCore

/// A program that prints a key: `api_key_cmd = ["pass", "show", "llm/work"]`.
///
/// It runs in the user's configuration folder. The working directory may be a stranger's, and many
/// programs take code from there: `python3 -m keyring` runs the `keyring.py` it finds.
struct KeyCommand: Equatable, Sendable {
    /// The program and its arguments; no shell reads them.
    var words: [String]
    /// Variables it gets beside the usual ones, as a session bus needs them.
    var variables: [String] = []

    private static let milliseconds = 30_000

    init(words: [String], variables: [String] = []) {
        self.words = words
        self.variables = variables
    }

    /// Runs it and reads the key. Nothing of what it prints is ever shown.
    func key(
        for provider: Provider, environment: Environment, loop: EventLoop
    ) throws(LLMError) -> Secret {
        guard let program = Executable.path(of: words[0], in: environment) else {
            throw error(provider, "there is no program `\(words[0])`", "look at PATH")
        }
        let outcome: ChildProcess.Outcome
        do throws(Failure) {
            outcome = try ChildProcess.run(
                ChildProcess.Call(
                    program: program, arguments: words,
                    environment: ChildEnvironment.variables(variables, of: environment),
                    folder: environment.configFolder ?? "/",
                    outputLimit: 16 << 10, milliseconds: Self.milliseconds),
                loop: loop)
        } catch {
            if error.code == .cancelled { throw LLMError.cancelled }
            throw self.error(provider, error.message, nil)
        }
        let itself = "run it yourself to see what it says; its output is never shown here"
        switch outcome.ending {
        case .exit(0): break
        case .exit(let status):
            throw error(provider, "`\(words[0])` ended with status \(status)", itself)
        case .signal(let number):
            throw error(provider, "`\(words[0])` was ended by signal \(number)", itself)
        case .timedOut:
            throw error(
                provider, "`\(words[0])` took longer than \(Self.milliseconds / 1000) s",
                "it has no terminal to ask on; unlock your keys first")
        }
        guard outcome.output.dropped == 0,
            let text = String(validating: outcome.output.bytes, as: UTF8.self)
        else {
            throw error(provider, "`\(words[0])` did not print a key", itself)
        }
        do throws(LLMError) {
            return try Secret(text)
        } catch {
            throw self.error(
                provider, "what `\(words[0])` prints is no key: \(error.message)",
                "it must print the key alone, on one line")
        }
    }

    private func error(_ provider: Provider, _ message: String, _ hint: String?) -> LLMError {
        LLMError(
            .authentication, "no key for \(provider.name): \(message)",
            hint: [hint, "api_key_cmd under [providers.\(provider.id)] names it"]
                .compactMap(\.self).joined(separator: "; "),
            provider: provider.id)
    }
}

// MARK: - Reading

extension KeyCommand {
    /// The keys of a `[providers.ID]` table that are its affair.
    static let keys: Set<String> = ["api_key_cmd", "api_key_cmd_env"]

    /// nil where the table names no command.
    init?(_ table: ConfigTable) throws(ConfigError) {
        let variables = try table.strings(for: "api_key_cmd_env") ?? []
        guard let value = table["api_key_cmd"] else { return nil }
        guard case .array = value.kind else {
            throw value.error(
                "`api_key_cmd` must be an array of a program and its arguments, as in "
                    + "[\"pass\", \"show\", \"llm\"]")
        }
        let words = try value.strings(for: "api_key_cmd")
        guard let program = words.first, !program.isEmpty else {
            throw value.error("`api_key_cmd` names no program")
        }
        guard !program.contains("/") || program.hasPrefix("/") || program.hasPrefix("~/") else {
            throw value.error("`api_key_cmd` must name a program on PATH, or by an absolute path")
        }
        // It would be shown whole, as the name of a program that is not there.
        guard
            words.count > 1 || program.hasPrefix("/") || program.hasPrefix("~/")
                || !program.contains(" ")
        else {
            throw value.error(
                "`api_key_cmd` must hold each argument as a string of its own, as in "
                    + "[\"pass\", \"show\", \"llm\"]; no shell reads it")
        }
        self.init(words: words, variables: variables)
    }
}
