import Foundation
import Testing

@testable import Datasets

struct ContentHashTests {
    /// The examples of FIPS 180-4, and lengths around the ends of a block, as `sha256sum` gives them.
    @Test func itIsWhatOtherProgramsSay() {
        for (text, digits) in Self.examples { #expect(ContentHash(Array(text.utf8)).description == digits) }
    }

    private static let examples = [
        ("", "e3b0c44298fc1c149afbf4c8996fb924"), ("abc", "ba7816bf8f01cfea414140de5dae2223"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039"),
        (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9a"),
        (String(repeating: "a", count: 56), "b35439a4ac6f0948b6d6f9e3c6af0f5f"),
        (String(repeating: "a", count: 63), "7d3e74a05d7db15bce4ad9ec0658ea98"),
        (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209"),
        (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67"),
    ]

    @Test func itIsReadBackAsItIsWritten() throws {
        let hash = ContentHash(Array("abc".utf8))
        #expect(ContentHash(hash.description) == hash)
        #expect(try JSONDecoder().decode(ContentHash.self, from: JSONEncoder().encode(hash)) == hash)
        for wrong in ["", "12", "+a7816bf8f01cfea414140de5dae2223", hash.description + "0", "za7816bf8f01cfea414140de5dae2223"] {
            #expect(ContentHash(wrong) == nil)
        }
        #expect(throws: (any Error).self) { try JSONDecoder().decode(ContentHash.self, from: Data("\"abc\"".utf8)) }
    }

    @Test func aFileIsItsBytes() throws {
        let folder = try TemporaryFolder()
        try folder.write("abc", to: "one")
        #expect(try ContentHash(contentsOf: folder.path + "/one") == ContentHash(Array("abc".utf8)))
        let error = #expect(throws: DatasetError.self) { try ContentHash(contentsOf: folder.path + "/none") }
        #expect(error?.isMissingInput == true)
    }
}
