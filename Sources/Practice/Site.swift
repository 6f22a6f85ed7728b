public import Clinical
public import JSONText

/// A place that gives doses: its name, its clock, and what it signed where sources differ.
public struct Site: Sendable, Equatable {
    public let id: String
    public let name: String
    /// IANA time zone, for example `America/Chicago`.
    public let zoneID: String
    /// Signed options by choice id.
    public let choices: [String: String]
    /// The content release the site has signed; `nil` while it has signed none.
    public let signedRelease: String?

    public init(id: String, name: String, zoneID: String, choices: [String: String] = [:], signedRelease: String? = nil)
    {
        self.id = id
        self.name = name
        self.zoneID = zoneID
        self.choices = choices
        self.signedRelease = signedRelease
    }

    /// Reads `{ "site": …, "name": …, "zone": …, "choices": { id: option } }`, checked against the content.
    ///
    /// - Throws: ``FieldError`` for unknown keys, choices or options.
    public static func read(_ json: JSON, content: ContentLibrary) throws(FieldError) -> Site {
        guard let members = json.members else {
            throw FieldError(field: "site", given: json.kindName, allowed: "an object", code: "field.kind")
        }
        let known = ["site", "name", "zone", "choices", "release"]
        for member in members where !known.contains(member.key) {
            let hint = nearest(to: member.key, among: known).map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(
                field: member.key, given: "an unknown key\(hint)", allowed: "one of " + known.joined(separator: ", "),
                code: "field.unknown")
        }
        var choices: [String: String] = [:]
        for member in json["choices"]?.members ?? [] {
            choices[member.key] = try option(member, content: content)
        }
        return Site(
            id: json["site"]?.string ?? "site", name: json["name"]?.string ?? "Site",
            zoneID: json["zone"]?.string ?? "UTC", choices: choices, signedRelease: json["release"]?.string)
    }

    private static func option(_ member: JSON.Member, content: ContentLibrary) throws(FieldError) -> String {
        guard let choice = content.choices.first(where: { $0.id == member.key }) else {
            throw FieldError(
                field: "choices.\(member.key)", given: "an unknown choice",
                allowed: "one of " + content.choices.map(\.id).joined(separator: ", "), code: "choice.unknown")
        }
        guard let word = member.value.string, choice.option(word) != nil else {
            throw FieldError(
                field: "choices.\(member.key)", given: member.value.text,
                allowed: "one of " + choice.options.map(\.id).joined(separator: ", "), code: "choice.unknown-option")
        }
        return word
    }
}
