/// Looks for files below a folder: those that may be read, the nearest first.
///
/// Hidden folders and those that git ignores are not looked into, and no link is followed.
struct FileWalk {
    private let files: ConfinedFiles
    private(set) var found: [EmbedRoots.Place] = []
    /// Whether there may be more.
    private(set) var isCut = false
    private var seen = 0

    static let maximumDepth = 12
    /// How many names are looked at.
    static let maximumSeen = 20_000

    init(_ files: ConfinedFiles) {
        self.files = files
    }

    /// Adds the files below a folder until there are `limit`.
    ///
    /// - Parameter pattern: for their paths below the folder.
    mutating func look(
        into start: EmbedRoots.Place, for pattern: PathPattern?, atMost limit: Int
    ) throws(ToolError) {
        var level = [start]
        for depth in 0...Self.maximumDepth where !level.isEmpty {
            guard depth < Self.maximumDepth else {
                isCut = true
                return
            }
            var (here, below) = list(level)
            if let pattern {
                let skipped = start.path.isEmpty ? 0 : start.path.utf8.count + 1
                here.removeAll { !pattern.matches(String($0.path.dropFirst(skipped))) }
            }
            let ignored = try ignored(among: here.filter { !$0.isAllowed } + below)
            for file in here where !ignored.contains(file.absolutePath) {
                guard found.count < limit else {
                    isCut = true
                    return
                }
                found.append(file)
            }
            if isCut { return }
            level = below.filter { !ignored.contains($0.absolutePath) }
        }
    }

    /// The files that may be read in these folders, and the folders in them.
    private mutating func list(
        _ level: [EmbedRoots.Place]
    ) -> (files: [EmbedRoots.Place], folders: [EmbedRoots.Place]) {
        var here: [EmbedRoots.Place] = []
        var below: [EmbedRoots.Place] = []
        for folder in level {
            guard seen < Self.maximumSeen else {
                isCut = true
                break
            }
            let listing = ConfinedFolder(at: folder)
            seen += listing.files.count + listing.folders.count
            for name in listing.files {
                let path = folder.appending(name).absolutePath
                if let place = try? files.roots.place(of: path) { here.append(place) }
            }
            below += listing.folders.filter { !$0.hasPrefix(".") }.map { folder.appending($0) }
        }
        return (here, below)
    }

    /// The absolute paths of those that git ignores. A repository in another one has rules of its own.
    private func ignored(among places: [EmbedRoots.Place]) throws(ToolError) -> Set<String> {
        var trees: [String: [String]] = [:]
        var treeOfFolder: [String: String?] = [:]
        for place in places {
            let path = place.absolutePath
            let folder = WorkTree.parent(of: path)
            let tree = treeOfFolder[folder] ?? files.roots.workTree(of: place)
            treeOfFolder[folder] = .some(tree)
            if let tree { trees[tree, default: []].append(path) }
        }
        guard !trees.isEmpty else { return [] }
        guard let git = Git(environment: files.environment) else {
            throw ConfinedFiles.withoutGit
        }
        var ignored: Set<String> = []
        for (tree, paths) in trees {
            guard let some = git.ignored(among: paths, in: tree) else {
                throw ToolError("git cannot say which files are ignored")
            }
            ignored.formUnion(some)
        }
        return ignored
    }
}

extension EmbedRoots.Place {
    func appending(_ name: String) -> Self {
        EmbedRoots.Place(
            root: root, path: path.isEmpty ? name : path + "/" + name, isAllowed: isAllowed)
    }
}
