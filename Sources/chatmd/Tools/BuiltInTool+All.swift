extension BuiltInTool {
    /// In the order they are listed.
    static let all = [calculator, currentTime, readFile, listFiles, searchFiles]
}
