public import Clinical
public import JSONText

/// The texts of an entry that is about to be recorded: all go through ``PlainText``.
///
/// Entries that are on record already are read as they are.
public enum EventText {
    /// - Throws: ``FieldError`` that names the field and what it holds, never the text.
    public static func check(_ type: EventType, _ body: JSON) throws(FieldError) {
        try check(body, field: "", lines: .one) { field in isNote(field, type) }
    }

    /// Fields people write sentences into.
    private static func isNote(_ field: String, _ type: EventType) -> Bool {
        switch field {
        case "reason", "text", "why", "override", "allergies": true
        case "what": type == .infectionFound || type == .infectionResolved
        default: false
        }
    }

    private static func check(
        _ json: JSON, field: String, lines: PlainText.Lines, isNote: (String) -> Bool
    ) throws(FieldError) {
        if let text = json.string {
            guard let found = PlainText.found(in: text, lines) else { return }
            throw FieldError(
                field: field, given: found,
                allowed: lines == .one ? "one line of text that can be seen" : "text that can be seen",
                code: "field.text")
        }
        for element in json.array ?? [] { try check(element, field: field, lines: lines, isNote: isNote) }
        for member in json.members ?? [] {
            guard PlainText.found(in: member.key, .one) == nil else {
                throw FieldError(
                    field: field, given: "a name of a field with a character that cannot be seen",
                    allowed: "names of fields as documented", code: "field.text")
            }
            try check(
                member.value, field: field.isEmpty ? member.key : "\(field).\(member.key)",
                lines: isNote(member.key) ? .many : .one, isNote: isNote)
        }
    }
}
