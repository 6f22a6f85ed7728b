import Foundation
import Journal
import Testing

/// Key rings: what is read, what is refused, and that no key is shown.
@Suite struct MasterKeysTests {
    static let secret = Data((0..<32).map { UInt8($0 * 7) }).base64EncodedString()
    static let other = Data((0..<32).map { UInt8($0 * 5 + 1) }).base64EncodedString()

    @Test func `the first key is current, comments and empty lines are passed over`() throws {
        let keys = try MasterKeys(
            text: "# two keys\n\n  0a1b2c3d \(Self.secret)\n# old\nffffffff \(Self.other)\n", named: "x")
        #expect(keys.currentID == "0a1b2c3d")
        #expect(keys.ids == ["0a1b2c3d", "ffffffff"])
    }

    static let malformed: [(String, String)] = [
        ("", "holds no key"),
        ("# only a comment\n", "holds no key"),
        ("0a1b2c3d", "line 1 has 1 parts"),
        ("0a1b2c3d \(secret) more", "line 1 has 3 parts"),
        ("\n\n0A1B2C3D \(secret)", "line 3 has a malformed id"),
        ("0a1b2c3 \(secret)", "line 1 has a malformed id"),
        ("0a1b2c3g \(secret)", "line 1 has a malformed id"),
        ("0a1b2c3d \(secret.dropLast(4))", "line 1 has a malformed key"),
        ("0a1b2c3d \(secret.dropLast(1))!", "line 1 has a malformed key"),
        ("0a1b2c3d AAAA", "line 1 has a malformed key"),
        ("0a1b2c3d \(secret)\n0a1b2c3d \(other)", "line 2 has the id 0a1b2c3d of a line before it"),
    ]

    @Test(arguments: malformed)
    func `a malformed ring is refused with its line and without its keys`(text: String, words: String) throws {
        let error = #expect(throws: JournalError.self) { try MasterKeyRing(text: text, named: "STEPWELL_KEYS") }
        let line = try #require(error?.description)
        #expect(error?.code == "journal.master-keys")
        #expect(line.contains("STEPWELL_KEYS"))
        #expect(line.contains(words))
        #expect(!line.contains(Self.secret.prefix(8)))
    }

    @Test func `a new key file is its owner's only, and never overwritten`() async throws {
        try await withFolder { folder in
            let path = folder.file("keys")
            let ring = try MasterKeyRing.create(at: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            #expect(try MasterKeyRing(path: path).keys.ids == ring.keys.ids)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))

            let error = #expect(throws: JournalError.self) { try MasterKeyRing.create(at: path) }
            #expect(error?.description.contains("never overwritten") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["keys"])
        }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o620, 0o777])
    func `a key file that others may use is refused`(mode: Int) async throws {
        try await withFolder { folder in
            let path = folder.file("keys")
            _ = try MasterKeyRing.create(at: path)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let error = #expect(throws: JournalError.self) { try MasterKeyRing(path: path) }
            #expect(error?.description.contains("chmod 600") == true)
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test func `a file that is missing, a folder, too large or no text is refused`() async throws {
        try await withFolder { folder in
            let files = FileManager.default
            for (name, content) in [("large", Data(count: 70_000)), ("binary", Data([0xFF, 0xFE, 0x80]))] {
                _ = files.createFile(
                    atPath: folder.file(name), contents: content, attributes: [.posixPermissions: 0o600])
            }
            try files.createDirectory(
                atPath: folder.file("folder"), withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            for name in ["missing", "folder", "large", "binary"] {
                let error = #expect(throws: JournalError.self) { try MasterKeyRing(path: folder.file(name)) }
                #expect(error?.description.contains(folder.file(name)) == true)
            }
            #expect(throws: JournalError.self) { try MasterKeyRing.create(at: folder.file("no/such/keys")) }
        }
    }

    @Test func `no description shows a key`() throws {
        let keys = try MasterKeys(text: "0a1b2c3d \(Self.secret)", named: "x")
        var dumped = ""
        dump(keys, to: &dumped)
        for text in ["\(keys)", String(reflecting: keys), dumped] {
            #expect(text.contains("0a1b2c3d"))
            #expect(!text.contains(Self.secret))
            #expect(!text.contains("SymmetricKey"))
        }
    }
}
