import MarkdownHistory
import Testing

@Suite struct MarkdownLibraryTests {
    @Test func theVersionIsTold() {
        #expect(MarkdownLibrary.version.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
    }
}
