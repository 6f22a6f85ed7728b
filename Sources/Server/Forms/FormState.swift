import Clinical

/// A form being filled in: what was typed, and what is wrong with which field.
///
/// Values are kept exactly as typed, so that a refused form comes back as it was sent. Fields are made from
/// the state (``text(_:label:unit:hint:)`` and so on), which puts value, error and focus in place.
struct FormState: Sendable {
    private let data: FormData
    private(set) var errors: [String: String] = [:]
    /// The field the page opens with: the first one that was refused.
    private(set) var focus: String?
    /// Values that answer where nothing was sent, for example the default therapy.
    private var defaults: [String: String] = [:]

    init(_ data: FormData = FormData()) { self.data = data }

    /// Whether nothing was sent: the form is shown for the first time.
    var isFresh: Bool { data.isEmpty }
    var hasErrors: Bool { !errors.isEmpty }

    /// What was typed, without spaces around it; `nil` when nothing was.
    func given(_ name: String) -> String? {
        guard let text = data.first(name) else { return nil }
        let trimmed = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    /// What the field shows.
    func shown(_ name: String) -> String { data.first(name) ?? defaults[name] ?? "" }

    /// What was typed or the default.
    func value(_ name: String) -> String? { given(name) ?? (data.first(name) == nil ? defaults[name] : nil) }

    /// Checked boxes of a list.
    func all(_ name: String) -> [String] { data.all(name).filter { !$0.isEmpty } }

    /// Shown and used where nothing was sent.
    mutating func setDefault(_ name: String, _ value: String) { defaults[name] = value }

    /// Marks a field. The first marked field gets the focus; the first error of a field stays.
    mutating func fail(_ name: String, _ message: String) {
        if errors[name] == nil { errors[name] = message }
        if focus == nil { focus = name }
    }

    /// Marks the field an engine error names.
    ///
    /// - Parameter name: The form's own name of the field, where it differs.
    mutating func fail(_ error: FieldError, as name: String? = nil) {
        fail(name ?? error.field, Self.words(error))
    }

    /// `Given 380. Expected 0.001 to 400 kg.`
    static func words(_ error: FieldError) -> String {
        let given = error.given.count > 80 ? String(error.given.prefix(80)) + "…" : error.given
        return "Given \(given). Expected \(error.allowed)."
    }

    /// Runs a step that may refuse a field; marks the field and gives `nil` when it does.
    mutating func attempt<Value>(_ name: String? = nil, _ step: () throws(FieldError) -> Value) -> Value? {
        do throws(FieldError) {
            return try step()
        } catch {
            fail(error, as: name)
            return nil
        }
    }
}
