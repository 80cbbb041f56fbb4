/// A command line up to the cursor, read as far as it goes: what may stand there.
struct UnfinishedLine {
    enum Place: Equatable {
        /// A command, or a file that is answered.
        case first
        /// An option; `letters` says whether a single one would do.
        case option(letters: Bool)
        case word(WordSource)
    }

    /// The one that was named; `complete` where none was.
    private(set) var command = Command.complete
    private(set) var place = Place.first
    /// What stands before the word in question in the same argument: `--model=`, `-m`, `seed=`.
    private(set) var prefix = ""

    private var hasCommand = false
    private var isPastOptions = false
    /// What the argument before asks for.
    private var open: WordSource?

    /// - Parameter typed: the arguments without quotes; the last is what stands before the cursor.
    init(_ typed: [String]) {
        for argument in typed.dropLast() { pass(argument) }
        finish(typed.last ?? "")
    }

    private mutating func pass(_ argument: String) {
        if let source = open {
            open = Self.rest(of: source, after: argument)
        } else if isPastOptions || argument == "-" || !argument.hasPrefix("-") {
            if !hasCommand, let named = Command.all.first(where: { $0.name == argument }) {
                command = named
            }
            hasCommand = true
        } else if argument == "--" {
            isPastOptions = true
        } else if argument.hasPrefix("--") {
            let option = OptionTable.option(named: String(argument.dropFirst(2)))
            if let option, !option.isFlag { open = option.source(for: command) }
        } else if let (option, value) = Self.valued(argument), value.isEmpty {
            open = option.source(for: command)
        }
    }

    private mutating func finish(_ word: String) {
        if let source = open {
            place = .word(source)
        } else if isPastOptions || !word.hasPrefix("-") {
            place = hasCommand ? .word(command.words) : .first
        } else if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
            let name = word[..<equals].dropFirst(2)
            let option = OptionTable.option(named: String(name))
            prefix = String(word[...equals])
            place = .word(option?.source(for: command) ?? .nothing)
        } else if !word.hasPrefix("--"), let (option, value) = Self.valued(word), !value.isEmpty {
            prefix = String(word.dropLast(value.count))
            place = .word(option.source(for: command))
        } else {
            place = .option(letters: !word.hasPrefix("--"))
        }
        guard place == .word(.settings) else { return }
        let pair = word.dropFirst(prefix.count)
        guard let equals = pair.firstIndex(of: "=") else { return }
        prefix += pair[...equals]
        place = .word(SettingKey(named: String(pair[..<equals]))?.source ?? .nothing)
    }

    /// `-o KEY VALUE`: what may follow the key.
    private static func rest(of source: WordSource, after argument: String) -> WordSource? {
        guard source == .settings, !argument.contains("=") else { return nil }
        return SettingKey(named: argument).map { .value($0) } ?? .nothing
    }

    /// The option among letters that takes the rest of them as its value.
    private static func valued(_ letters: String) -> (Option, value: Substring)? {
        var rest = letters.dropFirst()
        while let letter = rest.popFirst() {
            guard let option = OptionTable.option(short: letter) else { return nil }
            if !option.isFlag { return (option, rest) }
        }
        return nil
    }
}
