import Clinical
import Testing

@Suite struct `Content files that are broken as a whole` {
    private func faults(_ path: String, _ bytes: [UInt8]) -> [ContentFault] {
        var content = SmallContent()
        content.bytes[path] = bytes
        return content.faults
    }

    private func faults(of text: String) -> [ContentFault] { faults(SmallContent.therapyPath, Array(text.utf8)) }

    @Test func `a tab is named where it stands, each one`() throws {
        let line = try #require(SmallContent().place(of: "  indication:", in: SmallContent.therapyPath)).line
        let text = SmallContent.therapy.replacing("class: invented", with: "class:\tinvented").replacing(
            "  indication:", with: "\tindication:")
        let found = faults(of: text).filter { $0.code == "content.tab" }
        #expect(found.map(\.line) == [4, line] && found.map(\.column) == [7, 1])
    }

    @Test(arguments: [
        ("class: invented", "class: &c invented", 8), ("class: invented", "class: *c", 8),
        ("targets: [A, B]", "targets: [&a A, B]", 11),
        ("targets: [A, B]", "targets: [A, *a]", 14), ("targets: [A, B]", "targets: &all [A, B]", 10),
    ])
    func `an anchor or an alias is refused where it stands`(old: String, new: String, column: Int) {
        let found = faults(of: SmallContent.therapy.replacing(old, with: new))
        #expect(
            found.contains { $0.code == "content.alias" && $0.column == column && (4...5).contains($0.line) },
            "\(found)")
    }

    @Test(arguments: [
        #"class: "a\\" # closed"# + "\ntargets: [&a A, *a]", "class: invented # it's\rtargets: [&a A, *a]",
        "class: it's\ntargets: !!seq [!!str &a A, B]", #"class: "x: '" "# + "\ntargets: [&a A, *a]",
    ])
    func `an anchor behind odd quotes, comments and tags is refused as well`(new: String) {
        let found = faults(of: SmallContent.therapy.replacing("class: invented\ntargets: [A, B]", with: new))
        #expect(found.contains { $0.code == "content.alias" }, "\(found)")
    }

    @Test(arguments: [
        "class: a & b, 5 * 3, A&B, *", "class: \"&anchor and *alias in quotes\"", "class: it's 'so' called # &a *b",
        "class: '*'",
    ])
    func `an ampersand or a star inside a text is no anchor`(new: String) {
        #expect(faults(of: SmallContent.therapy.replacing("class: invented", with: new)) == [])
    }

    @Test func `a bomb of aliases is refused before it grows`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        #expect(faults(of: text).contains { $0.code == "content.alias" && $0.line == 1 })
    }

    @Test(arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        for path in [
            "release.yaml", "limits.yaml", "phrases.yaml", SmallContent.therapyPath, SmallContent.toxicityPath,
        ] {
            let text = Array(SmallContent().texts[path, default: ""].utf8)
            let found = faults(path, Array(text[..<30]) + bytes + text[30...])
            #expect(found.contains { $0.code == "content.not-utf8" && $0.file == path }, "\(found)")
        }
    }

    @Test(arguments: [
        ("", "empty"), ("\n\n# only a comment\n", "empty"), ("- a\n- b\n", "expected-map"),
        ("just text\n", "expected-map"),
        ("a: [1, 2\n", "yaml"), ("a: b: c\n", "yaml"), ("a: \"open\n", "yaml"), ("? [a]\n: b\n", "key"),
        ("%YAML 9.9\n---\na: 1\n", "yaml"),
        ("a: 1\n---\nb: 2\n", "yaml"), ("{", "yaml"), ("\u{0}", "yaml"), ("a: !!binary \u{1}\n", "yaml"),
    ])
    func `a file that is no map is refused`(text: String, code: String) {
        let found = faults(of: text)
        #expect(found.contains { $0.code == "content." + code && $0.file == SmallContent.therapyPath }, "\(found)")
    }

    @Test func `a file nested too deep or too large is refused`() {
        let deep = "a: " + String(repeating: "[", count: 60) + String(repeating: "]", count: 60) + "\n"
        #expect(faults(of: deep).contains { $0.code == "content.too-deep" })
        let bomb = "a: " + String(repeating: "[", count: 200_000)
        #expect(!faults(of: bomb).isEmpty)
        let large = faults(SmallContent.therapyPath, Array(repeating: UInt8(ascii: "#"), count: 2_000_001))
        #expect(large.contains { $0.code == "content.too-large" })
    }

    @Test(arguments: ["readme.txt", "therapies/testamab.yml", "notes.yaml", "toxicities/rash.yaml.bak"])
    func `a file the program does not know is named`(path: String) {
        var content = SmallContent()
        content.texts[path] = "format: 1\n"
        #expect(content.faults.map(\.code) == ["content.unknown-file"] && content.faults.map(\.file) == [path])
    }

    @Test(arguments: ["release.yaml", "limits.yaml", SmallContent.therapyPath])
    func `a file that is missing is named`(path: String) {
        var content = SmallContent()
        content.texts[path] = nil
        #expect(content.faults.map(\.code) == ["content.missing-file"])
    }

    @Test func `nothing at all is refused`() {
        #expect(throws: ContentFaults.self) { try ContentLibrary.load([]) }
    }

    @Test(arguments: [
        "release.yaml", "limits.yaml", "phrases.yaml", SmallContent.therapyPath, SmallContent.toxicityPath,
    ])
    func `a small file cut anywhere is refused with a fault in it`(path: String) {
        let bytes = Array(SmallContent().texts[path, default: ""].utf8)
        for length in stride(from: 0, to: bytes.count - 2, by: path.contains("/") ? 5 : 1) {
            expectRefused(path, bytes, cutAt: length)
        }
    }

    @Test func `random damage to a file is refused or read, and never crashes`() {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        var refused = 0
        for round in 0..<400 {
            let path = random.pick(["limits.yaml", SmallContent.therapyPath, SmallContent.toxicityPath])
            var bytes = Array(SmallContent().texts[path, default: ""].utf8)
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.remove(at: place)
                default: bytes.insert(random.pick(Array("{}[]:,-&*#'\"|>!%@`\n 0".utf8)), at: place)
                }
            }
            let found = faults(path, bytes)
            if !found.isEmpty { refused += 1 }
            #expect(
                found.allSatisfy { $0.line >= 1 && $0.column >= 1 && $0.code.hasPrefix("content.") },
                "round \(round), seed \(seed)")
        }
        #expect(refused > 200, "most damage must be noticed; seed \(seed)")
    }
}

@Suite struct `Real content files cut short` {
    /// In three parts a file, so that they run side by side.
    @Test(arguments: RealContent.paths, 0..<3)
    func `a cut at every 97th byte is refused with a fault in that file`(path: String, part: Int) throws {
        let bytes = try #require(RealContent.file(path)).bytes
        #expect(bytes.count > 97)
        for length in stride(from: 97 * part, to: bytes.count - 1, by: 97 * 3) {
            expectRefused(path, bytes, cutAt: length)
        }
    }
}

/// The start of a file must be refused with a fault that names the file.
private func expectRefused(_ path: String, _ bytes: [UInt8], cutAt length: Int) {
    do throws(ContentFaults) {
        _ = try ContentLibrary.load([ContentFile(path: path, bytes: Array(bytes[..<length]))])
        Issue.record("\(path) cut at \(length) was read")
    } catch {
        #expect(error.faults.contains { $0.file == path }, "\(path) cut at \(length)")
    }
}
