import JSONText

/// Numbers that may be given in several units, each under its own key.
extension TableIntake {
    /// A number under the one of the input's keys that was used.
    func measured(_ input: TableInput, in json: JSON) throws(FieldError) -> Int {
        guard case .number(let lower, let upper, let decimals, _) = input.domain else { return TableInput.unknown }
        let used = input.units.filter { find($0.key, in: json) != nil }
        guard let unit = used.first, let given = find(unit.key, in: json) else { return TableInput.unknown }
        guard used.count == 1 else {
            throw FieldError(
                field: unit.key, given: given.text,
                allowed: "either \(used.map(\.key).joined(separator: " or ")), not both",
                code: "field.twice")
        }
        return try Measured(units: input.units, range: lower...upper, decimals: decimals)
            .value(given, unit: unit, field: unit.key)
    }
}

/// One number in one of several units, held against limits.
struct Measured {
    let units: [TableInput.UnitKey]
    let range: ClosedRange<Int>
    let decimals: Int

    /// - Throws: ``FieldError``, which asks what was meant where the number fits another unit.
    func value(_ given: JSON, unit: TableInput.UnitKey, field: String) throws(FieldError) -> Int {
        if let value = read(given, unit) { return value }
        let kept = max(0, decimals + unit.tenfold)
        let number = given.numberText.flatMap { ExactDecimal.read($0, decimals: 9) }
        var allowed = "\(limit(range.lowerBound, unit)) to \(unit.unit.describe(limit(range.upperBound, unit)))"
        if number == nil { allowed = "a number, \(allowed)" }
        allowed += kept == 0 ? ", a whole number" : ", at most \(kept) decimals"
        if let other = units.first(where: { $0 != unit && read(given, $0) != nil }) {
            allowed += "; was \(other.unit.describe(given.text)) meant (\(other.key))?"
        }
        throw FieldError(
            field: field, given: given.text, allowed: allowed,
            code: number == nil ? "field.number" : "field.out-of-range")
    }

    private func read(_ given: JSON, _ unit: TableInput.UnitKey) -> Int? {
        guard let text = given.numberText else { return nil }
        let places = decimals + unit.tenfold
        guard let reading = ExactDecimal.read(text, decimals: max(0, places)), reading.side == 0 else { return nil }
        var divisor = 1
        for _ in 0..<max(0, -places) { divisor *= 10 }
        let value = ExactDecimal.divide(reading.value, by: divisor)
        return range.contains(value) ? value : nil
    }

    private func limit(_ value: Int, _ unit: TableInput.UnitKey) -> String {
        let places = decimals + unit.tenfold
        guard places < 0 else { return ExactDecimal.plain(value, decimals: places) }
        var factor = 1
        for _ in 0..<(-places) { factor *= 10 }
        return ExactDecimal.plain(value * factor, decimals: 0)
    }
}
