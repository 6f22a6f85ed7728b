import Clinical
import JSONText

@testable import Practice

/// A drug with one unverified table and one open row; enough to sign for.
enum SigningContent {
    static let files = [
        file("release.yaml", "format: 1\nrelease: test-1\ndate: \"2026-11-22\"\nnote: For tests.\nend: release\n"),
        file("therapies/testamab.yaml", therapy),
    ]

    static func file(_ path: String, _ text: String) -> ContentFile { ContentFile(path: path, bytes: Array(text.utf8)) }

    static func files(replacing old: String, with new: String) -> [ContentFile] {
        [files[0], file("therapies/testamab.yaml", therapy.replacing(old, with: new))]
    }

    static let therapy = """
        therapy: testamab
        sources:
          label: { title: Invented label, revised: "2026-03-01", level: label }
          heard: { title: Heard, level: unverified }
        statements:
          indication:
            - { say: For tests only and not for people., from: label §1 }
            - { say: Never for people who are real., from: label §1 }
        volumes:
          - { for: [weekly], presentation: vial, from: heard, bands: [{ weight: 1...2 kg, amount: 3 mg }] }
        tables:
          - id: restart
            rows:
              - { id: R1, when: { days: 0...28 }, then: { action: repeat }, from: label §2 }
              - { id: R2, when: { days: 29... }, then: { open: late }, from: label §2 }
        open:
          - { id: late, what: What to do late, where: label section 2 }

        """

    static let volumes = "therapies/testamab:volumes/weekly+vial"
    static let open = "therapies/testamab:open/late"
    static let row = "therapies/testamab:tables/restart/rows/R2"

    /// No real hash: enough to tell texts apart.
    static func digest(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        return String(hash, radix: 16)
    }

    static func release(_ files: [ContentFile] = files, _ changes: [ContentChange] = []) throws -> ReleaseSet {
        try ReleaseSet(files, changing: changes, digest: digest)
    }
}

/// A site's stream in memory: decides with the rules, then folds what was decided.
struct SigningDesk {
    var files = SigningContent.files
    var state = SigningState()
    var events = 0

    static let pharmacist = SigningPerson(id: "p1", name: "Pat Pharm", roles: ["pharmacist"])
    static let physician = SigningPerson(id: "d1", name: "Dee Doc", roles: ["physician", "nurse"])
    static let director = SigningPerson(id: "m1", name: "Max Med", roles: ["medical-director"])
    static let nurse = SigningPerson(id: "n1", name: "Nina Nurse", roles: ["nurse", "administrator"])

    var release: ReleaseSet { get throws { try SigningContent.release(files) } }
    var effective: ReleaseSet {
        get throws { try SigningContent.release(files, state.confirmed(fitting: try release).map(\.change)) }
    }
    var rules: SigningRules {
        get throws { SigningRules(state: state, release: try release, effective: try effective) }
    }

    mutating func record(_ draft: SigningDraft) {
        events += 1
        let read = try? JSON.parse(draft.body.canonicalBytes())
        state.add(
            SiteEvent(
                version: events, type: draft.type.rawValue, at: Instant(milliseconds: Int64(events)),
                body: read ?? .null))
    }

    mutating func tick(_ id: String, by person: SigningPerson = pharmacist) throws {
        record(try rules.tick(id, seen: try effective.line(id)?.hash ?? "", by: person))
    }

    mutating func loadLabel(version: Int = 7, revised: String = "2026-05-01") throws {
        record(
            try rules.loadLabel(
                LabelReference(setID: "set", version: version, revised: revised), therapy: "testamab", title: "Label",
                sha256: "\(version)", by: Self.pharmacist))
    }

    mutating func enter(
        _ kind: ContentChange.Kind = .confirm, _ target: String = SigningContent.volumes, yaml: String = "",
        closes: [String] = [], by person: SigningPerson = pharmacist
    ) throws {
        let entry = SigningRules.Entry(
            kind, target: target, seen: try release.line(target)?.hash, yaml: yaml, closes: closes, section: "§2.6")
        record(try rules.enter(entry, id: "e\(events)", by: person, at: Instant(milliseconds: 0)).0)
    }

    mutating func sign(by person: SigningPerson = director, seen: String? = nil) throws {
        let now = try effective
        let snapshot = SigningContent.digest(now.snapshot.canonicalBytes())
        record(
            try rules.sign(
                .init(hash: try seen ?? release.hash, snapshot: snapshot), onDisk: try release.hash,
                snapshot: snapshot, options: [:], entries: state.confirmed(fitting: try release), by: person))
    }
}
