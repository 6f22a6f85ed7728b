import Clinical

/// The questions of a grading table as fields of a form.
extension GradingForm {
    /// The fields: questions in the table's order, those that are rarely "yes" last, the one that decides first.
    ///
    /// - Parameter next: Key of what would narrow the answer most.
    func fields(_ form: FormState, next: String?) -> [FormField] {
        let asked = next.map { fieldName($0) }

        let order = table.inputs.indices.filter { !isRare($0) } + table.inputs.indices.filter { isRare($0) }
        var fields: [FormField] = []
        for index in order where !fields.contains(where: { $0.name == name(of: table.inputs[index]) }) {
            let first = fields.count
            fields += self.fields(for: table.inputs[index], form)
            if name(of: table.inputs[index]) == asked, fields.count > first {
                fields[first].askedNext = true
                let asked = Array(fields[first...])
                fields.removeSubrange(first...)
                fields.insert(contentsOf: asked, at: 0)
            }
        }
        return fields
    }

    /// Yes-or-no questions whose silence is read as no: they come last.
    private func isRare(_ index: Int) -> Bool {
        let input = table.inputs[index]
        return input.whenUnknown != nil && input.domain == .category(["no", "yes"])
    }

    private func fields(for input: TableInput, _ form: FormState) -> [FormField] {
        let name = name(of: input)
        switch input.origin {
        case .choice, .below, .ratio: return []
        case .series(let measure): return series.first { $0.key == measure.series }.map { fields(for: $0, form) } ?? []
        case .count(let key, _), .anyOf(let key, _):
            guard let words = Self.words(key, in: lists) else { return [form.text(key, label: input.question)] }
            return [form.checks(key, label: input.question, hint: "Mark none when there is none.", words)]
        case .score(let id):
            return scores.first { $0.id == id }.map { fields(for: $0, form) } ?? []
        case .key:
            switch input.domain {
            case .category(["no", "yes"]):
                return [form.segmented(name, label: input.question, [("yes", "yes"), ("no", "no"), Self.notKnown])]
            case .category(let words):
                let options = words.enumerated().map { ($0.element, input.describe($0.offset)) }
                return [form.segmented(name, label: input.question, options + [Self.notKnown])]
            case .number(let lower, let upper, let decimals, let unit):
                return numberFields(input, form, unit: unit, range: lower...upper, decimals: decimals)
            }
        }
    }

    private func numberFields(
        _ input: TableInput, _ form: FormState, unit: NumberUnit, range: ClosedRange<Int>, decimals: Int
    ) -> [FormField] {
        let name = name(of: input)
        let from = ExactDecimal.format(range.lowerBound, decimals: decimals)
        let to = ExactDecimal.format(range.upperBound, decimals: decimals)
        guard unit == .celsius else {
            let choice = unitField(name, input.units, label: input.question, form)
            let same = input.units.filter { $0.tenfold == 0 }.map { Wording.unit($0.unit) }
            let words = Set(same).count > 1 ? same.joined(separator: " or ") : Wording.unit(unit)
            // A unit that is chosen beside it must not stand in the field as well.
            let shown = choice == nil ? words : nil
            let hint = choice == nil ? "\(from) to \(to)" : "\(from) to \(to) \(words)"
            let number = form.number(
                name, label: input.question, unit: shown, hint: hint, whole: decimals == 0 && input.units.count < 2)
            return [number] + (choice.map { [$0] } ?? [])
        }
        var form = form
        form.setDefault(Self.temperatureUnit, "C")
        let hint = "\(from) to \(to) °C. A number from 95 to 113 is read as °F only when °F is chosen."
        return [
            form.number(name, label: input.question, hint: hint),
            form.segmented(Self.temperatureUnit, label: "The thermometer shows", [("C", "°C"), ("F", "°F")]),
        ]
    }

    private func fields(for score: Score, _ form: FormState) -> [FormField] {
        let items = score.items.map { item in
            let points = (0...item.points).reversed().map { (String($0), Wording.count($0, "point")) }
            return form.segmented(
                "\(score.itemsKey).\(item.key)", label: "\(score.name): \(item.prompt)", points + [("", "not tested")])
        }
        let total = form.number(
            score.key, label: "Or the \(score.name) as a total", unit: "points",
            hint: "0 to \(score.maximum). Leave empty when the items are filled in.", whole: true)
        return items + [total]
    }
}
