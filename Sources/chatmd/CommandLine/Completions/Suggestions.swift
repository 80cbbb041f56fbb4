import LLMCore
import Spelling

/// What a shell offers for the word at the cursor.
///
/// A shell of ours reads it by the line: which files to offer too, and what stands before their names;
/// then a word a line, and after a tab what it is. Nothing here is ever read as a command: what holds
/// a control character is left out, and the quoting is the shell's.
struct Suggestions {
    enum Files: String {
        case none, files, folders, conversations
    }

    struct Word: Equatable {
        let text: String
        let about: String
    }

    private(set) var files = Files.none
    private(set) var prefix: String
    private(set) var words: [Word] = []

    private let command: Command
    private let config: ConfigFile

    /// - Parameter config: read without asking a program or a server.
    init(for line: UnfinishedLine, _ config: ConfigFile) {
        prefix = line.prefix
        command = line.command
        self.config = config
        switch line.place {
        case .first:
            words = Command.all.map { Word(text: $0.name, about: $0.summary) }
            files = .conversations
        case .option(let letters): addOptions(letters: letters)
        case .word(let source): add(source)
        }
    }

    var text: String {
        let lines = words.compactMap { word -> String? in
            let text = prefix + word.text
            guard !text.isEmpty, text.unicodeScalars.allSatisfy(Self.isPlain) else { return nil }
            return "\(text)\t\(TerminalText.visibleInLine(word.about))"
        }
        return (["\(files.rawValue)\t\(prefix)"] + lines).map { $0 + "\n" }.joined()
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
    }

    // MARK: Words

    private mutating func addOptions(letters: Bool) {
        var names = command.options
        if !names.contains(.version), command.name == Command.complete.name {
            names.append(.version)
        }
        for option in OptionTable.all where names.contains(option.name) {
            words.append(Word(text: "--\(option.name.rawValue)", about: option.help))
            if case .optional(let values) = option.value {
                for value in values {
                    let text = "--\(option.name.rawValue)=\(value)"
                    words.append(Word(text: text, about: option.help))
                }
            }
            if letters, let letter = option.short {
                words.append(Word(text: "-\(letter)", about: option.help))
            }
        }
    }

    private mutating func add(_ source: WordSource) {
        switch source {
        case .nothing: break
        case .files: files = .files
        case .folders: files = .folders
        case .conversations: files = .conversations
        case .words(let all): words += all.map { Word(text: $0, about: "") }
        case .wordsOrConversations(let all):
            files = .conversations
            words += all.map { Word(text: $0, about: "") }
        case .models: addModels()
        case .presets:
            words += Preset.names(withOwn: config.presets).map { name, isBuiltIn in
                Word(text: name, about: isBuiltIn ? Preset.summary(ofBuiltIn: name) : "your own")
            }
        case .tools:
            let toolbox = config.tools
            words += toolbox.tools.map {
                Word(text: $0.tool.name, about: ToolList.firstSentence(of: $0.tool))
            }
            words += toolbox.collections.all.map { Word(text: $0.name, about: "a collection") }
            words.append(Word(text: "none", about: "no tool"))
        case .providers:
            words += config.providers.map { Word(text: $0.id, about: $0.name) }
        case .settings:
            words += SettingKey.options.map {
                Word(text: "\($0.rawValue)=", about: $0.form.summary)
            }
        case .value(let key): add(key.source)
        case .subjects:
            words += Command.all.map { Word(text: $0.name, about: $0.summary) }
            let names = words.map(\.text)
            words += Topic.all.filter { !names.contains($0.name) }.map {
                Word(text: $0.name, about: $0.summary)
            }
            words.append(Word(text: Help.topicsWord, about: Help.topicsSummary))
        }
    }

    /// Aliases, then each model by its full name, and by the bare one where that is enough.
    private mutating func addModels() {
        for (alias, target) in config.aliases.sorted(by: { $0.key < $1.key }) {
            words.append(Word(text: alias, about: target))
        }
        var bare = Set(config.aliases.keys)
        let named = NamedModels(config)
        for provider in config.providers {
            var names: Set<String> = []
            for model in ModelCatalogue.models(of: provider.id) where isWanted(model.mode) {
                let size = model.contextWindow.map { ", \(ModelTable.size($0)) tokens" } ?? ""
                let about = provider.name + size
                names.insert(model.id)
                words.append(Word(text: "\(provider.id)/\(model.id)", about: about))
                if !model.id.contains("/"), bare.insert(model.id).inserted {
                    words.append(Word(text: model.id, about: about))
                }
            }
            let others =
                [provider.defaultModel].compactMap(\.self) + named.models(of: provider).map(\.id)
            for model in others where names.insert(model).inserted {
                words.append(Word(text: "\(provider.id)/\(model)", about: provider.name))
            }
        }
    }

    private func isWanted(_ mode: ModelInfo.Mode) -> Bool {
        switch command.name {
        case Command.models.name: true
        case Command.embed.name: mode == .embedding
        case Command.prompt.name: mode == .completion
        default: mode == .chat || mode == .responses
        }
    }
}
