#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// System calls under names that a type's own methods do not hide.

func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    open(path, flags, mode)
}

@discardableResult
func systemClose(_ descriptor: Int32) -> Int32 {
    close(descriptor)
}

func systemPipe(_ ends: inout [Int32]) -> Int32 {
    pipe(&ends)
}
