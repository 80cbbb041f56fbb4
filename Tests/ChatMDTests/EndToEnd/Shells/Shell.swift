#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

enum Shell {
    static func exists(_ program: String) -> Bool { access(program, X_OK) == 0 }
}
