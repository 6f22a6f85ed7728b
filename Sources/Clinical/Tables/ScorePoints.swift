public import JSONText

extension Score {
    /// The points of an examination from its total or its items.
    ///
    /// - Returns: ``TableInput/unknown`` when nothing was given or an item was not tested: a missing item is never
    ///   zero points.
    public func points(total: JSON?, items: JSON?) throws(FieldError) -> Int {
        let summed = try items.map { items throws(FieldError) in try sum(items) }
        guard let total else {
            guard let summed, summed.count == 1 else { return TableInput.unknown }
            return summed.lowerBound
        }
        guard let value = total.int, (0...maximum).contains(value) else {
            throw FieldError(
                field: key, given: total.text, allowed: "0 to \(maximum) points", code: "field.out-of-range")
        }
        if let summed, !summed.contains(value) {
            let sum = summed.count == 1 ? "\(summed.lowerBound)" : "\(summed.lowerBound) to \(summed.upperBound)"
            throw FieldError(
                field: key, given: total.text, allowed: "\(sum), the sum of \(itemsKey)", code: "field.contradiction")
        }
        return value
    }

    /// What the items can add up to: one number when all were tested, a range while some were not.
    private func sum(_ given: JSON) throws(FieldError) -> ClosedRange<Int> {
        guard let members = given.members else {
            throw FieldError(field: itemsKey, given: given.kindName, allowed: "an object", code: "field.kind")
        }
        for member in members where !items.contains(where: { $0.key == member.key }) {
            throw FieldError(
                field: "\(itemsKey).\(member.key)", given: "an unknown key",
                allowed: "one of " + items.map(\.key).joined(separator: ", "), code: "field.unknown")
        }
        var total = 0
        var notTested = 0
        for item in items {
            guard let value = given[item.key], !value.isNull else {
                notTested += item.points
                continue
            }
            let points = value.bool.map { $0 ? item.points : 0 } ?? value.int
            guard let points, (0...item.points).contains(points) else {
                throw FieldError(
                    field: "\(itemsKey).\(item.key)", given: value.text, allowed: "0 to \(item.points) points",
                    code: "field.out-of-range")
            }
            total += points
        }
        return total...(total + notTested)
    }
}
