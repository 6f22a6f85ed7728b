import Clinical
import JSONText

/// Asks the questions of a grading table and reads the answers, for any scale.
///
/// Shared by calculators and patient forms. A question that was left out is unknown, never normal.
struct GradingForm: Sendable {
    let table: DecisionTable
    let scores: [Score]
    let lists: [WordList]
    let choices: [Choice]
    let series: [Series]
    private let intake: TableIntake

    init(toxicity: Toxicity) {
        table = toxicity.grading
        scores = toxicity.scores
        lists = toxicity.lists
        choices = toxicity.choices
        series = []
        intake = toxicity.intake
    }

    init(_ scale: Scale, part: ScalePart, table: DecisionTable) {
        self.table = table
        scores = scale.scores
        lists = scale.lists
        choices = scale.choices
        series = scale.series.filter { table.counts(in: $0.key) }
        intake = scale.intake(part, table)
    }

    /// Field of the whole thermometer unit: `C` or `F`.
    static let temperatureUnit = "temperatureUnit"
    static let notKnown = (value: "", label: "not known")

    /// Words people choose from for a list; `nil` where the content names none.
    ///
    /// `none` stands for an empty list: that nothing is given is a finding, not silence.
    static func words(_ key: String, of toxicity: Toxicity) -> [(value: String, label: String)]? {
        words(key, in: toxicity.lists)
    }

    static func words(_ key: String, in lists: [WordList]) -> [(value: String, label: String)]? {
        lists.first { $0.key == key }.map { list in
            [("none", "none")] + zip(list.words, list.labels).map { (value: $0, label: $1) }
        }
    }

    /// The table's values for what was typed; `nil` when a field was refused.
    func values(_ form: inout FormState) -> [Int]? { findings(&form)?.values }

    /// As ``values(_:)``, with what lists of day values leave open.
    ///
    /// Every wrong field is marked, not only the first.
    func findings(_ form: inout FormState) -> Findings? {
        var members: [JSON.Member] = []
        for input in table.inputs { collect(input, form: &form, into: &members) }
        for list in series { collect(list, form: &form, into: &members) }
        for _ in 0...members.count {
            do throws(FieldError) {
                let values = try intake.findings(.object(members), untilSigned: choices)
                return form.hasErrors ? nil : values
            } catch {
                mark(error, &form)
                Self.drop(error.field, from: &members)
            }
        }
        return nil
    }

    /// Whether anything was answered.
    func isEmpty(_ form: FormState) -> Bool {
        names.allSatisfy { form.given($0) == nil }
    }

    private var names: [String] {
        table.inputs.flatMap { input -> [String] in
            if case .score(let id) = input.origin, let score = scores.first(where: { $0.id == id }) {
                return [score.key] + score.items.map { "\(score.itemsKey).\($0.key)" }
            }
            return [name(of: input)]
        }
    }

    /// The form's name of an input.
    func name(of input: TableInput) -> String {
        if let unit = input.units.first { return unit.key }
        return switch input.origin {
        case .key(let key), .count(let key, _), .anyOf(let key, _), .score(let key), .choice(let key): key
        case .series(let measure): measure.series
        case .below, .ratio: input.name
        }
    }

    private func collect(_ input: TableInput, form: inout FormState, into members: inout [JSON.Member]) {
        switch input.origin {
        case .choice, .series, .below, .ratio: break
        case .count(let key, _), .anyOf(let key, _):
            guard !members.contains(where: { $0.key == key }), let list = list(key, &form) else { break }
            members.append(.init(key, .strings(list)))
        case .score(let id):
            if let score = scores.first(where: { $0.id == id }) { collect(score, form: &form, into: &members) }
        case .key(let key):
            let name = name(of: input)
            guard let text = form.given(name) else { break }
            if !input.units.isEmpty {
                let unit = chosenUnit(input.units, name, form)
                if let number = number(name, text, &form) { Self.put(number, at: unit, in: &members) }
            } else if isTemperature(input) {
                let unit = form.given(Self.temperatureUnit) == "F" ? "F" : "C"
                if let number = number(key, text, &form) { Self.put(number, at: key + unit, in: &members) }
            } else if case .number = input.domain {
                if let number = number(key, text, &form) { Self.put(number, at: key, in: &members) }
            } else {
                Self.put(.string(String(text.prefix(80))), at: key, in: &members)
            }
        }
    }

    private func collect(_ score: Score, form: inout FormState, into members: inout [JSON.Member]) {
        if let text = form.given(score.key), let number = number(score.key, text, &form) {
            Self.put(number, at: score.key, in: &members)
        }
        for item in score.items {
            let name = "\(score.itemsKey).\(item.key)"
            guard let text = form.given(name), let number = number(name, text, &form) else { continue }
            Self.put(number, at: name, in: &members)
        }
    }

    /// The field that says which unit a number is in.
    static func unitField(_ name: String) -> String { name + "Unit" }

    func chosenUnit(_ units: [TableInput.UnitKey], _ name: String, _ form: FormState) -> String {
        let chosen = form.given(Self.unitField(name))
        return (units.first { $0.key == chosen } ?? units[0]).key
    }

    func number(_ name: String, _ text: String, _ form: inout FormState) -> JSON? {
        guard text.utf8.count <= 20, ExactDecimal.parse(text, decimals: 2) != nil else {
            let comma = text.contains(",") ? " Write the decimal with a point." : ""
            form.fail(name, "Given \(text.prefix(40)). Expected a plain number, for example 38.6.\(comma)")
            return nil
        }
        return .number(text)
    }

    private func list(_ key: String, _ form: inout FormState) -> [String]? {
        let chosen = form.all(key).map { String($0.prefix(80)) }
        guard !chosen.isEmpty else { return nil }
        if let known = Self.words(key, in: lists),
            let strange = chosen.first(where: { word in !known.contains { $0.value == word } })
        {
            let hint = nearest(to: strange, among: known.map(\.value)).map { " (did you mean \($0)?)" } ?? ""
            form.fail(key, "Given \(strange)\(hint). Expected \(Wording.either(known.map(\.value))).")
            return nil
        }
        guard chosen.contains("none") else { return chosen }
        guard chosen.count == 1 else {
            form.fail(key, "None and something else were both marked. Keep one.")
            return nil
        }
        return []
    }

    private func isTemperature(_ input: TableInput) -> Bool {
        if case .number(_, _, _, .celsius) = input.domain { true } else { false }
    }

    private func mark(_ error: FieldError, _ form: inout FormState) {
        let isTemperature = error.field == "temperatureC" || error.field == "temperatureF"
        let name = isTemperature ? "temperature" : fieldName(error.field)
        // The engine names its own keys for callers of the command line; a form has a button for °F instead.
        let allowed = isTemperature ? error.allowed.prefix { $0 != ";" } : error.allowed[...]
        var words = FormState.words(
            FieldError(field: error.field, given: error.given, allowed: Self.withoutKeys(allowed), code: error.code))
        if error.field == "temperatureC", let value = ExactDecimal.parse(error.given, decimals: 2),
            (9500...11_300).contains(value)
        {
            words += " If the thermometer shows Fahrenheit, choose °F."
        }
        form.fail(name, words)
    }

    /// The engine asks `was 124 g/L meant (hemoglobinGPerL)?`; a form has a button for the unit.
    private static func withoutKeys(_ allowed: Substring) -> String {
        guard allowed.hasSuffix(")?"), let open = allowed.lastIndex(of: "(") else { return String(allowed) }
        return allowed[..<open].dropLast() + "? Then choose that unit"
    }

    /// The form's name of what the engine calls a field: `anc[2].perUl` stands in the field `anc`.
    func fieldName(_ key: String) -> String {
        let list = String(key.prefix { $0 != "[" })
        if series.contains(where: { $0.key == list }) { return list }
        let asked = table.inputs.first { input in input.key == key || input.units.contains { $0.key == key } }
        return asked.map { name(of: $0) } ?? key
    }

    /// Puts a value under a key whose dots go into nested objects.
    private static func put(_ value: JSON, at key: String, in members: inout [JSON.Member]) {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return members.append(.init(key, value)) }
        if let index = members.firstIndex(where: { $0.key == parts[0] }), case .object(var inner) = members[index].value
        {
            put(value, at: parts[1], in: &inner)
            members[index].value = .object(inner)
        } else {
            members.append(.init(parts[0], .object([.init(parts[1], value)])))
        }
    }

    private static func drop(_ key: String, from members: inout [JSON.Member]) {
        let key = key.prefix { $0 != "[" }
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        guard let index = members.firstIndex(where: { $0.key == parts[0] }) else { return members.removeAll() }
        guard parts.count == 2, case .object(var inner) = members[index].value else {
            members.remove(at: index)
            return
        }
        inner.removeAll { $0.key == parts[1] }
        members[index].value = .object(inner)
    }
}
