import MarkdownHistory

/// The Neovim plugin that came with a program, from a checkout or a package.
struct PluginFiles: Equatable {
    /// Where `lua/chatmd` is.
    let folder: String
    /// nil where it does not say.
    let version: String?

    /// From `ROOT/.build/TRIPLE/release/chatmd` it is four steps up to the root.
    private static let steps = 4
    /// Where `make install` and packages put it, beside `bin`.
    private static let installed = "/share/nvim/site/pack/dist/start/chatmd"

    /// The plugin that belongs to a program; nil where there is none.
    init?(besideProgram path: String) {
        var folder = path
        for _ in 0..<Self.steps {
            folder = WorkTree.parent(of: folder)
            guard folder != "/" else { return nil }
            for plugin in [folder, folder + Self.installed] {
                guard let text = try? FileContents.bytes(at: plugin + "/lua/chatmd/init.lua")
                else { continue }
                self.folder = plugin
                version = Self.version(in: text)
                return
            }
        }
        return nil
    }

    /// What the line `M.version = "0.1.0"` says.
    private static func version(in text: [UInt8]) -> String? {
        let beginning = "M.version = \""
        for line in text.split(separator: UInt8(ascii: "\n"))
        where line.starts(with: beginning.utf8) {
            let rest = line.dropFirst(beginning.utf8.count)
            return String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
        return nil
    }
}
