public import Clinical
import JSONText
import Practice

/// What `stepwell content diff OLD NEW` says: two releases, statement by statement.
public enum ContentDiffAnswer {
    /// - Throws: ``ContentFaults`` when a file of either release cannot be read.
    public static func run(old: [ContentFile], new: [ContentFile]) throws(ContentFaults) -> Answer {
        let before = try ReleaseSet(old, digest: KeptBytes.digest)
        let after = try ReleaseSet(new, digest: KeptBytes.digest)
        let diff = ReleaseDiff.between(before, after)
        let json = JSON.object([
            JSON.Member("old", release(before)), JSON.Member("new", release(after)),
            JSON.Member("added", .int(diff.added)), JSON.Member("removed", .int(diff.removed)),
            JSON.Member("changed", .int(diff.changed)), JSON.Member("unchanged", .int(diff.unchanged)),
            JSON.Member("changes", .array(diff.changes.map(change))),
        ])
        var lines = [
            "\(before.name) \(before.hash.prefix(12)) → \(after.name) \(after.hash.prefix(12))",
            "\(diff.added) added, \(diff.removed) removed, \(diff.changed) changed, \(diff.unchanged) unchanged",
        ]
        lines += diff.changes.flatMap(Self.lines)
        return Answer(json: json, text: lines.joined(separator: "\n"))
    }

    private static func release(_ set: ReleaseSet) -> JSON {
        .object([
            JSON.Member("release", .string(set.name)), JSON.Member("hash", .string(set.hash)),
            JSON.Member("statements", .int(set.lines.count)),
        ])
    }

    private static func change(_ change: ReleaseDiff.Change) -> JSON {
        var before: ContentStatement?
        var after: ContentStatement?
        switch change {
        case .added(let statement): after = statement
        case .removed(let statement): before = statement
        case .changed(let old, let new): (before, after) = (old, new)
        }
        return .object([
            JSON.Member("change", .string(change.word)), JSON.Member("id", .string(change.statement.id)),
            JSON.Member("before", before.map(JSON.statement) ?? .null),
            JSON.Member("after", after.map(JSON.statement) ?? .null),
        ])
    }

    private static func lines(_ change: ReleaseDiff.Change) -> [String] {
        switch change {
        case .added(let statement): ["", "+ \(statement.id)"] + marked("+", statement)
        case .removed(let statement): ["", "- \(statement.id)"] + marked("-", statement)
        case .changed(let old, let new):
            ["", "~ \(new.id)" + (old.id == new.id ? "" : " (was \(old.id))")] + marked("-", old) + marked("+", new)
        }
    }

    private static func marked(_ mark: String, _ statement: ContentStatement) -> [String] {
        var lines = statement.text.split(separator: "\n").map { "  \(mark) \($0)" }
        if let level = statement.level { lines.append("  \(mark) [\(level.rawValue)] \(statement.cited)") }
        return lines
    }
}

extension JSON {
    static func statement(_ statement: ContentStatement) -> JSON {
        .object([
            Member("id", .string(statement.id)), Member("kind", .string(statement.kind.rawValue)),
            Member("text", .string(statement.text)), Member("level", .optional(statement.level?.rawValue)),
            Member("source", .optional(statement.source)), Member("revised", .optional(statement.revised)),
            Member("place", .string(statement.place)),
        ])
    }
}
