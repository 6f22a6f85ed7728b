import Clinical
import JSONText

/// Collects an event's fields from what was typed. Nothing typed is nothing said: the field is left out.
struct RecordBody: Sendable {
    private(set) var members: [JSON.Member] = []

    func has(_ key: String) -> Bool { members.contains { $0.key == key } }

    mutating func put(_ key: String, _ value: JSON) { members.append(JSON.Member(key, value)) }

    mutating func text(_ name: String, _ form: FormState) {
        if let text = form.answer(name) { put(name, .string(text)) }
    }

    /// Words that must be there, with the line that asks for them.
    mutating func text(_ name: String, _ form: inout FormState, orFail line: String) {
        guard form.answer(name) != nil else { return form.fail(name, line) }
        text(name, form)
    }

    /// A number, kept as a plain decimal so that the record never holds `+5` or `.5`.
    mutating func number(_ name: String, _ form: inout FormState, as key: String? = nil, example: String) {
        guard let text = form.answer(name) else { return }
        guard let number = Self.plain(text) else {
            let comma = text.contains(",") ? " Write the decimal with a point." : ""
            return form.fail(
                name,
                "Given \(text.prefix(40)). Expected a plain number with at most 3 decimals, for example \(example).\(comma)"
            )
        }
        put(key ?? name, .number(number))
    }

    /// - Returns: `nil` for what is no plain number, and for one finer than the record keeps: nothing is rounded unseen.
    static func plain(_ text: String) -> String? {
        guard text.utf8.count <= 20, let number = ExactDecimal.read(text, decimals: 3), number.side == 0 else {
            return nil
        }
        return ExactDecimal.plain(number.value, decimals: 3)
    }

    mutating func yesNo(_ name: String, _ form: inout FormState) {
        switch form.answer(name) {
        case nil, "unknown": break
        case "yes": put(name, true)
        case "no": put(name, false)
        case .some(let strange): form.fail(name, "Given \(strange.prefix(40)). Expected yes, no or not known.")
        }
    }

    /// Words separated by commas; `none` is an empty list, which is a finding.
    mutating func list(_ name: String, _ form: FormState) {
        guard let text = form.answer(name) else { return }
        let words = text.split(separator: ",").map { Self.trimmed($0) }.filter { !$0.isEmpty }
        let given = words.filter { $0.lowercased() != "none" }
        put(name, .strings(given.map { $0.lowercased() }))
    }

    static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension FormState {
    /// What was typed or the default; `nil` for an empty default too.
    func answer(_ name: String) -> String? { value(name).flatMap { $0.isEmpty ? nil : $0 } }
}
