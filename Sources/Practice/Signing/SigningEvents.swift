import Clinical
public import JSONText

/// Types of the events about content on a site's stream.
public enum SigningEventType: String, Sendable, CaseIterable {
    /// `{ statement, hash, as: "seen-open" | "seen-unverified", by }`
    case ticked = "content-ticked"
    /// `{ entry, kind, target, hash?, yaml, closes, label: { setID, version, revised }, section, by }`
    case entered = "row-entered"
    /// `{ entry, by }`
    case confirmed = "row-confirmed"
    /// `{ entry, why, by }`
    case withdrawn = "row-withdrawn"
    /// `{ release, hash, snapshot, statements, entries, choices, by }`
    case signed = "content-signed"
    /// `{ therapy, label: { setID, version, revised }, title, sha256, by }`
    case labelLoaded = "label-loaded"
}

/// An event about content that was decided on and is not recorded yet.
public struct SigningDraft: Sendable {
    public let type: SigningEventType
    public let body: JSON
}

extension EnteredRow {
    var json: JSON {
        .object([
            JSON.Member("entry", .string(id)), JSON.Member("kind", .string(kind.rawValue)),
            JSON.Member("target", .string(target)), JSON.Member("hash", .optional(hash)),
            JSON.Member("yaml", .string(yaml)), JSON.Member("closes", .strings(closes)),
            JSON.Member("label", label.json), JSON.Member("section", .string(section)),
            JSON.Member("by", enteredBy.json),
        ])
    }

    init?(_ body: JSON, by: Signer, at: Instant) {
        guard let id = body["entry"]?.string, let target = body["target"]?.string,
            let kind = body["kind"]?.string.flatMap({ ContentChange.Kind(rawValue: $0) }),
            let label = LabelReference(body["label"])
        else { return nil }
        self.init(
            id: id, kind: kind, target: target, hash: body["hash"]?.string, yaml: body["yaml"]?.string ?? "",
            closes: body["closes"]?.array?.compactMap(\.string) ?? [], label: label,
            section: body["section"]?.string ?? "", enteredBy: by, enteredAt: at)
    }
}

extension SigningState.Signature {
    var json: JSON {
        .object([
            JSON.Member("release", .string(release)), JSON.Member("hash", .string(hash)),
            JSON.Member("snapshot", .string(snapshot)), JSON.Member("statements", .int(statements)),
            JSON.Member("entries", .strings(entries)),
            JSON.Member(
                "choices",
                .object(choices.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) })),
            JSON.Member("by", by.json),
        ])
    }

    init?(_ body: JSON, by: Signer, at: Instant) {
        guard let release = body["release"]?.string, let hash = body["hash"]?.string,
            let snapshot = body["snapshot"]?.string
        else { return nil }
        var choices: [String: String] = [:]
        for member in body["choices"]?.members ?? [] { choices[member.key] = member.value.string }
        self.init(
            release: release, hash: hash, snapshot: snapshot, statements: body["statements"]?.int ?? 0,
            entries: body["entries"]?.array?.compactMap(\.string) ?? [], choices: choices, by: by, at: at)
    }
}

extension LabelOnFile {
    var json: JSON {
        .object([
            JSON.Member("therapy", .string(therapy)), JSON.Member("label", reference.json),
            JSON.Member("title", .string(title)), JSON.Member("sha256", .string(sha256)), JSON.Member("by", by.json),
        ])
    }

    init?(_ body: JSON, by: Signer, at: Instant) {
        guard let therapy = body["therapy"]?.string, let reference = LabelReference(body["label"]),
            let sha256 = body["sha256"]?.string
        else { return nil }
        self.init(
            therapy: therapy, reference: reference, title: body["title"]?.string ?? "", sha256: sha256, by: by, at: at)
    }
}
