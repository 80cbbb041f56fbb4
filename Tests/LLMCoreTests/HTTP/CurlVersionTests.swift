import Testing

@testable import LLMCore

@Suite struct CurlVersionTests {
    @Test func whatIsLoadedIsTold() throws {
        let curl = CurlVersion.current
        #expect(curl.number.wholeMatch(of: /\d+\.\d+\.\d+.*/) != nil)
        // Without TLS the other tests could not pass either.
        #expect(try #require(curl.tls).contains("/"))
        #expect(Set(curl.encodings).isSubset(of: ["gzip", "br", "zstd"]))
    }
}
