import Testing

@testable import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The recordings of one wire format, found by listing two folders: real ones kept beside the
/// package, and small ones of our own in `Tests/Fixtures/streams`.
enum RecordedReplies {
    /// The paths of all recordings whose `.expected.json` names that format, without extension.
    static func paths(of format: String) -> [String] {
        let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let roots = [RecordedStream.directory, "/\(package)/Tests/Fixtures/streams"]
        var paths: [String] = []
        for root in roots.compactMap({ $0 }) {
            for folder in entries(of: root) {
                for name in entries(of: "\(root)/\(folder)") where name.hasSuffix(suffix) {
                    let path = "\(root)/\(folder)/\(name.dropLast(suffix.count))"
                    let expected = try? JSONParser.parse(RecordedStream.read(path + suffix))
                    if expected?["format"]?.string == format { paths.append(path) }
                }
            }
        }
        return paths.sorted()
    }

    /// The requests that were recorded with them, as `(path, body)`.
    static func requests(of format: String) throws -> [(String, JSONValue)] {
        try paths(of: format).filter { access($0 + ".request.json", R_OK) == 0 }.map { path in
            (path, try JSONParser.parse(RecordedStream.read(path + ".request.json")))
        }
    }

    private static let suffix = ".expected.json"

    private static func entries(of folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}

extension RecordedStream {
    /// - Parameter path: without extension.
    init(path: String) throws {
        expected = try JSONParser.parse(Self.read(path + ".expected.json"))
        let isStream = expected["stream"]?.bool ?? true
        bytes = try Self.read(path + (isStream ? ".sse" : ".json"))
    }

    /// The places where a cut into two network reads changes what comes out; byte by byte counts as
    /// place 0.
    ///
    /// In a stream a cut is tried out between the end of the event before it and the end of the
    /// second event after it: what was read before, the parser and the decoder hold as values, and
    /// two events later they have to be as if there had been no cut. That makes it possible to try
    /// every place.
    func placesThatMatter(to decoder: any StreamDecoder) -> [Int] {
        let whole = replay(cutAt: [], with: decoder)
        var places: [Int] = []
        if replay(cutAt: Array(1..<bytes.count), with: decoder) != whole { places.append(0) }

        let isStream = expected["stream"]?.bool ?? true
        // The first bytes tell a stream from an answer in one piece.
        let start = isStream ? min(16, bytes.count) : bytes.count
        for cut in 1..<start where replay(cutAt: [cut], with: decoder) != whole {
            places.append(cut)
        }
        if !isStream { return places }

        let ends = eventEnds
        var before = Reading(decoder: decoder)
        var from = 0
        for index in ends.indices {
            let to = ends[min(index + 2, ends.count - 1)]
            var uncut = before
            uncut.read(bytes[from..<to], isLast: to == bytes.count)
            for cut in from + 1...ends[index] {
                var reading = before
                reading.read(bytes[from..<cut], isLast: false)
                reading.read(bytes[cut..<to], isLast: to == bytes.count)
                if reading.events != uncut.events || reading.error != uncut.error {
                    places.append(cut)
                }
            }
            before.read(bytes[from..<ends[index]], isLast: false)
            before.events = []
            from = ends[index]
        }
        return places
    }

    /// Behind each empty line, and at the end.
    private var eventEnds: [Int] {
        var ends = bytes.indices.dropFirst().filter { index in
            guard bytes[index] == 0x0A else { return false }
            let before = bytes[index - 1] == 0x0D ? index - 2 : index - 1
            return before >= 0 && bytes[before] == 0x0A
        }.map { $0 + 1 }
        if ends.last != bytes.count { ends.append(bytes.count) }
        return ends
    }

    private struct Reading {
        var parser = ServerSentEventParser()
        var decoder: any StreamDecoder
        var events: [StreamEvent] = []
        var error: LLMError?

        init(decoder: any StreamDecoder) {
            self.decoder = decoder
        }

        mutating func read(_ bytes: ArraySlice<UInt8>, isLast: Bool) {
            if error != nil { return }
            do throws(LLMError) {
                for event in try parser.consume(bytes) {
                    try decoder.decode(event, into: &events)
                }
                guard isLast else { return }
                if let event = parser.finish() { try decoder.decode(event, into: &events) }
                try decoder.finish(into: &events)
            } catch {
                self.error = error
            }
        }
    }
}
