import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct AnswerCacheTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func cache(limit: Int = 1 << 20) -> AnswerCache {
        AnswerCache(path: folder("chatmd/answers"), limit: limit)
    }

    private func request(_ text: String) throws -> HTTPRequest {
        HTTPRequest(
            url: try HTTPURL("https://llm.example.org/v1"), body: Array("{\"a\":\"\(text)\"}".utf8))
    }

    private func key(_ text: String) throws -> CacheKey {
        try #require(CacheKey(try request(text)))
    }

    private func keep(_ answer: String, to text: String, in cache: AnswerCache) throws {
        let key = try key(text)
        let entry = try cache.begin()
        let writer = ExchangeWriter(
            try request(text), as: key.request, into: ExchangeFiles(folder: entry, number: 1))
        writer.begin(HTTPResponseHead(status: 200))
        writer.add(Array(answer.utf8))
        writer.finish()
        try cache.keep(entry, as: key)
    }

    private func answer(to text: String, in cache: AnswerCache) throws -> String? {
        guard let exchange = cache.answer(to: try key(text)) else { return nil }
        #expect(try exchange.head().isFromCache)
        var bytes: [UInt8] = []
        while let chunk = try exchange.next() { bytes += chunk }
        return String(decoding: bytes, as: UTF8.self)
    }

    private var entries: [String] { TemporaryFolder.names(in: folder("chatmd/answers")) }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private func setUsed(_ text: String, secondsAgo: Int) throws {
        let used = timeval(tv_sec: time(nil) - secondsAgo, tv_usec: 0)
        let path = folder("chatmd/answers/\(try key(text).name)")
        try #require(utimes(path, [used, used]) == 0)
    }

    @Test func whatWasKeptIsGivenAgain() throws {
        #expect(try answer(to: "one", in: cache()) == nil)
        try keep("1\nand no more", to: "one", in: cache())
        #expect(try answer(to: "one", in: cache()) == "1\nand no more")
        #expect(try answer(to: "two", in: cache()) == nil)
    }

    @Test func nobodyElseMayReadIt() throws {
        mkdir(folder("chatmd"), 0o755)
        try keep("1", to: "one", in: cache())
        let entry = folder("chatmd/answers/\(try key("one").name)")
        for path in [folder("chatmd"), folder("chatmd/answers"), entry] {
            #expect(mode(path) == 0o700)
        }
        for name in ["001.request", "001.response"] { #expect(mode("\(entry)/\(name)") == 0o600) }
    }

    /// As if another request had the same hash.
    @Test func anotherRequestOfTheSameNameIsNoAnswer() throws {
        try keep("1", to: "one", in: cache())
        let entry = "chatmd/answers/\(try key("one").name)"
        try folder.write("\(entry)/001.request", try key("two").bytes)
        #expect(try answer(to: "one", in: cache()) == nil)
        try keep("again", to: "one", in: cache())
        #expect(try answer(to: "one", in: cache()) == "again")
        #expect(entries == [try key("one").name])
    }

    @Test func aNewerAnswerTakesThePlaceAndReadersKeepTheirs() throws {
        try keep("1\n2\n3", to: "one", in: cache())
        let reading = try #require(cache().answer(to: try key("one")))
        try keep("new", to: "one", in: cache())
        #expect(try answer(to: "one", in: cache()) == "new")
        #expect(try reading.next() == [UInt8]("1\n"))
        #expect(entries.count == 1)
    }

    @Test(arguments: ["001.request", "001.response"])
    func anEntryThatIsNotWholeIsNoAnswer(missing: String) throws {
        try keep("1", to: "one", in: cache())
        unlink(folder("chatmd/answers/\(try key("one").name)/\(missing)"))
        #expect(try answer(to: "one", in: cache()) == nil)
    }

    @Test func anEmptyResponseIsNoAnswer() throws {
        try keep("1", to: "one", in: cache())
        try folder.write("chatmd/answers/\(try key("one").name)/001.response", "")
        #expect(try answer(to: "one", in: cache()) == nil)
    }

    // MARK: Size

    private var entrySize: Int {
        get throws { try key("one").bytes.count + "HTTP 200\n\n1".utf8.count }
    }

    @Test func whatWasUsedLeastGoesFirst() throws {
        let cache = cache(limit: try 3 * entrySize)
        for (index, text) in ["one", "two", "six"].enumerated() {
            try keep("1", to: text, in: cache)
            try setUsed(text, secondsAgo: 100 - index)
        }
        // Now it is the one that was used last.
        #expect(try answer(to: "one", in: cache) == "1")
        try keep("1", to: "ten", in: cache)
        #expect(try answer(to: "two", in: cache) == nil)
        for text in ["one", "six", "ten"] { #expect(try answer(to: text, in: cache) == "1") }
    }

    @Test func itStaysWithinItsSize() throws {
        let size = try entrySize
        for text in ["one", "two", "six"] { try keep("1", to: text, in: cache()) }
        try keep("1", to: "ten", in: cache(limit: 2 * size))
        #expect(entries.count == 2)
        #expect(try answer(to: "ten", in: cache()) == "1")
    }

    @Test func anAnswerLargerThanTheCacheIsNotKept() throws {
        try keep("1", to: "one", in: cache())
        try keep("12", to: "two", in: cache(limit: try entrySize))
        #expect(try answer(to: "two", in: cache()) == nil)
        #expect(try answer(to: "one", in: cache()) == "1")
        #expect(entries.count == 1)
    }

    @Test func whatACrashLeftIsTakenAwayLater() throws {
        let cache = cache()
        try keep("1", to: "one", in: cache)
        let left = try cache.begin()
        let file = try left.create("001.request")
        close(file)
        let fresh = try cache.begin()
        let old = timeval(tv_sec: time(nil) - 4000, tv_usec: 0)
        try #require(utimes(left.path, [old, old]) == 0)
        try keep("1", to: "two", in: cache)
        #expect(entries.count == 3)
        #expect(NewFile.isFolder(fresh.path))
        #expect(!NewFile.isFolder(left.path))
    }

    @Test func whatIsNoEntryIsLeftAlone() throws {
        try keep("1", to: "one", in: cache())
        try folder.write("chatmd/answers/README", String(repeating: "x", count: 10_000))
        try keep("1", to: "two", in: cache(limit: try 2 * entrySize))
        #expect(entries.count == 3)
    }
}
