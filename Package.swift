// swift-tools-version: 6.0

import PackageDescription

// Debian's libcmark soname is its exact version: a binary linked to it runs on one release only,
// and libyaml and PCRE2 are on few machines that only run programs. On Linux their archives are
// linked, and pkg-config is not asked, since its -lcmark would bring in the shared library.
#if os(Linux)
    let cmarkPackage: String? = nil
    let pcre2Package: String? = nil
    let yamlPackage: String? = nil
#else
    let cmarkPackage: String? = "libcmark"
    let pcre2Package: String? = "libpcre2-8"
    let yamlPackage: String? = "yaml-0.1"
#endif

let package = Package(
    name: "chatmd",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "chatmd", targets: ["chatmd"]),
        .library(name: "MarkdownHistory", targets: ["MarkdownHistory"]),
        .library(name: "LLMCore", targets: ["LLMCore"]),
        .library(name: "LLMSession", targets: ["LLMSession"]),
    ],
    targets: [
        // C
        .systemLibrary(
            name: "CCMark",
            pkgConfig: cmarkPackage,
            providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]
        ),
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]
        ),
        .systemLibrary(
            name: "CEdit",
            providers: [.apt(["libedit-dev", "libbsd-dev", "libncurses-dev"])]
        ),
        .systemLibrary(
            name: "CPCRE2",
            pkgConfig: pcre2Package,
            providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]
        ),
        .systemLibrary(name: "CSystem"),
        .target(name: "CTOML"),
        .systemLibrary(
            name: "CYAML",
            pkgConfig: yamlPackage,
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),

        // Swift, from the bottom up
        .target(name: "Spelling"),
        .target(
            name: "ConfigText",
            dependencies: ["CTOML", "CYAML"],
            linkerSettings: [.linkedLibrary(":libyaml.a", .when(platforms: [.linux]))]
        ),
        .target(
            name: "MarkdownHistory",
            dependencies: ["CCMark", "ConfigText"],
            linkerSettings: [.linkedLibrary(":libcmark.a", .when(platforms: [.linux]))]
        ),
        .target(
            name: "LLMCore",
            dependencies: ["CCurl", "CPCRE2", "Spelling"],
            linkerSettings: [.linkedLibrary(":libpcre2-8.a", .when(platforms: [.linux]))]
        ),
        .target(name: "LLMSession", dependencies: ["LLMCore"]),
        .executableTarget(
            name: "chatmd",
            dependencies: [
                "CEdit", "CSystem", "MarkdownHistory", "LLMCore", "ConfigText", "Spelling",
            ],
            // libedit is on few machines; what it needs of terminfo and libbsd comes with it.
            linkerSettings: [
                .linkedLibrary(":libedit.a", .when(platforms: [.linux])),
                .linkedLibrary(":libtinfo.a", .when(platforms: [.linux])),
                .linkedLibrary(":libbsd.a", .when(platforms: [.linux])),
                .linkedLibrary("edit", .when(platforms: [.macOS])),
            ]
        ),

        // Tests
        .executableTarget(
            name: "ParseBench", dependencies: ["MarkdownHistory"], path: "Tests/Bench"),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .target(
            name: "FuzzChecks", dependencies: ["MarkdownHistory"], path: "Tests/Fuzz/FuzzChecks"),
        .testTarget(name: "SpellingTests", dependencies: ["Spelling"]),
        .testTarget(name: "ConfigTextTests", dependencies: ["ConfigText", "TestSupport"]),
        .testTarget(
            name: "MarkdownHistoryTests",
            dependencies: ["MarkdownHistory", "FuzzChecks", "TestSupport"]),
        .testTarget(name: "LLMCoreTests", dependencies: ["LLMCore", "TestSupport"]),
        .testTarget(name: "LLMSessionTests", dependencies: ["LLMSession", "TestSupport"]),
        .testTarget(
            name: "ChatMDTests", dependencies: ["chatmd", "TestSupport"], exclude: ["Snapshots"]),
        .testTarget(
            name: "ServerTests", dependencies: ["chatmd", "LLMCore", "TestSupport"],
            exclude: ["Servers", "Streams"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
