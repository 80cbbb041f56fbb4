/// libFuzzer's entry: it traps where a promise is broken, so that the input is kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do throws(BrokenPromise) {
        let bytes = UnsafeBufferPointer(start: bytes, count: count)
        try FuzzInput(Array(bytes)).check(isThorough: false)
    } catch {
        fatalError(error.description)
    }
    return 0
}
