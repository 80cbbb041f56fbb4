import TestSupport
import Testing

@testable import LLMCore

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func theVectorsOfTheStandardHold(_ text: String, _ code: String) {
        #expect(Base64.encoded(Array(text.utf8)) == code)
        #expect(Base64.decoded(Array(code.utf8)) == Array(text.utf8))
    }

    @Test func everyByteInEveryPlaceComesBack() {
        for shift in 0..<3 {
            let bytes = [UInt8](repeating: 7, count: shift) + Array(0...255)
            #expect(Base64.decoded(Array(Base64.encoded(bytes).utf8)) == bytes)
        }
        #expect(Base64.encoded([0xFB, 0xFF, 0xBF]) == "+/+/")
    }

    @Test func anyBytesAreReadBack() throws {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for seed in Seeds(cases: 300) {
            var generator = SeededGenerator(seed: seed)
            let bytes = (0..<Int.random(in: 0...50, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            var bits = ""
            for byte in bytes {
                let digits = String(byte, radix: 2)
                bits += String(repeating: "0", count: 8 - digits.count) + digits
            }
            bits += String(repeating: "0", count: (6 - bits.count % 6) % 6)
            var text: [UInt8] = []
            while !bits.isEmpty {
                text.append(alphabet[Int(bits.prefix(6), radix: 2) ?? 0])
                bits.removeFirst(6)
            }
            let padded = text + Array(repeating: UInt8(ascii: "="), count: (4 - text.count % 4) % 4)
            #expect(Base64.encoded(bytes).utf8.elementsEqual(padded), "CHATMD_SEED=\(seed)")
            #expect(Base64.decoded(text) == bytes, "CHATMD_SEED=\(seed)")
            #expect(Base64.decoded(padded) == bytes, "CHATMD_SEED=\(seed)")
        }
    }
}
