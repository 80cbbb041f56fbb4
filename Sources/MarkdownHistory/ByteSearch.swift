#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Collection<UInt8> where Index == Int {
    /// Where `text` begins first, in contiguous bytes: at `memchr`'s speed where its last byte is
    /// rare.
    func firstIndex(of text: StaticString) -> Int? {
        let found = withContiguousStorageIfAvailable { bytes -> Int? in
            let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
            var end = text.count - 1
            while end < bytes.count, let start = bytes.baseAddress,
                let place = memchr(start + end, Int32(text[text.count - 1]), bytes.count - end)
            {
                end = UnsafeRawPointer(start).distance(to: place)
                let first = end - text.count + 1
                if bytes[first..<end].elementsEqual(text.dropLast()) { return first }
                end += 1
            }
            return nil
        }
        guard let found else { preconditionFailure("bytes that are not in one piece") }
        return found.map { $0 + startIndex }
    }

    /// Whether `text` occurs in contiguous bytes.
    func contains(_ text: StaticString) -> Bool { firstIndex(of: text) != nil }
}
