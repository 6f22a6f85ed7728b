import JSONText

/// Lists of day values.
extension TableIntake {
    /// - Returns: `nil` when nobody gave the list.
    func reading(of series: Series, in json: JSON) throws(FieldError) -> SeriesReading? {
        guard let given = find(series.key, in: json) else { return nil }
        guard let entries = given.array else {
            throw FieldError(
                field: series.key, given: given.kindName, allowed: "a list of {day, \(unitKeys(series))}",
                code: "field.kind")
        }
        var values: [Int: Int] = [:]
        for (index, entry) in entries.enumerated() {
            let place = "\(series.key)[\(index)]"
            let (day, value) = try self.entry(entry, of: series, at: place)
            guard let value else { continue }
            values[day] = min(values[day] ?? value, value)
        }
        return SeriesReading(key: series.key, values: values, through: try through(json))
    }

    private func through(_ json: JSON) throws(FieldError) -> Int? {
        guard let given = find(Self.throughKey, in: json) else { return nil }
        let days = series.map(\.days.upperBound).max() ?? 0
        guard let day = given.int, (0...days).contains(day) else {
            throw FieldError(
                field: Self.throughKey, given: given.text, allowed: "the last day that has come, 0 to \(days)",
                code: "field.out-of-range")
        }
        return day
    }

    private func entry(_ entry: JSON, of series: Series, at place: String) throws(FieldError) -> (Int, Int?) {
        let allowed = ["day"] + series.units.map(\.key)
        guard let members = entry.members else {
            throw FieldError(
                field: place, given: entry.kindName, allowed: "{day, \(unitKeys(series))}", code: "field.kind")
        }
        for member in members where !allowed.contains(member.key) {
            let hint = nearest(to: member.key, among: allowed).map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(
                field: "\(place).\(member.key)", given: "an unknown key\(hint)",
                allowed: "one of " + allowed.joined(separator: ", "), code: "field.unknown")
        }
        guard let day = entry["day"]?.int, series.days.contains(day) else {
            let days = "\(series.days.lowerBound) to \(series.days.upperBound)"
            throw FieldError(
                field: "\(place).day", given: entry["day"]?.text ?? "nothing",
                allowed: "whole days since the infusion, \(days)", code: "field.out-of-range")
        }
        let used = series.units.filter { entry[$0.key].map { !$0.isNull } ?? false }
        guard let unit = used.first, let given = entry[unit.key] else { return (day, nil) }
        guard used.count == 1 else {
            throw FieldError(
                field: place, given: used.map(\.key).joined(separator: " and "), allowed: "one of them",
                code: "field.twice")
        }
        let reader = Measured(units: series.units, range: series.range, decimals: series.decimals)
        return (day, try reader.value(given, unit: unit, field: "\(place).\(unit.key)"))
    }

    private func unitKeys(_ series: Series) -> String { series.units.map(\.key).joined(separator: " or ") }
}
