import TestSupport
import Testing

@testable import chatmd

@Suite struct ChatHistoryTests {
    private let folder: TemporaryFolder
    private let environment: Environment

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.path
        environment = Environment { $0 == "XDG_STATE_HOME" ? path : nil }
    }

    @Test func eachTextIsThereOnceAtItsLastPlace() throws {
        let history = try #require(ChatHistory(environment))
        for text in ["a", "b\nc", "a", "d"] { try history.add(text) }
        #expect(history.entries == ["b\nc", "a", "d"])
    }

    @Test func severalAddToItAtTheSameTime() throws {
        let threads = 4
        let done = Locked(0)
        for thread in 0..<threads {
            startThread { [environment] in
                for number in 0..<50 { try? ChatHistory(environment)?.add("\(thread) \(number)") }
                done.with { $0 += 1 }
            }
        }
        done.wait { $0 == threads }
        #expect(Set(try #require(ChatHistory(environment)).entries).count == threads * 50)
    }

    @Test func theOldestGoWhenItIsTooLarge() throws {
        let history = try #require(ChatHistory(environment))
        let long = String(repeating: "x", count: 1 << 19)
        for number in 0..<10 { try history.add("\(number)\(long)") }
        let size = folder.bytes("chatmd/history")?.count ?? 0
        #expect(size > 1 << 20 && size <= 4 << 20)
        #expect(history.entries.last?.hasPrefix("9") == true)
        #expect(folder.names.count == 1)
    }
}
