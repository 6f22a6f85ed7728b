import Clinical
import JSONText

/// Lists of day values as one field: a line a day.
extension GradingForm {
    /// A line is a day and a value, or a stretch of days and the value of each.
    func collect(_ list: Series, form: inout FormState, into members: inout [JSON.Member]) {
        guard let text = form.given(list.key) else { return }
        let unit = chosenUnit(list.units, list.key, form)
        var entries: [JSON] = []
        for line in text.split(whereSeparator: { $0.isNewline || $0 == ";" }) {
            let words = line.split { $0.isWhitespace || $0 == ":" || $0 == "=" || $0 == "," }.map(String.init)
            if words.isEmpty { continue }
            guard words.count == 2, let days = Self.days(words[0]), list.days.contains(days.lowerBound),
                list.days.contains(days.upperBound), ExactDecimal.parse(words[1], decimals: 3) != nil
            else {
                form.fail(
                    list.key, "Given \(line.prefix(40)). Expected a day and a value, for example 5 300, or 0-4 2000.")
                return
            }
            for day in days { entries.append(.object([.init("day", .int(day)), .init(unit, .number(words[1]))])) }
        }
        members.append(.init(list.key, .array(entries)))
        collectThrough(&form, into: &members)
    }

    private func collectThrough(_ form: inout FormState, into members: inout [JSON.Member]) {
        let key = TableIntake.throughKey
        guard let text = form.given(key), !members.contains(where: { $0.key == key }),
            let number = number(key, text, &form)
        else { return }
        members.append(.init(key, number))
    }

    private static func days(_ word: String) -> ClosedRange<Int>? {
        let ends = word.split(separator: "-").map { Int($0) }
        guard let first = ends.first, let first, let last = ends.last, let last, ends.count <= 2, first <= last else {
            return nil
        }
        return first...last
    }

    func fields(for list: Series, _ form: FormState) -> [FormField] {
        let hint =
            "One line a day: day and value, for example 5 300. A stretch is 0-4 2000. Leave out days without a value."
        var fields = [form.area(list.key, label: "\(list.question), day 0 is the infusion", hint: hint)]
        if let field = unitField(list.key, list.units, label: list.question, form) { fields.append(field) }
        let through = form.number(
            TableIntake.throughKey, label: "Last day that has come",
            hint: "Leave empty when all days have come; then every day without a value is open.", whole: true)
        return fields + [through]
    }

    /// Which unit a number is in, where it makes a difference.
    func unitField(_ name: String, _ units: [TableInput.UnitKey], label: String, _ form: FormState) -> FormField? {
        guard units.contains(where: { $0.tenfold != 0 }) else { return nil }
        var form = form
        form.setDefault(Self.unitField(name), units[0].key)
        return form.segmented(
            Self.unitField(name), label: "Unit (\(label))", units.map { ($0.key, Wording.unit($0.unit)) })
    }
}

extension Wording {
    /// `per microliter`, `× 10⁹/L`, `mg/dL`
    static func unit(_ unit: NumberUnit) -> String {
        switch unit {
        case .cellsPerMicroliter: "per microliter"
        case .perNanoliter: "× 10⁹/L"
        case .microgramsPerLiter: "µg/L"
        case .percent: "%"
        default: unit.rawValue
        }
    }
}
