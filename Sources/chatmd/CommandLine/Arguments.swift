import Spelling

/// What was typed: options with their values, and the other words. Nothing is looked up yet.
struct Arguments: Equatable {
    private(set) var words: [String] = []
    private var values: [Option.Name: [String]] = [:]

    /// Parses an argument vector without the program's name.
    ///
    /// `--name VALUE`, `--name=VALUE`, `-m VALUE`, `-mVALUE`, flags in one word (`-hv`), and `--`,
    /// after which everything is a word. A lone `-` is a word.
    init(parsing arguments: [String]) throws(Failure) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                words += rest
                return
            } else if argument.hasPrefix("--") {
                try parseLong(argument.dropFirst(2), &rest)
            } else if argument.hasPrefix("-"), argument != "-" {
                try parseShort(argument.dropFirst(), &rest)
            } else {
                words.append(argument)
            }
        }
    }

    var names: [Option.Name] { Option.Name.allCases.filter { values[$0] != nil } }

    func has(_ name: Option.Name) -> Bool { values[name] != nil }

    /// The last value given; later options win.
    func value(_ name: Option.Name) -> String? { values[name]?.last }

    func values(_ name: Option.Name) -> [String] { values[name] ?? [] }

    /// As if that had been typed last.
    mutating func set(_ name: Option.Name, to value: String) {
        values[name, default: []].append(value)
    }

    /// As if it had not been typed.
    mutating func remove(_ name: Option.Name) { values[name] = nil }

    mutating func removeFirstWord() { words.removeFirst() }
}

// MARK: - Parsing

extension Arguments {
    private mutating func parseLong(
        _ text: Substring, _ rest: inout ArraySlice<String>
    ) throws(Failure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = OptionTable.option(named: name) else {
            throw OptionTable.unknown("--\(name)", meaning: name)
        }
        if option.value == nil, parts.count == 2 {
            throw Failure.usage("--\(name) takes no value")
        }
        try add(option, parts.count == 2 ? String(parts[1]) : nil, as: "--\(name)", &rest)
    }

    private mutating func parseShort(
        _ text: Substring, _ rest: inout ArraySlice<String>
    ) throws(Failure) {
        let word = String(text.prefix { $0 != "=" })
        if word.count > 3, OptionTable.option(named: word) != nil {
            // `-model` is not `-m odel`.
            throw OptionTable.unknown("-\(word)", meaning: word)
        }
        var letters = text
        while let letter = letters.popFirst() {
            guard let option = OptionTable.option(short: letter) else {
                throw OptionTable.unknown("-\(letter)", meaning: word)
            }
            if option.isFlag {
                try add(option, nil, as: "-\(letter)", &rest)
            } else {
                let value = letters.isEmpty ? nil : String(letters)
                return try add(option, value, as: "-\(letter)", &rest)
            }
        }
    }

    private mutating func add(
        _ option: Option, _ attached: String?, as spelling: String, _ rest: inout ArraySlice<String>
    ) throws(Failure) {
        guard let kind = option.value, attached != nil || !option.isFlag else {
            values[option.name, default: []].append("")
            return
        }
        guard var value = attached ?? rest.popFirst() else {
            throw Failure.usage(
                "\(spelling) needs a value", hint: "chatmd … \(option.usage.trimmedStart)"
            )
        }
        switch kind {
        case .text(let what):
            if value.isEmpty, ["FILE", "DIR"].contains(what) {
                throw Failure.usage("\(spelling) takes a \(what), not an empty text")
            }
        case .choice(let words), .optional(let words):
            guard words.contains(value) else {
                throw Failure.usage(
                    "\(spelling) takes \(words.joined(separator: " or ")), not `\(value)`",
                    hint: nearest(to: value, in: words).map { "did you mean \($0)?" }
                )
            }
        case .seconds:
            guard let seconds = Double(value), seconds > 0, seconds < 1e6 else {
                throw Failure.usage(
                    "\(spelling) takes a number of seconds above 0, not `\(value)`",
                    hint: "for example \(spelling) 30"
                )
            }
        case .count:
            guard let count = Int(value), (0...100_000).contains(count) else {
                throw Failure.usage(
                    "\(spelling) takes a whole number from 0 on, not `\(value)`",
                    hint: "for example \(spelling) 3"
                )
            }
        case .pair:
            if !value.contains("=") {
                guard let second = rest.popFirst() else {
                    throw Failure.usage(
                        "\(spelling) takes KEY=VALUE or KEY VALUE",
                        hint: "for example \(spelling) temperature=0.2"
                    )
                }
                value += "=\(second)"
            }
        }
        values[option.name, default: []].append(value)
    }
}

extension String {
    fileprivate var trimmedStart: Substring { drop { $0 == " " } }
}
